//! What a charge tells of itself.

use super::*;
use crate::decline::{Decline, DeclineReason};
use crate::{
    ChargeState, Epoch, Mismatch, NotClaimable, NotObserved, NotSentCause, Refusal, RefusalKind,
    ReviewReason, UnknownCause,
};

fn after(evidence: Evidence) -> Charge {
    let charge = in_flight(billing_key());
    charge.observe(charge.epoch(), evidence, at(7)).unwrap()
}

fn imp(number: u32) -> ImpUid {
    paid(number).imp_uid().clone()
}

#[test]
fn a_new_charge_tells_of_nothing_but_what_is_asked_for() {
    let charge = Charge::intended(intent(billing_key()), at(3));
    assert_eq!(charge.intent(), &intent(billing_key()));
    assert_eq!((charge.state(), charge.epoch()), (ChargeState::Intent, Epoch::BEFORE_FIRST));
    assert_eq!((charge.created_at(), charge.changed_at()), (at(3), at(3)));
    assert_eq!((charge.deadlines(), charge.due(), charge.next_sweep()), (None, None, None));
    assert_eq!((charge.payment(), charge.imp_uid(), charge.gateway_status()), (None, None, None));
    assert_eq!((charge.decline(), charge.refusal(), charge.not_sent_cause()), (None, None, None));
    assert_eq!((charge.unknown_cause(), charge.review_reason()), (None, None));
    assert!(charge.used_records().is_empty() && charge.dismissed().is_empty() && !charge.is_decided());
}

#[test]
fn a_claim_begins_a_send_with_its_own_deadlines() {
    let deadlines = window().deadlines(at(20));
    let charge = Charge::intended(intent(billing_key()), at(3)).claim(deadlines).unwrap();
    assert_eq!((charge.state(), charge.epoch().get()), (ChargeState::InFlight, 1));
    assert_eq!(charge.deadlines(), Some(deadlines));
    assert_eq!((charge.created_at(), charge.changed_at()), (at(3), at(20)));
    assert_eq!(Charge::begun(intent(billing_key()), window().deadlines(at(0))), in_flight(billing_key()));
}

#[test]
fn a_new_claim_leaves_nothing_of_the_last_outcome() {
    let lost = after(Evidence::NoAnswer(UnknownCause::TimedOut));
    let end = window().total().as_secs() as i64;
    let see = |charge: &Charge, second| {
        charge.observe(charge.epoch(), looked_up(vec![], second), at(second)).unwrap()
    };
    let not_charged = see(&see(&lost, end), end + 1);
    let swept = see(&not_charged, 2 * 3_600);
    let deadlines = window().deadlines(at(3 * 3_600));
    let again = swept.claim(deadlines).unwrap();
    let first = Charge::intended(intent(billing_key()), at(0)).claim(deadlines).unwrap();
    let sent_once_more = Charge { epoch: first.epoch.next(), ..first };
    assert_eq!(again, sent_once_more);
}

#[test]
fn a_new_claim_forgets_why_the_last_one_was_not_sent() {
    let not_sent = after(Evidence::NotSent(NotSentCause::Tls));
    let again = not_sent.claim(window().deadlines(at(20))).unwrap();
    assert_eq!((again.not_sent_cause(), again.changed_at()), (None, at(20)));
}

#[test]
fn each_end_tells_its_own_reason_and_no_other() {
    let refusal = Refusal::new(RefusalKind::Forbidden, "no");
    let decline = Decline::new(DeclineReason::LimitExceeded, None, "한도초과");
    let declined = after(Evidence::Declined { decline: decline.clone(), record: None });
    let refused = after(Evidence::Refused(refusal.clone()));
    let not_sent = after(Evidence::NotSent(NotSentCause::Tls));
    let unknown = after(Evidence::NoAnswer(UnknownCause::HttpStatus(502)));
    let review = after(Evidence::Mismatched(Mismatch::Amount));
    let told = |charge: &Charge| {
        let reasons = (charge.decline().cloned(), charge.refusal().cloned(), charge.not_sent_cause());
        (charge.state(), reasons, charge.unknown_cause(), charge.review_reason())
    };
    assert_eq!(told(&declined), (ChargeState::Declined, (Some(decline), None, None), None, None));
    assert_eq!(told(&refused), (ChargeState::Refused, (None, Some(refusal), None), None, None));
    let cause = Some(NotSentCause::Tls);
    assert_eq!(told(&not_sent), (ChargeState::NotSent, (None, None, cause), None, None));
    let cause = Some(UnknownCause::HttpStatus(502));
    assert_eq!(told(&unknown), (ChargeState::Unknown, (None, None, None), cause, None));
    let reason = Some(ReviewReason::Mismatch(Mismatch::Amount));
    assert_eq!(told(&review), (ChargeState::Review, (None, None, None), None, reason));
    for charge in [declined, refused, not_sent, unknown, review] {
        assert_eq!((charge.created_at(), charge.changed_at()), (at(0), at(7)));
    }
}

#[test]
fn what_changes_nothing_leaves_the_time_of_the_last_change() {
    let lost = after(Evidence::NoAnswer(UnknownCause::TimedOut));
    let again = lost.observe(lost.epoch(), Evidence::NoAnswer(UnknownCause::Unreadable), at(8)).unwrap();
    assert_eq!(again, lost, "the first sight of the loss counts");
}

#[test]
fn the_gateways_word_and_number_are_those_of_what_decides() {
    let told = |charge: &Charge| (charge.gateway_status(), charge.imp_uid().cloned());
    let succeeded = after(Evidence::Paid(Box::new(paid(1))));
    assert_eq!(told(&succeeded), (Some(PaymentStatus::Paid), Some(imp(1))));
    assert_eq!(succeeded.payment(), Some(&paid(1)));
    let decline = || Decline::new(DeclineReason::LimitExceeded, None, "");
    let recorded = after(Evidence::Declined { decline: decline(), record: Some(imp(2)) });
    assert_eq!(told(&recorded), (Some(PaymentStatus::Failed), Some(imp(2))));
    assert_eq!(recorded.used_records(), [imp(2)]);
    let in_words = after(Evidence::Declined { decline: decline(), record: None });
    assert_eq!(told(&in_words), (None, None));
    assert!(in_words.used_records().is_empty());
    let begun = after(Evidence::Paid(Box::new(record(3, PaymentStatus::Ready, 3_000))));
    assert_eq!(begun.unknown_cause(), Some(UnknownCause::Pending));
    assert_eq!(told(&begun), (Some(PaymentStatus::Ready), None));
    assert_eq!(told(&after(Evidence::NoAnswer(UnknownCause::TimedOut))), (None, None));
}

#[test]
fn a_decline_told_in_words_takes_the_record_that_is_found_later() {
    let decline = Decline::new(DeclineReason::LimitExceeded, None, "");
    let declined = after(Evidence::Declined { decline, record: None });
    let failed = |number| looked_up(vec![record(number, PaymentStatus::Failed, 3_000)], 50);
    let found = declined.observe(declined.epoch(), failed(4), at(50)).unwrap();
    assert_eq!((found.state(), found.imp_uid()), (ChargeState::Declined, Some(&imp(4))));
    assert_eq!(found.used_records(), [imp(4)], "it settles no later send");
    let other = found.observe(found.epoch(), failed(5), at(60)).unwrap();
    assert_eq!(other.imp_uid(), Some(&imp(4)), "the first one found is the decline's");
    assert_eq!(other.used_records(), [imp(4), imp(5)]);
}

#[test]
fn a_look_up_is_due_only_where_it_can_settle_something() {
    let sent = in_flight(billing_key());
    let lease = at(window().lease().as_secs() as i64);
    assert_eq!(sent.next_look_up(at(1)), Some(lease), "its owner may still tell");
    assert_eq!(
        sent.next_look_up(lease + SignedDuration::from_secs(5)),
        Some(lease + SignedDuration::from_secs(5))
    );
    let lost = after(Evidence::NoAnswer(UnknownCause::TimedOut));
    assert_eq!(lost.next_look_up(at(7)), Some(at(8)), "counted from when it became unknown");
    for settled in [after(Evidence::NotSent(NotSentCause::Tls)), after(Evidence::Paid(Box::new(paid(1))))] {
        assert_eq!(settled.next_look_up(at(9)), None);
    }
    assert_eq!(Charge::intended(intent(billing_key()), at(0)).next_look_up(at(9)), None);
}

#[test]
fn a_refusal_to_send_or_to_observe_says_where_the_charge_stands() {
    let sent = in_flight(billing_key());
    let refused = sent.claim(window().deadlines(at(1))).unwrap_err();
    assert_eq!(refused, NotClaimable { state: ChargeState::InFlight });
    assert_eq!(refused.to_string(), "a charge that is in_flight may not be sent");
    let stale = NotObserved::Stale { of: Epoch::new(1), current: Epoch::new(2) };
    assert_eq!(stale.to_string(), "the evidence is about send 1, the charge is at send 2");
    let new = Charge::intended(intent(billing_key()), at(0));
    let early = new.observe(new.epoch(), Evidence::NotSent(NotSentCause::Tls), at(1));
    assert_eq!(early, Err(NotObserved::OutOfPlace { state: ChargeState::Intent }), "nothing was sent yet");
}
