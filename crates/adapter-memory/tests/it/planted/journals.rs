//! Journals with a bug.

mod faulty;

use std::sync::Arc;

use async_trait::async_trait;
use faulty::{Bug, Faulty};
use keyin_adapter_memory::MemoryJournal;
use keyin_port_conformance::journal::{CASES, JournalFixture, Store};
use keyin_port_conformance::run;
use keyin_ports::Journal;

struct Journals(Bug);

struct Holding(MemoryJournal, Bug);

#[async_trait]
impl JournalFixture for Journals {
    async fn empty_store(&self) -> Box<dyn Store> {
        Box::new(Holding(MemoryJournal::default(), self.0))
    }
}

#[async_trait]
impl Store for Holding {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(Faulty::new(self.0.clone(), self.1))
    }

    fn outlasts_its_journals(&self) -> bool {
        false
    }
}

async fn must_be_found(bug: Bug, by: &[&str]) {
    let report = run(CASES, &Journals(bug), &[]).await.unwrap();
    let found: Vec<&str> = report.failed.into_iter().map(|(name, _)| name).collect();
    for case in by {
        assert!(found.contains(case), "{case} is blind; found: {found:?}");
    }
}

const WALK: &str = "a_random_walk_goes_as_the_domain_says";

#[tokio::test]
async fn a_claim_that_always_wins_is_found() {
    let by = [
        "a_second_claim_of_the_same_row_loses",
        "a_claim_of_a_stale_row_loses",
        "of_sixty_four_claims_one_wins",
        "of_many_claims_of_many_charges_one_wins_each",
        WALK,
    ];
    must_be_found(Bug::EveryClaimWins, &by).await;
}

#[tokio::test]
async fn a_charge_begun_twice_is_found() {
    let by =
        ["what_was_written_down_before_is_not_begun", "of_sixty_four_that_begin_a_charge_one_wins", WALK];
    must_be_found(Bug::BeginsWhatStands, &by).await;
}

#[tokio::test]
async fn a_conflict_passed_over_is_found() {
    must_be_found(Bug::EveryIntentIsTheSame, &["another_intent_under_the_uid_is_a_conflict", WALK]).await;
}

#[tokio::test]
async fn an_epoch_passed_over_is_found() {
    must_be_found(Bug::TakesEvidenceOfAnySend, &["evidence_of_an_old_send_leaves_the_row", WALK]).await;
}

#[tokio::test]
async fn a_forgotten_event_is_found() {
    must_be_found(Bug::ForgetsOneEvent, &["every_change_is_one_event", WALK]).await;
}

#[tokio::test]
async fn pages_that_begin_anew_are_found() {
    must_be_found(
        Bug::PagesBeginAnew,
        &["unsettled_charges_come_in_pages", "settled_charges_are_not_listed", WALK],
    )
    .await;
}

#[tokio::test]
async fn a_permit_of_another_send_is_found() {
    must_be_found(Bug::PermitOfAnotherSend, &["a_claim_wins_once_and_yields_its_permit", WALK]).await;
}

#[tokio::test]
async fn a_time_that_is_rounded_is_found() {
    let by = ["a_first_intent_is_new", "a_list_shows_what_its_filter_takes"];
    must_be_found(Bug::RoundsTimes, &by).await;
}

#[tokio::test]
async fn a_page_that_skips_charges_of_one_moment_is_found() {
    let by = ["charges_are_listed_newest_first_in_pages", "a_list_by_payment_shows_paid_charges_alone"];
    must_be_found(Bug::SkipsChargesOfOneMoment, &by).await;
}

#[tokio::test]
async fn a_list_in_another_order_is_found() {
    let by = ["charges_are_listed_newest_first_in_pages", "a_list_by_payment_shows_paid_charges_alone"];
    must_be_found(Bug::OldestFirst, &by).await;
}

#[tokio::test]
async fn a_list_that_shows_too_much_is_found() {
    for bug in [Bug::TakesTheEndIn, Bug::AnybodysCharges, Bug::ListsByCreationAlone] {
        must_be_found(bug, &["a_list_shows_what_its_filter_takes"]).await;
    }
    let by = ["a_list_by_payment_shows_paid_charges_alone", "a_charge_goes_from_list_to_list_as_it_changes"];
    must_be_found(Bug::ListsByCreationAlone, &by).await;
}

#[tokio::test]
async fn a_sweep_before_its_time_is_found() {
    must_be_found(Bug::SweepsWhatIsNotDue, &["a_charge_is_swept_when_it_is_due"]).await;
}

#[tokio::test]
async fn a_sweep_that_begins_anew_is_found() {
    let by = ["sweepable_charges_come_in_pages", "what_hides_no_payment_is_not_swept"];
    must_be_found(Bug::SweepsBeginAnew, &by).await;
}

#[tokio::test]
async fn a_history_of_everybody_is_found() {
    must_be_found(Bug::HistoryOfEverybody, &["the_history_of_a_charge_is_its_own"]).await;
}

#[tokio::test]
async fn a_history_that_begins_anew_is_found() {
    must_be_found(Bug::HistoryBeginsAnew, &["a_history_comes_in_pages"]).await;
}

#[tokio::test]
async fn an_intent_that_is_new_twice_is_found() {
    must_be_found(Bug::LooksThenWrites, &["of_many_intents_of_one_uid_one_is_new"]).await;
}

#[tokio::test]
async fn what_is_lost_in_a_crowd_is_found() {
    let by = ["of_many_writers_each_is_written_down", "of_many_intents_of_one_uid_one_is_new"];
    must_be_found(Bug::LosesIntentsInCrowds, &by).await;
    must_be_found(Bug::LosesEvidenceInCrowds, &["evidence_that_many_bring_at_once_is_taken_once"]).await;
}

#[tokio::test]
async fn a_read_that_lags_is_found() {
    must_be_found(Bug::ReadsLag, &["reads_amid_claims_see_whole_rows"]).await;
}
