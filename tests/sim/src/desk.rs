//! A process's way to the journal: slow at times, away at times, and at times without the word that all went well.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition, Monotonic,
};

use crate::clock::SimClock;
use crate::dice::Dice;
use crate::gateway::Gateway;
use crate::judge::Judge;
use crate::process::Process;

#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) process: Arc<Process>,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) clock: SimClock,
    pub(crate) dice: Arc<Dice>,
    pub(crate) judge: Arc<Judge>,
    /// How many of a thousand calls fail.
    pub(crate) trouble: u32,
}

impl Desk {
    async fn at<T>(&self, work: impl Future<Output = Result<T, JournalError>>) -> Result<T, JournalError> {
        self.process.step().await;
        if self.dice.happens(200) {
            self.clock.sleep(self.dice.below(Duration::from_millis(50))).await;
        }
        if self.fails() {
            return Err(gone());
        }
        let done = work.await;
        self.process.step().await;
        // It is written, but the word of it is lost.
        if self.fails() { Err(gone()) } else { done }
    }

    fn fails(&self) -> bool {
        !self.gateway.is_calm() && self.dice.happens(self.trouble)
    }
}

fn gone() -> JournalError {
    JournalError::Unavailable("the store is away".into())
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl Journal for Desk {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        self.at(self.journal.intend(intent, now)).await
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        let begun = self.at(self.journal.begin(intent, deadlines, send_before)).await;
        self.process.stop_after_claim().await;
        begun
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let claim = self.at(self.journal.claim(seen, deadlines, send_before)).await;
        self.process.stop_after_claim().await;
        claim
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let written = async {
            let row = self.journal.record(uid, epoch, evidence, now).await?;
            self.judge.look_at(&row, &self.gateway);
            Ok(row)
        };
        self.at(written).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        self.at(self.journal.find(uid)).await
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        self.at(self.journal.unsettled(after, limit)).await
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        self.at(self.journal.sweepable(now, after, limit)).await
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        self.at(self.journal.list(filter, after, limit)).await
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        self.at(self.journal.history(uid, after, limit)).await
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        self.at(self.journal.events(after, limit)).await
    }
}
