//! Journals with a bug.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_adapter_memory::MemoryJournal;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_port_conformance::journal::{CASES, JournalFixture, Store};
use keyin_port_conformance::run;
use keyin_ports::{
    ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition, Monotonic, SendPermit,
};

#[derive(Clone, Copy)]
enum Bug {
    EveryClaimWins,
    EveryIntentIsTheSame,
    TakesEvidenceOfAnySend,
    ForgetsOneEvent,
    PagesBeginAnew,
    PermitOfAnotherSend,
}

struct Faulty {
    inner: MemoryJournal,
    bug: Bug,
}

#[async_trait]
impl Journal for Faulty {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        let uid = intent.merchant_uid().clone();
        match (self.bug, self.inner.intend(intent, now).await?) {
            (Bug::EveryIntentIsTheSame, Intended::Conflict(_)) => {
                let standing = self.inner.find(&uid).await?.ok_or(JournalError::Missing)?;
                Ok(Intended::Same(Box::new(standing)))
            }
            (_, intended) => Ok(intended),
        }
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let permit = |charge: &Charge, epoch| {
            SendPermit::issue(charge.intent().merchant_uid().clone(), epoch, send_before)
        };
        match (self.bug, self.inner.claim(seen, deadlines, send_before).await?) {
            (Bug::EveryClaimWins, Claim::Lost(charge)) => {
                Ok(Claim::Won { permit: permit(&charge, charge.epoch()), charge })
            }
            (Bug::PermitOfAnotherSend, Claim::Won { charge, .. }) => {
                Ok(Claim::Won { permit: permit(&charge, charge.epoch().next()), charge })
            }
            (_, claim) => Ok(claim),
        }
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let current = self.inner.find(uid).await?.map(|charge| charge.epoch());
        let epoch = match (self.bug, current) {
            (Bug::TakesEvidenceOfAnySend, Some(current)) => current,
            _ => epoch,
        };
        self.inner.record(uid, epoch, evidence, now).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        self.inner.find(uid).await
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        let after = if matches!(self.bug, Bug::PagesBeginAnew) { None } else { after };
        self.inner.unsettled(after, limit).await
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        self.inner.sweepable(now, after, limit).await
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        self.inner.list(filter, after, limit).await
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        self.inner.history(uid, after, limit).await
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        let mut events = self.inner.events(after, limit).await?;
        if matches!(self.bug, Bug::ForgetsOneEvent) {
            events.retain(|event| event.number != 2);
        }
        Ok(events)
    }
}

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
        Arc::new(Faulty { inner: self.0.clone(), bug: self.1 })
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
        WALK,
    ];
    must_be_found(Bug::EveryClaimWins, &by).await;
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
