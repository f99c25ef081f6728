//! A journal in memory.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, Change, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition,
    Monotonic, SendPermit,
};

/// A journal that lasts as long as the process: for tests, and for products that keep their own record.
///
/// Clones share what they hold. Every move is one step under one lock, never held over an `await`.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    charges: BTreeMap<MerchantUid, Charge>,
    events: Vec<ChargeEvent>,
}

impl Held {
    fn row(&self, uid: &MerchantUid) -> Result<&Charge, JournalError> {
        self.charges.get(uid).ok_or(JournalError::Missing)
    }

    /// The rows in the order of their merchant_uid, beginning behind that one.
    fn behind(&self, after: Option<MerchantUid>) -> impl Iterator<Item = &Charge> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.charges.range((from, Bound::Unbounded)).map(|(_, charge)| charge)
    }

    /// The first steps of a charge, unless one of its merchant_uid stands.
    fn write_down<const N: usize>(&mut self, steps: [Change; N]) -> Intended {
        let charge = steps[N - 1].charge.clone();
        if let Some(standing) = self.charges.get(charge.intent().merchant_uid()) {
            return Intended::standing(standing.clone(), charge.intent());
        }
        steps.into_iter().for_each(|step| drop(self.put(step)));
        Intended::New(Box::new(charge))
    }

    fn put(&mut self, change: Change) -> Charge {
        self.events.push(change.event(self.events.len() as u64 + 1));
        self.charges.insert(change.charge.intent().merchant_uid().clone(), change.charge.clone());
        change.charge
    }
}

impl MemoryJournal {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        Ok(self.held().write_down([Change::intended(intent, now)]))
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        let intended = self.held().write_down(Change::begun(intent, deadlines));
        Ok(Begun::claimed(intended, send_before))
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let mut held = self.held();
        let standing = held.row(seen.intent().merchant_uid())?.clone();
        let Some(change) = Change::claimed(&standing, (seen.epoch(), seen.state()), deadlines) else {
            return Ok(Claim::Lost(Box::new(standing)));
        };
        let charge = held.put(change);
        let permit = SendPermit::issue(charge.intent().merchant_uid().clone(), charge.epoch(), send_before);
        Ok(Claim::Won { charge: Box::new(charge), permit })
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let mut held = self.held();
        let standing = held.row(uid)?.clone();
        // Evidence that changes nothing, or does not fit, leaves the row as it is.
        let change = Change::observed(&standing, epoch, evidence, now);
        Ok(change.map_or(standing, |change| held.put(change)))
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        Ok(self.held().charges.get(uid).cloned())
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        let unsettled = |charge: &&Charge| charge.state().is_unsettled();
        Ok(self.held().behind(after).filter(unsettled).take(limit as usize).cloned().collect())
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let due = |charge: &Charge| charge.next_sweep().is_some_and(|due| due <= now);
        Ok(self.held().behind(after).filter(|charge| due(charge)).take(limit as usize).cloned().collect())
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let held = self.held();
        let mut rows: Vec<(ListPosition, &Charge)> = (held.charges.values())
            .filter(|charge| filter.takes(charge))
            .filter_map(|charge| Some((filter.by.position_of(charge)?, charge)))
            .filter(|(position, _)| after.as_ref().is_none_or(|after| position < after))
            .collect();
        rows.sort_by(|(one, _), (other, _)| other.cmp(one));
        Ok(rows.into_iter().take(limit as usize).map(|(_, charge)| charge.clone()).collect())
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        let held = self.held();
        let of_it = held.events.iter().filter(|event| &event.merchant_uid == uid && event.number > after);
        Ok(of_it.take(limit as usize).cloned().collect())
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        let held = self.held();
        // Numbers begin at 1 and have no gaps here.
        let behind = held.events.iter().skip(usize::try_from(after).unwrap_or(usize::MAX));
        Ok(behind.take(limit as usize).cloned().collect())
    }
}
