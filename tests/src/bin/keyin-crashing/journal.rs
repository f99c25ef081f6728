//! A journal whose process may end at any of its steps.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition, Monotonic,
};

use crate::crash::around;

pub(crate) struct CrashingJournal(pub(crate) Arc<dyn Journal>);

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl Journal for CrashingJournal {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        around(self.0.intend(intent, now)).await
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        around(self.0.begin(intent, deadlines, send_before)).await
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        around(self.0.claim(seen, deadlines, send_before)).await
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        around(self.0.record(uid, epoch, evidence, now)).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        around(self.0.find(uid)).await
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        around(self.0.unsettled(after, limit)).await
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        around(self.0.sweepable(now, after, limit)).await
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        around(self.0.list(filter, after, limit)).await
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        around(self.0.history(uid, after, limit)).await
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        around(self.0.events(after, limit)).await
    }
}
