//! A journal in memory.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, ChargeState, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{ChargeEvent, Claim, Intended, Journal, JournalError, Monotonic, SendPermit};

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

/// One change of a row, as the history tells it.
struct Change<'a> {
    at: Timestamp,
    epoch: Epoch,
    what: &'a str,
    from: Option<ChargeState>,
}

impl Held {
    fn row(&self, uid: &MerchantUid) -> Result<&Charge, JournalError> {
        self.charges.get(uid).ok_or(JournalError::Missing)
    }

    fn put(&mut self, charge: &Charge, change: &Change<'_>) {
        let merchant_uid = charge.intent().merchant_uid().clone();
        self.events.push(ChargeEvent {
            number: self.events.len() as u64 + 1,
            merchant_uid: merchant_uid.clone(),
            at: change.at,
            epoch: change.epoch,
            what: change.what.to_owned(),
            from: change.from,
            to: charge.state(),
            imp_uid: charge.imp_uid().cloned(),
        });
        self.charges.insert(merchant_uid, charge.clone());
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
        let mut held = self.held();
        if let Some(standing) = held.charges.get(intent.merchant_uid()) {
            let differences = standing.intent().differences(&intent);
            return Ok(if differences.is_empty() {
                Intended::Same(Box::new(standing.clone()))
            } else {
                Intended::Conflict(differences)
            });
        }
        let charge = Charge::intended(intent, now);
        held.put(&charge, &Change { at: now, epoch: charge.epoch(), what: "intended", from: None });
        Ok(Intended::New(Box::new(charge)))
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let mut held = self.held();
        let standing = held.row(seen.intent().merchant_uid())?.clone();
        let moved_on = (standing.epoch(), standing.state()) != (seen.epoch(), seen.state());
        let Some(charge) = (!moved_on).then(|| standing.claim(deadlines).ok()).flatten() else {
            return Ok(Claim::Lost(Box::new(standing)));
        };
        let change = Change {
            at: deadlines.claimed_at,
            epoch: charge.epoch(),
            what: "claimed",
            from: Some(standing.state()),
        };
        held.put(&charge, &change);
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
        let what = evidence.as_str();
        match standing.observe(epoch, evidence, now) {
            Ok(charge) if charge != standing => {
                held.put(&charge, &Change { at: now, epoch, what, from: Some(standing.state()) });
                Ok(charge)
            }
            // Evidence that changes nothing, or does not fit, leaves the row as it is.
            Ok(_) | Err(_) => Ok(standing),
        }
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        Ok(self.held().charges.get(uid).cloned())
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let held = self.held();
        let rows = held.charges.range((from, Bound::Unbounded)).map(|(_, charge)| charge);
        Ok(rows.filter(|charge| charge.state().is_unsettled()).take(limit as usize).cloned().collect())
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        let held = self.held();
        // Numbers begin at 1 and have no gaps here.
        let behind = held.events.iter().skip(usize::try_from(after).unwrap_or(usize::MAX));
        Ok(behind.take(limit as usize).cloned().collect())
    }
}
