//! What the gateway's scheduler says of its first order, of one that came late, and of one that was moved elsewhere.

use super::*;
use crate::{ChargeState, UnknownCause};

fn ordered() -> Charge {
    Charge::intended(intent(schedulers()), at(0)).instruct(window().deadlines(at(0))).unwrap()
}

fn answer(charge: &Charge, schedule: Schedule, second: i64) -> Charge {
    charge.observe(charge.epoch(), Evidence::Scheduled(Box::new(schedule)), at(second)).unwrap()
}

fn held() -> Charge {
    answer(&ordered(), schedule(ScheduleStatus::Scheduled, DUE, 3_000, None), 1)
}

fn ask(charge: &Charge, due: i64, second: i64) -> Charge {
    let revoked = schedule(ScheduleStatus::Revoked, due, 3_000, None);
    let evidence = Evidence::SchedulerAsked {
        schedule: Some(Box::new(revoked)),
        attempts: Attempts::none(),
        asked_at: at(second),
    };
    charge.observe(charge.epoch(), evidence, at(second)).unwrap()
}

#[test]
fn an_order_that_is_answered_with_an_end_is_looked_up() {
    let run = schedule(ScheduleStatus::Executed, DUE, 3_000, None);
    let begun = answer(&ordered(), run.clone(), 1);
    assert_eq!(begun.unknown_cause(), Some(UnknownCause::Pending));
    assert_eq!(answer(&held(), run, 2), held(), "what is held is asked about at its time");
}

#[test]
fn what_is_taken_back_in_time_after_its_only_order_is_over_at_once() {
    assert_eq!(ask(&held(), DUE, 5).state(), ChargeState::NotCharged);
}

#[test]
fn what_is_taken_back_near_either_of_its_times_may_have_been_run() {
    let window = window().total().as_secs() as i64;
    let asked_at = DUE - window + 1;
    for told in [DUE, 2 * DUE] {
        let doubted = ask(&held(), told, asked_at);
        assert_eq!(doubted.unknown_cause(), Some(UnknownCause::Unscheduled), "its own time is near");
    }
    let moved_forward = answer(&held(), schedule(ScheduleStatus::Scheduled, 2 * DUE, 3_000, None), 2);
    let doubted = ask(&moved_forward, DUE, asked_at);
    assert_eq!(
        doubted.unknown_cause(),
        Some(UnknownCause::Unscheduled),
        "the time it was taken back at is near"
    );
    assert_eq!(ask(&held(), DUE, asked_at - 1).state(), ChargeState::NotCharged, "a whole window away");
}

#[test]
fn records_alone_tell_of_no_absence_however_often_they_are_read() {
    let end = window().total().as_secs() as i64;
    let order = ordered();
    let lost = order.observe(order.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), at(60)).unwrap();
    let read = |charge: &Charge, second| {
        charge.observe(charge.epoch(), looked_up(vec![], second), at(second)).unwrap()
    };
    let read_thrice = read(&read(&read(&lost, end), end + 1), end + 2);
    assert_eq!(read_thrice.state(), ChargeState::Unknown);
}
