//! What comes after the end: sweeps, and what a person decides.

use super::*;
use crate::{ChargeState, Decision, Epoch, Mismatch, NotObserved, NotSentCause, ReviewReason, UnknownCause};

const HOUR: i64 = 3_600;

fn not_sent() -> Charge {
    let charge = in_flight(billing_key());
    charge.observe(charge.epoch(), Evidence::NotSent(NotSentCause::Unreachable), at(1)).unwrap()
}

fn see(charge: &Charge, records: Vec<Payment>, second: i64) -> Charge {
    charge.observe(charge.epoch(), looked_up(records, second), at(second)).unwrap()
}

fn decide(charge: &Charge, adopt: Option<Payment>, dismissed: Vec<ImpUid>) -> Result<Charge, NotObserved> {
    let decision = Decision { adopt: adopt.map(Box::new), dismissed };
    charge.observe(charge.epoch(), Evidence::Decided(decision), at(99))
}

#[test]
fn an_end_without_a_payment_is_swept_five_times() {
    let mut charge = not_sent();
    let mut times = Vec::new();
    while let Some(due) = charge.next_sweep() {
        times.push(due.as_second() / HOUR);
        let early = see(&charge, vec![], due.as_second() - 1);
        assert_eq!(early, charge, "a look before its time stands for no sweep");
        charge = see(&charge, vec![], due.as_second());
    }
    assert_eq!(times, [1, 6, 24, 72, 168]);
    assert_eq!(charge.state(), ChargeState::NotSent);
}

#[test]
fn a_look_after_a_long_stop_stands_for_every_sweep_that_was_due() {
    let charge = see(&not_sent(), vec![], 30 * HOUR);
    assert_eq!(charge.next_sweep(), Some(at(72 * HOUR)));
}

#[test]
fn a_sweep_that_finds_a_payment_ends_the_sweeping() {
    let late = see(&not_sent(), vec![paid(1)], HOUR);
    assert_eq!((late.state(), late.next_sweep()), (ChargeState::LatePaid, None));
}

#[test]
fn a_new_send_is_swept_anew_also_when_it_is_paid() {
    let swept = see(&not_sent(), vec![], 200 * HOUR);
    assert_eq!(swept.next_sweep(), None);
    let again = swept.claim(window().deadlines(at(300 * HOUR))).unwrap();
    let paid_then = again.observe(again.epoch(), Evidence::Paid(Box::new(paid(1))), at(300 * HOUR)).unwrap();
    assert_eq!(paid_then.next_sweep(), Some(at(301 * HOUR)), "the first send may have been paid late");
    let once = in_flight(billing_key());
    let once =
        once.observe(once.epoch(), Evidence::Paid(Box::new(record(1, PaymentStatus::Paid, 3_000))), at(1));
    assert_eq!(once.unwrap().next_sweep(), None);
}

fn paid_twice() -> Charge {
    let unknown = in_flight(billing_key());
    let unknown =
        unknown.observe(unknown.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), at(60)).unwrap();
    see(&unknown, vec![paid(1), paid(2)], 100)
}

#[test]
fn a_person_chooses_between_two_payments() {
    let charge = paid_twice();
    assert_eq!(charge.review_reason(), Some(ReviewReason::PaidTwice));
    let decided = decide(&charge, Some(paid(2)), vec![paid(1).imp_uid().clone()]).unwrap();
    assert_eq!((decided.state(), decided.is_decided()), (ChargeState::Succeeded, true));
    assert_eq!(decided.imp_uid(), Some(paid(2).imp_uid()));
    let seen = see(&decided, vec![paid(1), paid(2)], 200);
    assert_eq!(seen.state(), ChargeState::Succeeded, "what was dismissed is not a contradiction any more");
    let third = see(&seen, vec![paid(1), paid(2), paid(3)], 300);
    assert_eq!(third.review_reason(), Some(ReviewReason::PaidTwice), "what was not seen then still is");
}

#[test]
fn a_person_takes_a_payment_of_another_amount() {
    let other = record(1, PaymentStatus::Paid, 2_999);
    let charge = in_flight(billing_key());
    let review = charge.observe(charge.epoch(), Evidence::Paid(Box::new(other.clone())), at(1)).unwrap();
    assert_eq!(review.review_reason(), Some(ReviewReason::Mismatch(Mismatch::Amount)));
    let decided = decide(&review, Some(other.clone()), vec![]).unwrap();
    assert_eq!(decided.state(), ChargeState::Succeeded);
    assert_eq!(see(&decided, vec![other], 200).state(), ChargeState::Succeeded);
}

#[test]
fn only_the_adopted_payment_is_believed_whatever_it_differs_in() {
    let dismissed = paid(1).imp_uid().clone();
    let decided = decide(&paid_twice(), Some(paid(2)), vec![dismissed.clone()]).unwrap();
    assert_eq!(decided.dismissed(), [dismissed]);
    let answer = |charge: &Charge, payment| {
        charge.observe(charge.epoch(), Evidence::Paid(Box::new(payment)), at(200)).unwrap()
    };
    let corrected = answer(&decided, record(2, PaymentStatus::Paid, 2_999));
    assert_eq!(corrected.payment().map(Payment::amount), Some(Money::won(2_999).unwrap()));
    assert_eq!(answer(&decided, paid(3)).review_reason(), Some(ReviewReason::PaidTwice));
    assert_eq!(answer(&decided, paid(1)), decided, "what was dismissed is passed over");
    let undecided = in_flight(billing_key());
    let undecided = answer(&undecided, paid(1));
    let differs = answer(&undecided, record(1, PaymentStatus::Paid, 2_999)).review_reason();
    assert_eq!(differs, Some(ReviewReason::Mismatch(Mismatch::Amount)), "nobody has adopted it");
}

#[test]
fn without_a_payment_the_same_request_may_be_sent_again() {
    let both = vec![paid(1).imp_uid().clone(), paid(2).imp_uid().clone()];
    let decided = decide(&paid_twice(), None, both).unwrap();
    assert_eq!((decided.state(), decided.payment()), (ChargeState::NotCharged, None));
    let seen = see(&decided, vec![paid(1), paid(2)], 200);
    assert_eq!(seen.state(), ChargeState::NotCharged);
    let again = seen.claim(window().deadlines(at(300))).unwrap();
    let succeeded = again.observe(again.epoch(), Evidence::Paid(Box::new(paid(3))), at(301)).unwrap();
    let seen = see(&succeeded, vec![paid(1), paid(2), paid(3)], 400);
    assert_eq!(seen.state(), ChargeState::Succeeded);
}

#[test]
fn nobody_decides_what_is_not_in_doubt() {
    let charge = in_flight(billing_key());
    let refused = decide(&charge, None, vec![]);
    assert_eq!(refused, Err(NotObserved::OutOfPlace { state: ChargeState::InFlight }));
    let stale = Evidence::Decided(Decision { adopt: None, dismissed: vec![] });
    let stale = paid_twice().observe(Epoch::BEFORE_FIRST, stale, at(99));
    assert!(matches!(stale, Err(NotObserved::Stale { .. })), "the decision was about another send");
}
