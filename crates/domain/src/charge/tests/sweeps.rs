//! How the count of looks goes on, or begins anew.

use super::*;
use crate::{ChargeState, NotSentCause, UnknownCause};

const HOUR: i64 = 3_600;

fn ask(charge: &Charge, schedule: Schedule, second: i64) -> Charge {
    let evidence = Evidence::SchedulerAsked {
        schedule: Some(Box::new(schedule)),
        attempts: Attempts::none(),
        asked_at: at(second),
    };
    charge.observe(charge.epoch(), evidence, at(second)).unwrap()
}

#[test]
fn the_looks_at_a_schedule_do_not_count_for_its_end() {
    let order = Charge::intended(intent(schedulers()), at(0)).instruct(window().deadlines(at(0))).unwrap();
    let open = || schedule(ScheduleStatus::Scheduled, DUE, 3_000, None);
    let held =
        ask(&order.observe(order.epoch(), Evidence::Scheduled(Box::new(open())), at(1)).unwrap(), open(), 2);
    let looked_at = ask(&ask(&held, open(), DUE + 600), open(), DUE + 1_200);
    assert_eq!(looked_at.next_sweep(), Some(at(DUE + 2_400)), "two looks were made");
    let run = schedule(ScheduleStatus::Executed, DUE, 3_000, Some((PaymentStatus::Failed, 1)));
    let declined = ask(&looked_at, run, DUE + 1_300);
    assert_eq!(declined.state(), ChargeState::Declined);
    assert_eq!(declined.next_sweep(), Some(at(DUE + HOUR)), "the sweeps after the end begin anew");
}

#[test]
fn sweeps_that_were_made_stay_made_when_a_payment_turns_up() {
    let first = in_flight(billing_key());
    let not_sent = first.observe(first.epoch(), Evidence::NotSent(NotSentCause::Tls), at(1)).unwrap();
    let second = not_sent.claim(window().deadlines(at(0))).unwrap();
    let lost = second.observe(second.epoch(), Evidence::NotSent(NotSentCause::Tls), at(1)).unwrap();
    let swept = lost.observe(lost.epoch(), looked_up(vec![], 7 * HOUR), at(7 * HOUR)).unwrap();
    assert_eq!(swept.next_sweep(), Some(at(24 * HOUR)));
    let late = swept.observe(swept.epoch(), Evidence::Paid(Box::new(paid(1))), at(8 * HOUR)).unwrap();
    assert_eq!((late.state(), late.next_sweep()), (ChargeState::LatePaid, Some(at(24 * HOUR))));
}

#[test]
fn a_payment_of_the_only_send_leaves_nothing_to_look_for() {
    let once = in_flight(billing_key());
    let paid_once = once.observe(once.epoch(), Evidence::Paid(Box::new(paid(1))), at(1)).unwrap();
    assert_eq!((paid_once.epoch().get(), paid_once.next_sweep()), (1, None));
}

#[test]
fn what_is_open_has_its_own_look_ups_and_no_sweeps() {
    let sent = in_flight(billing_key());
    let lost = sent.observe(sent.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), at(60)).unwrap();
    for open in [Charge::intended(intent(billing_key()), at(0)), sent, lost] {
        assert_eq!(open.next_sweep(), None, "{}", open.state());
    }
}

#[test]
fn a_schedule_that_never_runs_is_looked_at_within_hours_then_days_then_weeks() {
    let order = Charge::intended(intent(schedulers()), at(0)).instruct(window().deadlines(at(0))).unwrap();
    let open = || schedule(ScheduleStatus::Scheduled, DUE, 3_000, None);
    let mut held = order.observe(order.epoch(), Evidence::Scheduled(Box::new(open())), at(1)).unwrap();
    let mut after_due = Vec::new();
    for _ in 0..11 {
        let next = held.next_sweep().unwrap();
        after_due.push(next.as_second() - DUE);
        held = ask(&held, open(), next.as_second());
    }
    let (minute, day) = (60, 24 * HOUR);
    let early = [10 * minute, 20 * minute, 40 * minute, 80 * minute, 3 * HOUR, 6 * HOUR, day, 3 * day];
    assert_eq!(after_due[..8], early);
    assert_eq!(after_due[8..], [7 * day, 14 * day, 21 * day], "every week from then on");
}
