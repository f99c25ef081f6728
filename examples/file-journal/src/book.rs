//! What the file holds, in memory: the rows, and the history.

use std::collections::BTreeMap;
use std::ops::Bound;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeState, Epoch, MerchantUid};
use keyin_ports::{Change, ChargeEvent, JournalError};
use serde::{Deserialize, Serialize};

/// One change, as a line of the file holds it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Entry {
    charge: Charge,
    from: Option<ChargeState>,
    at: Timestamp,
    epoch: Epoch,
    what: String,
}

impl From<Change> for Entry {
    fn from(change: Change) -> Self {
        let Change { charge, from, at, epoch, what } = change;
        Self { charge, from, at, epoch, what: what.to_owned() }
    }
}

/// All entries so far.
#[derive(Default)]
pub(crate) struct Book {
    charges: BTreeMap<MerchantUid, Charge>,
    events: Vec<ChargeEvent>,
}

impl Book {
    /// Takes the next entry in.
    pub(crate) fn add(&mut self, entry: Entry) {
        let Entry { charge, from, at, epoch, what } = entry;
        let merchant_uid = charge.intent().merchant_uid().clone();
        self.events.push(ChargeEvent {
            number: self.events.len() as u64 + 1,
            merchant_uid: merchant_uid.clone(),
            at,
            epoch,
            what,
            from,
            to: charge.state(),
            imp_uid: charge.imp_uid().cloned(),
        });
        self.charges.insert(merchant_uid, charge);
    }

    pub(crate) fn find(&self, uid: &MerchantUid) -> Option<&Charge> {
        self.charges.get(uid)
    }

    /// The row, which the caller says is there.
    pub(crate) fn row(&self, uid: &MerchantUid) -> Result<&Charge, JournalError> {
        self.find(uid).ok_or(JournalError::Missing)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &Charge> {
        self.charges.values()
    }

    /// The rows in the order of their merchant_uid, beginning behind that one.
    pub(crate) fn behind(&self, after: Option<MerchantUid>) -> impl Iterator<Item = &Charge> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.charges.range((from, Bound::Unbounded)).map(|(_, charge)| charge)
    }

    /// The events with a number above that one.
    pub(crate) fn events_after(&self, number: u64) -> impl Iterator<Item = &ChargeEvent> {
        self.events.iter().skip(usize::try_from(number).unwrap_or(usize::MAX))
    }
}
