//! Each case by itself, and any of them together.

use std::collections::BTreeMap;

use keyin_adapter_memory::Call;
use keyin_app::{DifferenceKind, Mending, NotRepaired, Repair};
use keyin_domain::ChargeState;
use proptest::prelude::*;

use super::books::{Books, DAY, Run};
use super::cases::{Case, Expected};
use crate::stage::uid;

type Planted = BTreeMap<String, Expected>;

/// Every planted difference is told, as what it is, and no other.
fn assert_finds(planted: &Planted, run: &Run, repair: impl Fn(Repair) -> Repair) {
    let told: BTreeMap<&str, (DifferenceKind, Repair)> =
        run.differences.iter().map(|found| (&*found.merchant_uid, (found.kind, found.repair))).collect();
    assert_eq!(told.len(), run.differences.len(), "a merchant_uid is told once");
    let expected: BTreeMap<&str, (DifferenceKind, Repair)> = planted
        .iter()
        .filter_map(|(name, expected)| match expected {
            Expected::Differs(kind, mended) => Some((&**name, (*kind, repair(*mended)))),
            Expected::Nothing | Expected::Unsettled | Expected::InReview => None,
        })
        .collect();
    assert_eq!(told, expected);
    let count = |wanted: Expected| planted.values().filter(|expected| **expected == wanted).count() as u64;
    assert_eq!(run.summary.unsettled, count(Expected::Unsettled), "unsettled");
    assert_eq!(run.summary.in_review, count(Expected::InReview), "in review");
    for kind in DifferenceKind::ALL {
        let of_kind = expected.values().filter(|(expected, _)| *expected == kind).count() as u64;
        assert_eq!(run.summary.count(kind), of_kind, "{kind:?}");
    }
    let repaired = |wanted| run.differences.iter().filter(|found| found.repair == wanted).count() as u64;
    assert_eq!(run.summary.repaired, repaired(Repair::Done));
    assert_eq!(run.summary.put_to_review, repaired(Repair::PutToReview));
    assert_eq!(run.summary.open(), run.differences.iter().filter(|found| found.is_open()).count() as u64);
}

/// What is left after a repair.
fn left(planted: &Planted) -> Planted {
    let after = |expected: &Expected| match expected {
        Expected::Differs(_, Repair::Done) => Expected::Nothing,
        Expected::Differs(_, Repair::PutToReview) => Expected::InReview,
        other => *other,
    };
    planted.iter().map(|(name, expected)| (name.clone(), after(expected))).collect()
}

async fn told_repaired_and_told_again(cases: &[(Case, Expected, i64)], most_records: usize) -> Books {
    let books = Books::open();
    books.stage.gateway.set_most_records(most_records);
    let mut planted = Planted::new();
    for (place, (case, expected, second)) in cases.iter().enumerate() {
        let name = format!("order-{place}");
        case.plant(&books, &name, *second).await;
        planted.insert(name, *expected);
    }
    let before = books.stage.journal.events(0, u32::MAX).await.unwrap();
    let ledger = books.stage.gateway.ledger();
    assert_finds(&planted, &books.run(Mending::Nothing).await, |_| Repair::NotAsked);
    assert_eq!(books.stage.journal.events(0, u32::MAX).await.unwrap(), before, "nothing is written");

    assert_finds(&planted, &books.run(Mending::Safe).await, |mended| mended);
    assert_eq!(books.stage.gateway.ledger(), ledger, "no money moves");
    let events = books.stage.journal.events(0, u32::MAX).await.unwrap();
    let learnt = &events[before.len()..];
    assert!(learnt.iter().all(|event| event.what == "looked_up"), "through one door: {learnt:?}");

    let left = left(&planted);
    assert_finds(&left, &books.run(Mending::Nothing).await, |_| Repair::NotAsked);
    assert_finds(&left, &books.run(Mending::Safe).await, |mended| mended);
    books
}

#[tokio::test]
async fn each_case_is_told_as_what_it_is() {
    for (case, expected) in Case::ALL {
        told_repaired_and_told_again(&[(case, expected, 40_000)], 1_000).await;
    }
}

#[tokio::test]
async fn all_cases_together_do_not_disturb_each_other() {
    let all: Vec<_> = Case::ALL.iter().map(|(case, expected)| (*case, *expected, 40_000)).collect();
    told_repaired_and_told_again(&all, 1_000).await;
}

#[tokio::test]
async fn a_repair_leaves_the_charge_where_any_look_up_would() {
    let books = Books::open();
    for (case, state) in [
        (Case::DeclinedHereAndPaidThere, ChargeState::LatePaid),
        (Case::IntendedHereAndPaidThere, ChargeState::LatePaid),
        (Case::UnknownHereAndPaidThere, ChargeState::Succeeded),
        (Case::InFlightSinceLongAgoAndPaidThere, ChargeState::Succeeded),
        (Case::TwiceInThePeriod, ChargeState::Review),
        (Case::PaidOverAnotherSum, ChargeState::Review),
        (Case::CancelledElsewhereInPart, ChargeState::Succeeded),
        (Case::NotThere, ChargeState::Succeeded),
    ] {
        let name = format!("{case:?}");
        case.plant(&books, &name, 7).await;
        books.run(Mending::Safe).await;
        assert_eq!(books.stage.row(&name).await.state(), state, "{case:?}");
    }
    Case::NoChargeHere.plant(&books, "nobody", 7).await;
    let run = books.run(Mending::Safe).await;
    let nobody = run.differences.iter().find(|found| found.merchant_uid == "nobody").unwrap();
    assert_eq!(nobody.repair, Repair::NotDone(NotRepaired::NoCharge));
    assert_eq!(books.stage.journal.find(&uid("nobody")).await.unwrap(), None, "no charge is invented");
}

fn any_case() -> impl Strategy<Value = (Case, Expected, i64)> {
    // Few different seconds, so that many things happen in the same one.
    let second = prop_oneof![Just(0), Just(DAY - 1), 0..20_i64, 0..DAY];
    (0..Case::ALL.len() * 2, second).prop_map(|(place, second)| {
        let (case, expected) = Case::ALL.get(place).copied().unwrap_or((Case::Same, Expected::Nothing));
        (case, expected, second)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_planted_is_found_and_nothing_else(
        cases in proptest::collection::vec(any_case(), 0..60),
        most_records in 1_usize..40,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(told_repaired_and_told_again(&cases, most_records));
    }

    #[test]
    fn where_nothing_is_planted_nothing_is_found(
        cases in proptest::collection::vec(any_case(), 0..60),
        most_records in 1_usize..40,
    ) {
        let quiet: Vec<_> =
            cases.into_iter().filter(|(_, expected, _)| *expected == Expected::Nothing).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let books = runtime.block_on(told_repaired_and_told_again(&quiet, most_records));
        let look_ups = [Call::LookUp, Call::Find].map(|call| books.stage.gateway.calls(call));
        prop_assert_eq!(look_ups, [0, 0], "no payment is looked up by itself without a suspicion");
    }
}
