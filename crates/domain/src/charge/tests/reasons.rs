//! What programs and people read of why a charge stands where it stands.

use std::collections::HashSet;

use super::*;
use crate::decline::{Decline, DeclineReason};
use crate::{
    ChargeState, Decision, Language, Mismatch, NotSentCause, Refusal, RefusalKind, ReviewReason, UnknownCause,
};

/// Each code, and the words in both languages.
type Words = (&'static str, [String; 2]);

const BOTH: [Language; 2] = Language::ALL;

fn not_sent() -> Vec<Words> {
    use NotSentCause::*;
    let all = [Unreachable, Tls, RequestNotBuilt, PermitExpired, PermitForeign, NoToken, CredentialsRefused];
    all.map(|cause| (cause.code(), BOTH.map(|language| cause.describe(language).to_owned()))).to_vec()
}

fn unknown() -> Vec<Words> {
    use UnknownCause::*;
    let all = [
        TimedOut,
        ConnectionLost,
        Unreadable,
        HttpStatus(503),
        Duplicate,
        PgFault,
        Pending,
        Interrupted,
        Unscheduled,
    ];
    all.map(|cause| (cause.code(), BOTH.map(|language| cause.describe(language)))).to_vec()
}

fn refused() -> Vec<Words> {
    use RefusalKind::*;
    let all = [Unauthorized, Forbidden, InvalidRequest, UnknownCustomer, NoChannel, Unsupported];
    all.map(|kind| Refusal::new(kind, ""))
        .map(|refusal| (refusal.code(), BOTH.map(|language| refusal.describe(language).to_owned())))
        .to_vec()
}

fn review() -> Vec<Words> {
    let differs = ReviewReason::Mismatch;
    let all = [
        differs(Mismatch::MerchantUid),
        differs(Mismatch::Amount),
        differs(Mismatch::Currency),
        differs(Mismatch::CustomerUid),
        ReviewReason::PaidTwice,
        ReviewReason::StillScheduled,
    ];
    all.map(|reason| (reason.code(), BOTH.map(|language| reason.describe(language).to_owned()))).to_vec()
}

#[test]
fn codes_are_stable() {
    let codes = |words: Vec<Words>| words.into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(
        codes(not_sent()),
        [
            "gateway.unreachable",
            "gateway.tls",
            "gateway.request_not_built",
            "gateway.permit_expired",
            "gateway.permit_foreign",
            "gateway.no_token",
            "gateway.credentials_refused",
        ]
    );
    assert_eq!(
        codes(unknown()),
        [
            "unknown.timed_out",
            "unknown.connection_lost",
            "unknown.unreadable",
            "unknown.http_status",
            "unknown.duplicate",
            "unknown.pg_fault",
            "unknown.pending",
            "unknown.interrupted",
            "unknown.unscheduled",
        ]
    );
    assert_eq!(
        codes(refused()),
        [
            "refused.unauthorized",
            "refused.forbidden",
            "refused.invalid_request",
            "refused.unknown_customer",
            "refused.no_channel",
            "refused.unsupported",
        ]
    );
    assert_eq!(
        codes(review()),
        [
            "review.merchant_uid_differs",
            "review.amount_differs",
            "review.currency_differs",
            "review.customer_uid_differs",
            "review.paid_twice",
            "review.still_scheduled",
        ]
    );
}

#[test]
fn people_are_told_each_reason_apart_in_their_own_language() {
    let is_hangul = |c: char| ('가'..='힣').contains(&c);
    for reasons in [not_sent(), unknown(), refused(), review()] {
        for (code, [korean, english]) in &reasons {
            assert!(korean.chars().any(is_hangul), "{code}: {korean}");
            assert!(english.contains(' ') && english.is_ascii(), "{code}: {english}");
        }
        let said: HashSet<&String> = reasons.iter().flat_map(|(_, words)| words).collect();
        assert_eq!(said.len(), 2 * reasons.len(), "two reasons sound the same");
    }
    assert!(UnknownCause::HttpStatus(503).describe(Language::Korean).contains("503"));
    assert!(UnknownCause::HttpStatus(503).describe(Language::English).contains("503"));
}

#[test]
fn the_history_calls_each_evidence_by_a_word_of_its_own() {
    let told = |status| Some(Box::new(schedule(status, DUE, 3_000, None)));
    let asked = |schedule| Evidence::SchedulerAsked { schedule, attempts: Attempts::none(), asked_at: at(0) };
    let decline = Decline::new(DeclineReason::LimitExceeded, None, "");
    let words = [
        Evidence::Paid(Box::new(paid(1))),
        Evidence::Declined { decline, record: None },
        Evidence::Refused(Refusal::new(RefusalKind::Forbidden, "")),
        Evidence::NotSent(NotSentCause::Tls),
        Evidence::Mismatched(Mismatch::Amount),
        Evidence::NoAnswer(UnknownCause::TimedOut),
        looked_up(vec![], 0),
        Evidence::Scheduled(Box::new(schedule(ScheduleStatus::Scheduled, DUE, 3_000, None))),
        asked(told(ScheduleStatus::Scheduled)),
        asked(told(ScheduleStatus::Executed)),
        asked(told(ScheduleStatus::Revoked)),
        asked(None),
        Evidence::LeaseOver,
        Evidence::CardLost,
        Evidence::Decided(Decision { adopt: None, dismissed: vec![] }),
    ]
    .map(|evidence| evidence.as_str());
    assert_eq!(
        words,
        [
            "paid",
            "declined",
            "refused",
            "not_sent",
            "mismatched",
            "no_answer",
            "looked_up",
            "scheduled",
            "found_scheduled",
            "found_executed",
            "found_revoked",
            "found_no_schedule",
            "lease_over",
            "card_lost",
            "decided",
        ]
    );
}

#[test]
fn the_words_of_states_are_stable() {
    let words = ChargeState::ALL.map(ChargeState::as_str);
    let expected = [
        "intent",
        "in_flight",
        "scheduled",
        "succeeded",
        "declined",
        "refused",
        "not_sent",
        "unknown",
        "not_charged",
        "needs_card",
        "abandoned",
        "review",
        "late_paid",
    ];
    assert_eq!(words, expected);
    assert_eq!(ChargeState::ALL.map(|state| state.to_string()), expected);
}

#[test]
fn nothing_is_sent_again_where_money_may_have_moved() {
    let of = |is: fn(ChargeState) -> bool| -> Vec<&str> {
        ChargeState::ALL.into_iter().filter(|&state| is(state)).map(ChargeState::as_str).collect()
    };
    let sendable = ["intent", "refused", "not_sent", "not_charged", "needs_card", "abandoned"];
    assert_eq!(of(ChargeState::may_claim), sendable);
    assert_eq!(of(ChargeState::is_unsettled), ["intent", "in_flight", "unknown"]);
}
