//! What people and programs are told of a difference.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use keyin_app::{
    Consequence, Difference, DifferenceKind, Explain, Mending, NotRepaired, Reconcile, ReconcileEvent,
    ReconcileProblem, ReconcileProgress, ReconcileStage, Repair,
};
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Language, PaymentStatus};
use keyin_ports::{
    ForeignPayment, PaymentRecords, ReadError, RecordWindow, Recorded, Records, UnavailableCause,
};

use super::books::{Books, PRICE, a_cancel, dollars};
use super::cases::{Case, Expected};
use crate::stage::won;

#[tokio::test]
async fn every_difference_says_what_it_is_and_what_to_do_in_both_languages() {
    let books = Books::open();
    for (case, _) in Case::ALL.iter().filter(|(_, expected)| matches!(expected, Expected::Differs(..))) {
        case.plant(&books, &format!("{case:?}"), 40_000).await;
    }
    let mut texts = BTreeSet::new();
    for mending in [Mending::Nothing, Mending::Safe] {
        for found in books.run(mending).await.differences {
            for language in [Language::English, Language::Korean] {
                let said = [
                    found.describe(language),
                    found.next_step(language),
                    found.repair.describe(language).into(),
                ];
                assert!(!said[0].is_empty() && !said[1].is_empty(), "{found:?}");
                assert!(said.iter().all(|text| !text.contains('?')), "{said:?}");
                assert!(said[..2].iter().all(|text| is_in(text, language)), "{said:?}");
                for figure in figures(&found) {
                    assert!(said[0].contains(&figure), "{figure}: {said:?}");
                }
                let asks_elsewhere = found.here.is_none() || found.kind == DifferenceKind::MissingThere;
                if asks_elsewhere {
                    assert!(said[1].contains(found.imp_uids()[0].as_str()), "{said:?}");
                }
                texts.extend(said);
            }
            assert_eq!(found.repair.word().is_some(), mending == Mending::Safe);
        }
    }
    assert!(texts.len() > 30, "{}", texts.len());
}

/// Whether a text is in that language.
fn is_in(text: &str, language: Language) -> bool {
    text.chars().any(|letter| ('가'..='힣').contains(&letter)) == (language == Language::Korean)
}

/// What the description of it has to name.
fn figures(found: &Difference) -> Vec<String> {
    let money = match found.kind {
        DifferenceKind::UnknownHere | DifferenceKind::PaidTwice => [None, found.amount_there()],
        DifferenceKind::AmountDiffers => [found.amount_here(), found.amount_there()],
        DifferenceKind::CancelDiffers => [found.cancelled_here(), found.cancelled_there()],
        DifferenceKind::MissingThere => [found.amount_here(), None],
    };
    money.iter().flatten().map(ToString::to_string).collect()
}

#[test]
fn what_a_repair_came_to_is_told_by_a_word_and_a_sentence() {
    let mut sentences = BTreeSet::new();
    for (repair, word) in [
        (Repair::Done, "repaired"),
        (Repair::PutToReview, "review"),
        (Repair::NotDone(NotRepaired::NoCharge), "no_charge"),
        (Repair::NotDone(NotRepaired::NothingToLearn), "nothing_to_learn"),
        (Repair::NotDone(NotRepaired::StillDiffers), "still_differs"),
    ] {
        assert_eq!(repair.word(), Some(word));
        for language in [Language::English, Language::Korean] {
            let sentence = repair.describe(language);
            assert!(!sentence.is_empty() && is_in(sentence, language), "{sentence}");
            sentences.insert(sentence);
        }
    }
    assert_eq!(sentences.len(), 10);
    let not_asked = Repair::NotAsked;
    assert_eq!((not_asked.word(), not_asked.describe(Language::Korean)), (None, ""));
}

async fn one(case: Case) -> Difference {
    let books = Books::open();
    case.plant(&books, "order-1", 40_000).await;
    let mut run = books.run(Mending::Nothing).await;
    assert_eq!(run.differences.len(), 1);
    run.differences.remove(0)
}

#[tokio::test]
async fn both_amounts_and_every_number_are_told() {
    let amounts = |found: &Difference| {
        (found.amount_here(), found.cancelled_here(), found.amount_there(), found.cancelled_there())
    };
    let (price, zero) = (Some(won(PRICE)), Some(won(0)));
    let twice = one(Case::TwiceInThePeriod).await;
    assert_eq!(amounts(&twice), (price, zero, Some(won(2 * PRICE)), zero));
    assert_eq!(twice.imp_uids().len(), 2);
    let other = one(Case::AnotherPaymentThere).await;
    assert_eq!((other.imp_uids().len(), other.there.len()), (2, 1), "the journal's own is told, too");
    let sum = one(Case::PaidInAnotherCurrency).await;
    assert_eq!(amounts(&sum), (price, zero, Some(dollars(PRICE)), Some(dollars(0))));
    let cancelled = one(Case::CancelledFurtherElsewhere).await;
    assert_eq!(amounts(&cancelled), (price, Some(won(500)), price, Some(won(700))));
    let missing = one(Case::NotThere).await;
    assert_eq!(amounts(&missing), (price, zero, None, None));
    assert_eq!(missing.imp_uids().len(), 1);
    for not_its_own in [Case::NotCapturedThere, Case::TheSecondDismissedAndTheFirstNotThere] {
        let missing = one(not_its_own).await;
        assert_eq!(
            (amounts(&missing), missing.there),
            ((price, zero, None, None), vec![]),
            "{not_its_own:?}"
        );
    }
    let unknown = one(Case::NoChargeHere).await;
    assert_eq!(amounts(&unknown), (None, None, price, zero));
    let unpaid = one(Case::DeclinedHereAndPaidThere).await;
    assert_eq!(amounts(&unpaid), (price, zero, price, zero));
}

#[test]
fn codes_are_stable() {
    let codes = DifferenceKind::ALL.map(|kind| (kind.code(), kind.as_str()));
    assert_eq!(
        codes,
        [
            ("difference.unknown_here", "unknown_here"),
            ("difference.paid_twice", "paid_twice"),
            ("difference.amount_differs", "amount_differs"),
            ("difference.cancel_differs", "cancel_differs"),
            ("difference.missing_there", "missing_there"),
        ]
    );
}

#[test]
fn a_walk_that_broke_off_says_how_far_it_came_in_korean_time() {
    let reached = |stage| ReconcileProgress {
        stage,
        until: "2026-11-01T03:04:05Z".parse().unwrap(),
        compared: 12_345,
        differences: 7,
    };
    for stage in [ReconcileStage::Payments, ReconcileStage::Cancels, ReconcileStage::Remaining] {
        let source = ReadError::Unavailable(UnavailableCause::NoAnswer);
        let problem = ReconcileProblem::Gateway { reached: reached(stage), source };
        assert_eq!(
            (problem.code().as_str(), problem.consequence()),
            ("gateway.no_answer", Consequence::Unavailable)
        );
        for language in [Language::English, Language::Korean] {
            let message = problem.message(language);
            for part in ["2026-11-01 12:04:05", "12345", "7"] {
                assert!(message.contains(part), "{message}");
            }
        }
    }
    let source =
        ReadError::Refused(keyin_domain::Refusal::new(keyin_domain::RefusalKind::InvalidRequest, "no"));
    let refused = ReconcileProblem::Gateway { reached: reached(ReconcileStage::Payments), source };
    assert_eq!(refused.consequence(), Consequence::Unavailable, "no money has moved, and nothing is known");
}

/// Tells one payment of something else, in the list that it stands in.
struct Foreign(ForeignPayment);

#[async_trait]
impl PaymentRecords for Foreign {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        let at = if status == PaymentStatus::Cancelled { self.0.cancelled_at } else { self.0.paid_at };
        let stands = at.is_some_and(|at| window.contains(at));
        let told = stands.then(|| Recorded::Foreign(self.0.clone()));
        Ok(Records::All(told.into_iter().collect()))
    }
}

#[tokio::test]
async fn a_payment_of_something_else_is_told_once_and_left_alone() {
    let books = Books::open();
    let told = async |paid_at: Option<Timestamp>, cancels: &[Timestamp], mending| {
        let foreign = ForeignPayment {
            imp_uid: "imp_1".parse().unwrap(),
            merchant_uid: "주문.1".to_owned(),
            amount: won(500),
            cancelled: won(100),
            status: PaymentStatus::Paid,
            paid_at,
            cancelled_at: cancels.last().copied(),
            cancels: cancels.iter().map(|at| a_cancel(50, *at)).collect(),
        };
        let reconcile = Reconcile::new(books.stage.charging.clone(), Arc::new(Foreign(foreign)));
        let mut found = Vec::new();
        let tell = |event: ReconcileEvent<'_>| {
            if let ReconcileEvent::Difference(difference) = event {
                let next = difference.next_step(Language::English);
                assert!(
                    next.contains("imp_1") && !next.contains("keyin pay"),
                    "keyin cannot cancel it: {next}"
                );
                found.push((difference.kind, difference.merchant_uid.clone(), difference.repair));
            }
        };
        let summary = reconcile.run(books.period(), mending, tell).await.unwrap();
        assert_eq!(summary.total(), found.len() as u64);
        found
    };
    let (within, before, after) = (books.at(5), books.at(-5), books.at(90_000));
    let unknown = |repair| vec![(DifferenceKind::UnknownHere, "주문.1".to_owned(), repair)];
    assert_eq!(told(Some(within), &[], Mending::Nothing).await, unknown(Repair::NotAsked));
    let no_charge = Repair::NotDone(NotRepaired::NoCharge);
    let twice = told(Some(within), &[within], Mending::Safe).await;
    assert_eq!(twice, unknown(no_charge), "in both lists, told once");
    assert_eq!(told(Some(within), &[after], Mending::Nothing).await, unknown(Repair::NotAsked));
    assert_eq!(told(Some(before), &[within], Mending::Nothing).await, unknown(Repair::NotAsked));
    let first = told(Some(before), &[within, after], Mending::Nothing).await;
    assert_eq!(first, unknown(Repair::NotAsked), "a later cancel does not hide the one of the period");
    assert_eq!(told(Some(before), &[before, after], Mending::Nothing).await, []);
    assert_eq!(told(None, &[within], Mending::Nothing).await, [], "cancelled without ever being paid");
}
