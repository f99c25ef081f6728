//! A journal that keeps nothing: what a run costs without one.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, Change, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition,
    Monotonic, SendPermit,
};

/// Only what is in flight is known, and forgotten as soon as it has an outcome.
#[derive(Default)]
pub(crate) struct NoJournal(Mutex<HashMap<MerchantUid, Charge>>);

impl NoJournal {
    fn in_flight(&self) -> MutexGuard<'_, HashMap<MerchantUid, Charge>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl Journal for NoJournal {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        Ok(Intended::New(Box::new(Charge::intended(intent, now))))
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        let charge = Charge::begun(intent, deadlines);
        self.in_flight().insert(charge.intent().merchant_uid().clone(), charge.clone());
        Ok(Begun::claimed(Intended::New(Box::new(charge)), send_before))
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let Some(change) = Change::claimed(seen, (seen.epoch(), seen.state()), deadlines) else {
            return Ok(Claim::Lost(Box::new(seen.clone())));
        };
        let charge = change.charge;
        let uid = charge.intent().merchant_uid().clone();
        self.in_flight().insert(uid.clone(), charge.clone());
        let permit = SendPermit::issue(uid, charge.epoch(), send_before);
        Ok(Claim::Won { charge: Box::new(charge), permit })
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let standing = self.in_flight().remove(uid).ok_or(JournalError::Missing)?;
        let change = Change::observed(&standing, epoch, evidence, now);
        let charge = change.map_or(standing, |change| change.charge);
        if charge.state().is_unsettled() {
            self.in_flight().insert(uid.clone(), charge.clone());
        }
        Ok(charge)
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        Ok(self.in_flight().get(uid).cloned())
    }

    async fn unsettled(&self, _: Option<MerchantUid>, _: u32) -> Result<Vec<Charge>, JournalError> {
        Ok(Vec::new())
    }

    async fn sweepable(
        &self,
        _: Timestamp,
        _: Option<MerchantUid>,
        _: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        Ok(Vec::new())
    }

    async fn list(
        &self,
        _: &ChargeFilter,
        _: Option<ListPosition>,
        _: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        Ok(Vec::new())
    }

    async fn history(&self, _: &MerchantUid, _: u64, _: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        Ok(Vec::new())
    }

    async fn events(&self, _: u64, _: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        Ok(Vec::new())
    }
}
