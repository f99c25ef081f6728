//! Random lives: whatever happens in whatever order, nothing forbidden is reached.

use proptest::prelude::*;

use super::*;
use crate::decline::{Decline, DeclineReason};
use crate::{ChargeState, Decision, Epoch, Executor, NotSentCause, Refusal, RefusalKind, UnknownCause};

#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Claim,
    Observe { epochs_ago: u32, what: What },
}

#[derive(Clone, Debug)]
enum What {
    Paid(u32, u64),
    Cancelled(u32, u64),
    Declined(bool, Option<u32>),
    Refused,
    NotSent,
    NoAnswer,
    LookedUp(Vec<(u32, PaymentStatus)>),
    Scheduled(i64, u64),
    SchedulerAsked(Option<Told>, Vec<(u32, PaymentStatus)>),
    LeaseOver,
    CardLost,
    Decided(Option<u32>),
}

/// What the scheduler tells: its word, its time, and what became of the run.
type Told = (ScheduleStatus, i64, Option<(PaymentStatus, u32)>);

fn told() -> impl Strategy<Value = Told> {
    let status = prop_oneof![
        1 => Just(ScheduleStatus::Scheduled),
        2 => Just(ScheduleStatus::Executed),
        1 => Just(ScheduleStatus::Revoked),
    ];
    let run = prop_oneof![4 => Just(PaymentStatus::Failed), 1 => Just(PaymentStatus::Paid)];
    (status, 1i64..60_000, proptest::option::of((run, 1u32..4)))
}

fn what() -> impl Strategy<Value = What> {
    let status = prop_oneof![
        3 => Just(PaymentStatus::Failed),
        1 => Just(PaymentStatus::Paid),
        1 => Just(PaymentStatus::Ready),
    ];
    prop_oneof![
        2 => (1u32..4, prop_oneof![9 => Just(3_000u64), 1 => Just(2_000)]).prop_map(|(n, won)| What::Paid(n, won)),
        2 => (1u32..4, 0u64..=3_000).prop_map(|(n, won)| What::Cancelled(n, won)),
        2 => (any::<bool>(), proptest::option::of(1u32..4)).prop_map(|(soft, record)| What::Declined(soft, record)),
        1 => Just(What::Refused),
        1 => Just(What::NotSent),
        4 => Just(What::NoAnswer),
        8 => proptest::collection::vec((1u32..4, status.clone()), 0..3).prop_map(What::LookedUp),
        3 => (1i64..60_000, prop_oneof![9 => Just(3_000u64), 1 => Just(2_000)]).prop_map(|(due, won)| What::Scheduled(due, won)),
        8 => (proptest::option::of(told()), proptest::collection::vec((1u32..4, status), 0..3))
            .prop_map(|(told, records)| What::SchedulerAsked(told, records)),
        2 => Just(What::LeaseOver),
        1 => Just(What::CardLost),
        1 => proptest::option::of(1u32..4).prop_map(What::Decided),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0i64..2_000).prop_map(Step::Wait),
        3 => Just(Step::Claim),
        8 => (0u32..2, what()).prop_map(|(epochs_ago, what)| Step::Observe { epochs_ago, what }),
    ]
}

fn evidence(what: What, now: i64) -> Evidence {
    let imp = |n: u32| ImpUid::parse(&format!("imps_{n:012}")).unwrap();
    match what {
        What::Paid(number, won) => Evidence::Paid(Box::new(record(number, PaymentStatus::Paid, won))),
        What::Cancelled(number, won) => Evidence::Paid(Box::new(cancelled(number, won))),
        What::Declined(soft, record) => {
            let reason = if soft { DeclineReason::LimitExceeded } else { DeclineReason::LostOrStolen };
            Evidence::Declined { decline: Decline::new(reason, None, ""), record: record.map(imp) }
        }
        What::Refused => Evidence::Refused(Refusal::new(RefusalKind::InvalidRequest, "")),
        What::NotSent => Evidence::NotSent(NotSentCause::Unreachable),
        What::NoAnswer => Evidence::NoAnswer(UnknownCause::TimedOut),
        What::LookedUp(records) => {
            looked_up(records.into_iter().map(|(n, status)| record(n, status, 3_000)).collect(), now)
        }
        What::Scheduled(due, won) => {
            Evidence::Scheduled(Box::new(schedule(ScheduleStatus::Scheduled, due, won, None)))
        }
        What::SchedulerAsked(told, records) => Evidence::SchedulerAsked {
            schedule: told.map(|(status, due, run)| Box::new(schedule(status, due, 3_000, run))),
            attempts: Attempts::new(
                records.into_iter().map(|(n, status)| record(n, status, 3_000)).collect(),
            ),
            asked_at: at(now),
        },
        What::LeaseOver => Evidence::LeaseOver,
        What::CardLost => Evidence::CardLost,
        What::Decided(adopted) => Evidence::Decided(Decision {
            adopt: adopted.map(|number| Box::new(paid(number))),
            dismissed: (1..4).filter(|&number| Some(number) != adopted).map(imp).collect(),
        }),
    }
}

/// The transitions of the life cycle, evidence by evidence; a claim is checked apart.
fn is_allowed(from: ChargeState, to: ChargeState, by_a_person: bool, executor: Executor) -> bool {
    use ChargeState::*;
    if executor == Executor::Scheduler && is_allowed_to_the_scheduler(from, to) {
        return true;
    }
    if by_a_person {
        return matches!(from, Review | LatePaid) && matches!(to, Succeeded | NotCharged | NeedsCard);
    }
    match from {
        Intent => matches!(to, Abandoned | LatePaid | Review),
        InFlight => matches!(to, Succeeded | Declined | Refused | NotSent | Unknown | Review),
        Unknown => matches!(to, Succeeded | Declined | Refused | NotSent | NotCharged | NeedsCard | Review),
        Declined | Refused | NotSent | NotCharged | NeedsCard | Abandoned => matches!(to, LatePaid | Review),
        Succeeded | LatePaid => to == Review,
        Review | Scheduled => false,
    }
}

/// What the gateway's scheduler makes may be held by it, whatever was thought of it before.
fn is_allowed_to_the_scheduler(from: ChargeState, to: ChargeState) -> bool {
    use ChargeState::*;
    match from {
        Scheduled => matches!(to, Succeeded | Declined | Refused | Unknown | NotCharged | Review),
        Intent | InFlight | Unknown | Declined | Refused | NotSent | NotCharged => to == Scheduled,
        NeedsCard | Abandoned | Succeeded | LatePaid | Review => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_life_reaches_what_is_forbidden(which in 0usize..3, steps in proptest::collection::vec(step(), 1..60)) {
        let method = [ChargeMethod::Card, billing_key(), schedulers()][which].clone();
        let executor = method.executor();
        let mut charge = Charge::intended(intent(method), at(0));
        let mut now = 0;
        for step in steps {
            let before = charge.clone();
            match step {
                Step::Wait(seconds) => now += seconds,
                Step::Claim => {
                    let deadlines = window().deadlines(at(now));
                    let (claimed, instructed) = (before.claim(deadlines), before.instruct(deadlines));
                    let is_ours = executor == Executor::Keyin;
                    prop_assert_eq!(claimed.is_ok(), is_ours && before.may_be_sent());
                    prop_assert_eq!(instructed.is_ok(), !is_ours && before.may_be_sent());
                    if is_ours || before.state() != ChargeState::Declined {
                        prop_assert_eq!(before.may_be_sent(), before.state().may_claim());
                    }
                    if let Ok(claimed) = claimed.or(instructed) {
                        prop_assert_eq!(claimed.epoch(), before.epoch().next());
                        prop_assert_eq!(claimed.state(), ChargeState::InFlight);
                        charge = claimed;
                    }
                }
                Step::Observe { epochs_ago, what } => {
                    let epoch = Epoch::new(before.epoch().get().saturating_sub(epochs_ago));
                    let is_absence = matches!(&what, What::LookedUp(records) if records.iter().all(|r| r.1 == PaymentStatus::Failed));
                    let by_a_person = matches!(&what, What::Decided(_));
                    let names_payment = matches!(&what, What::Paid(..) | What::Cancelled(..) | What::LookedUp(_) | What::SchedulerAsked(..));
                    let is_records_alone = matches!(&what, What::LookedUp(_));
                    let Ok(next) = before.observe(epoch, evidence(what, now), at(now)) else { continue };
                    prop_assert_eq!(next.epoch(), before.epoch(), "only a claim moves the epoch");
                    if let (Some(known), Some(told)) = (before.payment(), next.payment()) {
                        prop_assert!(told.was_captured(), "what was captured is not any more");
                        let may_lag = at(now) < before.changed_at() + SignedDuration::try_from(window().total()).unwrap();
                        prop_assert!(!(may_lag && told.is_behind(known)), "a payment went back");
                    }
                    prop_assert!(by_a_person || before.payment().is_none() || next.payment().is_some(), "a payment got lost");
                    if next.state() != before.state() {
                        prop_assert!(is_allowed(before.state(), next.state(), by_a_person, executor), "{} -> {}", before.state(), next.state());
                        prop_assert!(epoch == before.epoch() || names_payment, "stale evidence moved the charge");
                    }
                    if is_absence && executor == Executor::Scheduler {
                        prop_assert_eq!(next.state(), before.state(), "records alone told of no payment");
                    }
                    if is_records_alone && next.state() != before.state() {
                        prop_assert!(next.state() != ChargeState::Scheduled);
                    }
                    if is_absence && next.state() != before.state() {
                        let end = before.deadlines().map(|deadlines| deadlines.settle_after);
                        prop_assert!(end.is_some_and(|end| at(now) >= end), "an absence was believed too early");
                    }
                    charge = next;
                }
            }
            if charge.payment().is_some() {
                let state = charge.state();
                prop_assert!(matches!(state, ChargeState::Succeeded | ChargeState::LatePaid | ChargeState::Review));
            }
            if let Some(next) = charge.next_look_up(at(now)) {
                prop_assert!(next >= at(now));
            }
        }
    }

    #[test]
    fn the_words_of_states_round_trip(word in "[a-z_]{1,12}") {
        if let Some(state) = ChargeState::from_word(&word) {
            prop_assert_eq!(state.as_str(), word);
        }
        for state in ChargeState::ALL {
            prop_assert_eq!(ChargeState::from_word(state.as_str()), Some(state));
        }
    }
}
