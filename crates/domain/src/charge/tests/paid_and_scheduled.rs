//! What is paid while the gateway's scheduler holds an order that would charge it once more.

use super::*;
use crate::{ChargeState, Decision, Mismatch, ReviewReason};

const LATER: i64 = 10 * DUE;

fn open(due: i64) -> Schedule {
    schedule(ScheduleStatus::Scheduled, due, 3_000, None)
}

fn see(charge: &Charge, evidence: Evidence, second: i64) -> Charge {
    charge.observe(charge.epoch(), evidence, at(second)).unwrap()
}

fn ask(charge: &Charge, schedule: Schedule, records: Vec<Payment>, second: i64) -> Charge {
    let attempts = Attempts::new(records);
    let schedule = Some(Box::new(schedule));
    see(charge, Evidence::SchedulerAsked { schedule, attempts, asked_at: at(second) }, second)
}

fn held() -> Charge {
    let ordered = Charge::intended(intent(schedulers()), at(0)).instruct(window().deadlines(at(0))).unwrap();
    see(&ordered, Evidence::Scheduled(Box::new(open(DUE))), 1)
}

/// Its run failed, and it is being set to a new time.
fn ordered_again() -> Charge {
    let failed = schedule(ScheduleStatus::Executed, DUE, 3_000, Some((PaymentStatus::Failed, 1)));
    let declined = ask(&held(), failed, vec![record(1, PaymentStatus::Failed, 3_000)], DUE + 60);
    assert_eq!(declined.state(), ChargeState::Declined);
    declined.instruct(window().deadlines(at(DUE + 120))).unwrap()
}

fn is_told(charge: &Charge) -> bool {
    charge.payment().is_some() && charge.review_reason() == Some(ReviewReason::StillScheduled)
}

#[test]
fn a_failed_record_that_turns_paid_is_not_all_while_the_new_order_stands() {
    let moved = see(&ordered_again(), Evidence::Scheduled(Box::new(open(LATER))), DUE + 121);
    assert!(is_told(&ask(&moved, open(LATER), vec![paid(1)], DUE + 500)));
    // The scheduler did not answer at first.
    let settled = see(&moved, looked_up(vec![paid(1)], DUE + 500), DUE + 500);
    assert_eq!(settled.state(), ChargeState::Succeeded);
    assert!(is_told(&ask(&settled, open(LATER), vec![paid(1)], DUE + 600)));
    // Nor is the word of another send one about this order.
    let asked = Evidence::SchedulerAsked {
        schedule: Some(Box::new(open(LATER))),
        attempts: Attempts::new(vec![paid(1)]),
        asked_at: at(DUE + 600),
    };
    let before = settled.observe(held().epoch(), asked, at(DUE + 600)).unwrap();
    assert_eq!(before.state(), ChargeState::Succeeded);
}

#[test]
fn an_order_that_is_answered_after_the_payment_is_told_too() {
    let payment = || paid(1);
    let paid = see(&ordered_again(), looked_up(vec![payment()], DUE + 121), DUE + 121);
    assert_eq!(paid.state(), ChargeState::Succeeded);
    assert!(is_told(&see(&paid, Evidence::Scheduled(Box::new(open(LATER))), DUE + 122)));
    // No answer came: a read may still show what stood before, until the window of the time that is known is over.
    let end = DUE + window().total().as_secs() as i64;
    assert_eq!(ask(&paid, open(LATER), vec![payment()], end - 1).state(), ChargeState::Succeeded);
    assert!(is_told(&ask(&paid, open(LATER), vec![payment()], end)));
}

#[test]
fn an_order_that_may_have_made_the_payment_is_shown_late() {
    let paid_in_time = ask(&held(), open(DUE), vec![paid(1)], DUE + 5);
    assert_eq!(paid_in_time.state(), ChargeState::Succeeded);
    let moved_forward = see(&held(), Evidence::Scheduled(Box::new(open(DUE / 2))), 2);
    let shown_as_before = ask(&moved_forward, open(DUE), vec![paid(1)], DUE / 2 + 5);
    assert_eq!(shown_as_before.state(), ChargeState::Succeeded);
}

#[test]
fn what_a_person_adopted_is_told_again_only_if_an_order_stands() {
    let other = record(1, PaymentStatus::Paid, 2_000);
    let review = ask(&held(), open(DUE), vec![other.clone()], DUE + 5);
    assert_eq!(review.review_reason(), Some(ReviewReason::Mismatch(Mismatch::Amount)));
    let decision = Decision { adopt: Some(Box::new(other.clone())), dismissed: vec![] };
    let adopted = see(&review, Evidence::Decided(decision), DUE + 10);
    let run = schedule(ScheduleStatus::Executed, DUE, 2_000, Some((PaymentStatus::Paid, 1)));
    assert_eq!(ask(&adopted, run, vec![other.clone()], DUE + 20), adopted);
    let ordered = schedule(ScheduleStatus::Scheduled, LATER, 2_000, None);
    let mut moved = adopted;
    moved.due = Some(ScheduleTime::new(at(LATER)).unwrap());
    assert!(is_told(&ask(&moved, ordered, vec![other], DUE + 30)));
}

#[test]
fn a_payment_that_the_schedule_of_another_customer_made_is_not_ours() {
    let run = schedule(ScheduleStatus::Executed, DUE, 3_000, Some((PaymentStatus::Paid, 1)));
    let customer_uid = CustomerUid::parse("customer-2").unwrap();
    let anothers = Schedule::new(ScheduleDetails { customer_uid, ..run.details().clone() }).unwrap();
    let asked = ask(&held(), anothers, vec![paid(1)], DUE + 60);
    assert_eq!(asked.review_reason(), Some(ReviewReason::Mismatch(Mismatch::CustomerUid)));
    assert!(asked.payment().is_some());
    assert_eq!(ask(&held(), run, vec![paid(1)], DUE + 60).state(), ChargeState::Succeeded);
}
