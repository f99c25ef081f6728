use super::*;
use crate::{
    ChargeState, Epoch, Executor, Field, Mismatch, NotObserved, NotSentCause, ReviewReason, UnknownCause,
};

fn ordered() -> Charge {
    Charge::intended(intent(schedulers()), at(0)).instruct(window().deadlines(at(0))).unwrap()
}

fn open(due: i64) -> Schedule {
    schedule(ScheduleStatus::Scheduled, due, 3_000, None)
}

fn failed(number: u32) -> Schedule {
    schedule(ScheduleStatus::Executed, DUE, 3_000, Some((PaymentStatus::Failed, number)))
}

fn revoked(due: i64) -> Schedule {
    schedule(ScheduleStatus::Revoked, due, 3_000, None)
}

fn held() -> Charge {
    see(&ordered(), Evidence::Scheduled(Box::new(open(DUE))), 1)
}

fn see(charge: &Charge, evidence: Evidence, second: i64) -> Charge {
    charge.observe(charge.epoch(), evidence, at(second)).unwrap()
}

fn ask(charge: &Charge, schedule: Option<Schedule>, records: Vec<Payment>, second: i64) -> Charge {
    let evidence = Evidence::SchedulerAsked {
        schedule: schedule.map(Box::new),
        attempts: Attempts::new(records),
        asked_at: at(second),
    };
    see(charge, evidence, second)
}

fn end() -> i64 {
    window().total().as_secs() as i64
}

#[test]
fn keyin_never_claims_what_the_scheduler_makes_nor_the_other_way_round() {
    let deadlines = window().deadlines(at(0));
    let charge = Charge::intended(intent(schedulers()), at(0));
    assert_eq!(charge.executor(), Executor::Scheduler);
    assert!(charge.claim(deadlines).is_err() && charge.instruct(deadlines).is_ok());
    let charge = Charge::intended(intent(billing_key()), at(0));
    assert_eq!(charge.executor(), Executor::Keyin);
    assert!(charge.claim(deadlines).is_ok() && charge.instruct(deadlines).is_err());
}

#[test]
fn who_makes_it_and_when_is_part_of_the_request() {
    let ours = intent(billing_key());
    let theirs = intent(schedulers());
    assert_eq!(ours.differences(&theirs), [Field::ScheduleAt]);
    assert_eq!(theirs.differences(&intent(schedulers())), []);
    let customer_uid = CustomerUid::parse("customer-1").unwrap();
    let later = ChargeMethod::Scheduled { customer_uid, at: ScheduleTime::new(at(DUE + 1)).unwrap() };
    assert_eq!(theirs.differences(&intent(later)), [Field::ScheduleAt]);
}

#[test]
fn an_order_that_was_taken_waits_for_its_time() {
    let charge = held();
    assert_eq!(
        (charge.state(), charge.due().map(ScheduleTime::as_second)),
        (ChargeState::Scheduled, Some(DUE))
    );
    assert!(charge.instruct(window().deadlines(at(2))).is_err() && !charge.state().is_unsettled());
    assert_eq!(charge.next_sweep(), Some(at(DUE + 600)));
    let moved = see(&charge, Evidence::Scheduled(Box::new(open(DUE * 2))), 5);
    assert_eq!((moved.state(), moved.next_sweep()), (ChargeState::Scheduled, Some(at(DUE * 2 + 600))));
}

#[test]
fn a_payment_of_its_run_is_the_charges() {
    let charge = ask(&held(), Some(open(DUE)), vec![paid(1)], DUE + 600);
    assert_eq!((charge.state(), charge.next_sweep()), (ChargeState::Succeeded, None));
    // The payment alone is enough, too.
    assert_eq!(see(&held(), looked_up(vec![paid(1)], DUE), DUE).state(), ChargeState::Succeeded);
}

#[test]
fn records_alone_never_tell_that_there_is_no_payment() {
    let lost = see(&ordered(), Evidence::NoAnswer(UnknownCause::TimedOut), 60);
    for charge in [lost, held()] {
        let state = charge.state();
        let failure = || vec![record(1, PaymentStatus::Failed, 3_000)];
        let mut charge = charge;
        for second in [end(), end() + 1, DUE + end(), DUE + end() + 1] {
            charge =
                see(&see(&charge, looked_up(vec![], second), second), looked_up(failure(), second), second);
            assert_eq!(charge.state(), state);
        }
    }
}

#[test]
fn a_failed_run_is_a_decline_and_may_be_run_again() {
    let charge = ask(&held(), Some(failed(1)), vec![record(1, PaymentStatus::Failed, 3_000)], DUE + 600);
    assert_eq!(charge.state(), ChargeState::Declined);
    assert_eq!(charge.imp_uid().map(ImpUid::as_str), Some("imps_000000000001"));
    assert_eq!(charge.next_sweep(), Some(at(DUE + 3_600)), "the gateway may run it again by itself");
    let deadlines = window().deadlines(at(DUE + 1_000));
    assert!(charge.claim(deadlines).is_err());
    let again = charge.instruct(deadlines).unwrap();
    assert_eq!((again.state(), again.epoch()), (ChargeState::InFlight, Epoch::new(2)));
    // What is told of the first run says nothing of the second.
    let lost = see(&again, Evidence::NoAnswer(UnknownCause::TimedOut), DUE + 1_060);
    let lost = ask(&lost, Some(failed(1)), vec![record(1, PaymentStatus::Failed, 3_000)], DUE + 1_070);
    assert_eq!(lost.state(), ChargeState::Unknown);
    let both = vec![record(1, PaymentStatus::Failed, 3_000), record(2, PaymentStatus::Failed, 3_000)];
    assert_eq!(ask(&lost, Some(failed(2)), both, DUE + 1_080).state(), ChargeState::Declined);
}

#[test]
fn a_run_that_is_under_way_or_not_shown_yet_is_waited_for() {
    let runs = |status| schedule(ScheduleStatus::Executed, DUE, 3_000, Some((status, 1)));
    for word in [runs(PaymentStatus::Ready), runs(PaymentStatus::Paid)] {
        assert_eq!(ask(&held(), Some(word), vec![], DUE + end()).state(), ChargeState::Scheduled);
    }
}

#[test]
fn a_failure_that_proves_nothing_waits_for_the_window() {
    let details = failed(1).details().clone();
    let words = ScheduleDetails { fail_reason: Some("(PG사 결제 장애) [VTIM]".to_owned()), ..details };
    let word = || Some(Schedule::new(words.clone()).unwrap());
    let records = || vec![record(1, PaymentStatus::Failed, 3_000)];
    let charge = ask(&held(), word(), records(), DUE + 600);
    assert_eq!(charge.unknown_cause(), Some(UnknownCause::PgFault));
    let charge = ask(&charge, word(), records(), DUE + 601);
    assert_eq!(charge.state(), ChargeState::Unknown);
    assert_eq!(ask(&charge, word(), records(), DUE + 600 + end()).state(), ChargeState::Declined);
}

#[test]
fn what_is_taken_back_long_before_its_time_is_not_charged() {
    let charge = ask(&held(), Some(revoked(DUE)), vec![], DUE - end());
    assert_eq!(charge.state(), ChargeState::NotCharged);
    assert!(charge.claim(window().deadlines(at(DUE))).is_err(), "not even then does keyin send it");
    assert_eq!(charge.next_sweep(), Some(at(DUE + 3_600)), "after its time it is looked at once more");
    assert_eq!(ask(&charge, Some(open(DUE)), vec![], DUE - 5).state(), ChargeState::Scheduled);
}

#[test]
fn what_is_taken_back_near_its_time_waits_for_the_window() {
    for word in [Some(revoked(DUE)), None] {
        let from = DUE - end() + 1;
        let charge = ask(&held(), word.clone(), vec![], from);
        assert_eq!(charge.unknown_cause(), Some(UnknownCause::Unscheduled));
        let charge = ask(&charge, word.clone(), vec![], from + end() - 1);
        assert_eq!(charge.state(), ChargeState::Unknown);
        let paid_after_all = ask(&charge, word.clone(), vec![paid(1)], from + end());
        assert_eq!(paid_after_all.state(), ChargeState::Succeeded);
        assert_eq!(ask(&charge, word, vec![], from + end()).state(), ChargeState::NotCharged);
    }
}

/// The answer to the order was lost, and its window is long over when it is first seen, taken back.
#[test]
fn what_was_never_seen_to_be_held_waits_for_the_window_too() {
    let lost = || see(&ordered(), Evidence::NoAnswer(UnknownCause::TimedOut), 1);
    let from = end() + 1_000;
    let due = from - 10;
    let charge = ask(&lost(), None, vec![], end());
    let charge = ask(&charge, Some(revoked(due)), vec![], from);
    assert_eq!(charge.unknown_cause(), Some(UnknownCause::Unscheduled), "its run may be going on");
    let charge = ask(&charge, Some(revoked(due)), vec![], from + 300);
    let charge = ask(&charge, Some(revoked(due)), vec![], from + end() - 1);
    assert_eq!(charge.state(), ChargeState::Unknown);
    let paid_after_all = ask(&charge, Some(revoked(due)), vec![paid(1)], from + end());
    assert_eq!(paid_after_all.state(), ChargeState::Succeeded);
    assert_eq!(ask(&charge, Some(revoked(due)), vec![], from + end()).state(), ChargeState::NotCharged);

    let in_time = ask(&ask(&lost(), Some(revoked(DUE)), vec![], 2), Some(revoked(DUE)), vec![], end());
    assert_eq!(in_time.state(), ChargeState::NotCharged, "no run can have begun");
}

/// Ended as that word says, and set to a new time by an order that was given at `second`.
fn set_anew(before: &Schedule, second: i64, due: i64) -> Charge {
    let ended = ask(&held(), Some(before.clone()), vec![], DUE - end());
    let again = ended.instruct(window().deadlines(at(second))).unwrap();
    see(&again, Evidence::Scheduled(Box::new(open(due))), second + 1)
}

#[test]
fn that_it_was_taken_back_may_be_what_was_shown_before_the_last_order() {
    let (second, due) = (DUE + 1_000, DUE + 1_000 + 10 * end());
    let charge = set_anew(&revoked(due), second, due);
    let late = ask(&charge, Some(revoked(due)), vec![], second + end() - 1);
    assert_eq!(late.unknown_cause(), Some(UnknownCause::Unscheduled));
    assert_eq!(ask(&late, Some(open(due)), vec![], second + end()).state(), ChargeState::Scheduled);
    let taken_back = ask(&charge, Some(revoked(due)), vec![], second + end());
    assert_eq!(taken_back.state(), ChargeState::NotCharged);
}

#[test]
fn a_failure_without_a_record_may_be_what_was_shown_before_the_last_order() {
    let (second, due) = (DUE + 1_000, DUE + 1_000 + end() / 2);
    let in_words = Schedule::new(ScheduleDetails { imp_uid: None, ..failed(1).details().clone() }).unwrap();
    let charge = set_anew(&in_words, second, due);
    let late = ask(&charge, Some(in_words.clone()), vec![], second + end() - 1);
    assert_eq!(late.state(), ChargeState::Scheduled);
    assert_eq!(ask(&late, Some(in_words), vec![], second + end()).state(), ChargeState::Declined);
}

#[test]
fn a_move_that_came_to_nothing_does_not_hide_the_failed_run_for_ever() {
    let failure = || vec![record(1, PaymentStatus::Failed, 3_000)];
    let declined = ask(&held(), Some(failed(1)), failure(), DUE + 10);
    // The answer to a move that the run overtook comes after its failure was read.
    let moved = see(&declined, Evidence::Scheduled(Box::new(open(DUE + 600))), DUE + 20);
    assert_eq!(moved.state(), ChargeState::Scheduled);
    let early = ask(&moved, Some(failed(1)), failure(), DUE + 600 + end() - 1);
    assert_eq!(early.state(), ChargeState::Scheduled, "a read may lag, and so may the run");
    let doubted = ask(&early, Some(failed(1)), failure(), DUE + 600 + end());
    assert_eq!(doubted.unknown_cause(), Some(UnknownCause::Unscheduled));
    let first = ask(&doubted, Some(failed(1)), failure(), DUE + 600 + 2 * end());
    let settled = ask(&first, Some(failed(1)), failure(), DUE + 600 + 2 * end() + 60);
    assert!(!settled.state().is_unsettled() && settled.may_be_sent(), "{:?}", settled.state());
}

#[test]
fn an_order_of_which_nothing_was_heard_is_looked_up() {
    let lost = see(&ordered(), Evidence::NoAnswer(UnknownCause::TimedOut), 60);
    assert_eq!(ask(&lost, Some(open(DUE)), vec![], 61).state(), ChargeState::Scheduled);
    let none = ask(&ask(&lost, None, vec![], 61), None, vec![], end() - 1);
    assert_eq!(none.state(), ChargeState::Unknown);
    let none = ask(&none, None, vec![], end());
    assert_eq!(none.state(), ChargeState::NotCharged);
    assert!(none.instruct(window().deadlines(at(end()))).is_ok());
    assert_eq!(
        ask(&none, Some(open(DUE)), vec![], end() + 5).state(),
        ChargeState::Scheduled,
        "it came late"
    );
}

#[test]
fn an_order_that_was_not_sent_may_be_given_again() {
    let charge = see(&ordered(), Evidence::NotSent(NotSentCause::Unreachable), 1);
    assert_eq!(charge.instruct(window().deadlines(at(2))).unwrap().epoch(), Epoch::new(2));
}

#[test]
fn a_schedule_over_another_amount_is_for_a_person() {
    let other = Evidence::Scheduled(Box::new(schedule(ScheduleStatus::Scheduled, DUE, 2_000, None)));
    let charge = see(&ordered(), other, 1);
    assert_eq!(charge.review_reason(), Some(ReviewReason::Mismatch(Mismatch::Amount)));
}

/// The gateway's scheduler holds it over the same sum, of another billing key.
#[test]
fn a_schedule_of_another_customer_is_for_a_person() {
    let details = open(DUE).details().clone();
    let customer_uid = CustomerUid::parse("customer-2").unwrap();
    let anothers = Schedule::new(ScheduleDetails { customer_uid, ..details }).unwrap();
    let differs = Some(ReviewReason::Mismatch(Mismatch::CustomerUid));
    assert_eq!(ordered().differs_from(&anothers), Some(Mismatch::CustomerUid));
    assert_eq!(ordered().differs_from(&open(DUE + 1)), None, "it may have been moved");
    let answered = see(&ordered(), Evidence::Scheduled(Box::new(anothers.clone())), 1);
    assert_eq!(answered.review_reason(), differs);
    let lost = see(&ordered(), Evidence::NoAnswer(UnknownCause::TimedOut), 60);
    assert_eq!(ask(&lost, Some(anothers), vec![], 61).review_reason(), differs);
}

#[test]
fn the_scheduler_says_nothing_of_what_keyin_makes() {
    let charge = in_flight(billing_key());
    for evidence in [
        Evidence::Scheduled(Box::new(open(DUE))),
        Evidence::SchedulerAsked { schedule: None, attempts: Attempts::none(), asked_at: at(9) },
    ] {
        let refused = charge.observe(charge.epoch(), evidence, at(9)).unwrap_err();
        assert_eq!(refused, NotObserved::OutOfPlace { state: ChargeState::InFlight });
    }
}

#[test]
fn what_never_runs_is_looked_at_ever_more_seldom() {
    let mut charge = held();
    let mut times = Vec::new();
    while let Some(next) = charge.next_sweep().filter(|_| times.len() < 400) {
        times.push(next.as_second() - DUE);
        charge = ask(&charge, Some(open(DUE)), vec![], next.as_second());
        assert_eq!(charge.state(), ChargeState::Scheduled);
    }
    assert_eq!(times[..5], [600, 1_200, 2_400, 4_800, 10_800]);
    let week = 7 * 86_400;
    assert_eq!(times[7..11], [3 * 86_400, week, 2 * week, 3 * week]);
    assert_eq!(times.len(), 255);
}
