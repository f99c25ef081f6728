//! Reads that lag: what is known of a payment does not go back.

use super::*;
use crate::{ChargeState, Decision, Mismatch, ReviewReason, UnknownCause};

fn see(charge: &Charge, evidence: Evidence, second: i64) -> Charge {
    charge.observe(charge.epoch(), evidence, at(second)).unwrap()
}

fn told(payment: Payment) -> Evidence {
    Evidence::Paid(Box::new(payment))
}

fn given_back(charge: &Charge) -> u64 {
    charge.payment().unwrap().cancelled().minor()
}

/// Paid, and a cancel of 700 was answered.
fn partly_cancelled() -> Charge {
    let charge = see(&in_flight(billing_key()), told(paid(1)), 1);
    see(&charge, told(cancelled(1, 700)), 100)
}

#[test]
fn a_look_up_that_lags_takes_back_no_cancel() {
    let charge = partly_cancelled();
    assert_eq!(given_back(&charge), 700);
    for late in [looked_up(vec![paid(1)], 101), told(paid(1)), looked_up(vec![cancelled(1, 699)], 101)] {
        assert_eq!(see(&charge, late, 101), charge);
    }
    let more = see(&charge, looked_up(vec![cancelled(1, 701)], 102), 102);
    assert_eq!((given_back(&more), more.state()), (701, ChargeState::Succeeded));
}

#[test]
fn when_no_read_can_lag_any_more_the_gateways_word_counts() {
    let end = 100 + window().total().as_secs() as i64;
    let charge = partly_cancelled();
    assert_eq!(see(&charge, looked_up(vec![paid(1)], end - 1), end), charge, "it was begun in the window");
    for word in [looked_up(vec![paid(1)], end), told(paid(1))] {
        let seen = see(&charge, word, end);
        assert_eq!((given_back(&seen), seen.state()), (0, ChargeState::Succeeded));
    }
}

/// A journal that lost the acknowledgement takes the same evidence in once more.
#[test]
fn one_answer_taken_in_twice_does_not_agree_with_itself() {
    let end = window().total().as_secs() as i64;
    let lost = see(&in_flight(billing_key()), Evidence::NoAnswer(UnknownCause::TimedOut), 1);
    for records in [vec![], vec![record(1, PaymentStatus::Failed, 3_000)]] {
        let once = see(&lost, looked_up(records.clone(), end + 1), end + 1);
        let twice = see(&once, looked_up(records.clone(), end + 1), end + 2);
        assert_eq!((once.state(), twice.state()), (ChargeState::Unknown, ChargeState::Unknown));
        let agreed = see(&twice, looked_up(records, end + 2), end + 2);
        assert!(
            matches!(agreed.state(), ChargeState::NotCharged | ChargeState::Declined),
            "{:?}",
            agreed.state()
        );
    }
}

#[test]
fn the_newest_word_on_the_same_sum_counts() {
    let details = cancelled(1, 700).details().clone();
    let receipt = || Some("https://receipt.example".to_owned());
    let newer = Payment::new(PaymentDetails { receipt_url: receipt(), ..details }).unwrap();
    let charge = see(&partly_cancelled(), looked_up(vec![newer], 101), 101);
    assert_eq!(charge.payment().unwrap().details().receipt_url, receipt());
}

#[test]
fn what_is_paid_is_not_undone_by_how_it_stood_before() {
    let before =
        [vec![], vec![record(1, PaymentStatus::Ready, 3_000)], vec![record(1, PaymentStatus::Failed, 3_000)]];
    let end = window().total().as_secs() as i64;
    for records in before {
        let charge = partly_cancelled();
        let seen =
            see(&see(&charge, looked_up(records.clone(), end), end), looked_up(records.clone(), end), end);
        assert_eq!((seen.state(), seen.payment()), (charge.state(), charge.payment()));
        let alone =
            records.into_iter().map(told).fold(charge.clone(), |charge, word| see(&charge, word, end));
        assert_eq!((alone.state(), alone.payment()), (charge.state(), charge.payment()));
    }
}

#[test]
fn the_scheduler_undoes_no_payment_either() {
    let ordered = Charge::intended(intent(schedulers()), at(0)).instruct(window().deadlines(at(0))).unwrap();
    let charge = see(&ordered, told(cancelled(1, 700)), DUE);
    let failed = schedule(ScheduleStatus::Executed, DUE, 3_000, Some((PaymentStatus::Failed, 1)));
    let words = [None, Some(failed), Some(schedule(ScheduleStatus::Revoked, DUE, 3_000, None))];
    for (word, records) in words.into_iter().zip([
        vec![],
        vec![record(1, PaymentStatus::Failed, 3_000)],
        vec![record(1, PaymentStatus::Ready, 3_000)],
    ]) {
        let mut seen = charge.clone();
        for second in [DUE + 1, 2 * DUE, 2 * DUE + 1] {
            let evidence = Evidence::SchedulerAsked {
                schedule: word.clone().map(Box::new),
                attempts: Attempts::new(records.clone()),
                asked_at: at(second),
            };
            seen = see(&seen, evidence, second);
        }
        assert_eq!((seen.state(), seen.payment()), (ChargeState::Succeeded, charge.payment()));
    }
}

fn decided(charge: &Charge, adopt: Payment, second: i64) -> Charge {
    let decision = Decision { adopt: Some(Box::new(adopt)), dismissed: vec![] };
    see(charge, Evidence::Decided(decision), second)
}

/// A person has taken a payment of another amount for the charge's.
fn adopted(payment: Payment) -> Charge {
    let review = see(&in_flight(billing_key()), told(payment.clone()), 1);
    assert_eq!(review.review_reason(), Some(ReviewReason::Mismatch(Mismatch::Amount)));
    decided(&review, payment, 2)
}

#[test]
fn what_a_person_adopted_does_not_go_back_either() {
    let of_2_999 = |status, cancelled| {
        let details = record(1, status, 2_999).details().clone();
        Payment::new(PaymentDetails { cancelled: Money::won(cancelled).unwrap(), ..details }).unwrap()
    };
    let charge = adopted(of_2_999(PaymentStatus::Paid, 0));
    let charge = see(&charge, looked_up(vec![of_2_999(PaymentStatus::Paid, 700)], 3), 3);
    assert_eq!(given_back(&charge), 700);
    let late = [(PaymentStatus::Paid, 0), (PaymentStatus::Ready, 0), (PaymentStatus::Failed, 0)];
    for payment in late.map(|(status, cancelled)| of_2_999(status, cancelled)) {
        for evidence in [told(payment.clone()), looked_up(vec![payment], 4)] {
            let seen = see(&charge, evidence, 4);
            assert_eq!((seen.state(), seen.payment()), (charge.state(), charge.payment()));
        }
    }
}

#[test]
fn a_decision_over_a_late_look_keeps_what_was_given_back() {
    let end = see(&in_flight(billing_key()), Evidence::NotSent(crate::NotSentCause::Unreachable), 1);
    let late = see(&end, looked_up(vec![cancelled(1, 700)], 2), 2);
    assert_eq!(late.state(), ChargeState::LatePaid);
    let charge = decided(&late, paid(1), 3);
    assert_eq!((charge.state(), given_back(&charge)), (ChargeState::Succeeded, 700));
}

#[test]
fn a_person_may_choose_a_payment_of_which_less_was_given_back() {
    let both = see(&partly_cancelled(), looked_up(vec![cancelled(1, 700), paid(2)], 101), 101);
    assert_eq!(both.review_reason(), Some(ReviewReason::PaidTwice));
    assert_eq!(decided(&both, paid(2), 102).imp_uid(), Some(paid(2).imp_uid()));
}
