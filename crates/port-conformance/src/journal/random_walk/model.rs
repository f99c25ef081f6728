//! What a journal has to be, as plainly as it can be said.

use std::collections::BTreeMap;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, ChargeState, Deadlines, Epoch, Evidence, ImpUid, MerchantUid};
use keyin_ports::{ChargeEvent, Intended};

/// An event without its number, which is the store's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    merchant_uid: MerchantUid,
    at: Timestamp,
    epoch: Epoch,
    what: String,
    from: Option<ChargeState>,
    to: ChargeState,
    imp_uid: Option<ImpUid>,
}

impl Entry {
    pub(super) fn of(event: &ChargeEvent) -> Self {
        let ChargeEvent { number: _, merchant_uid, at, epoch, what, from, to, imp_uid } = event.clone();
        Self { merchant_uid, at, epoch, what, from, to, imp_uid }
    }
}

/// Rows and their history, moved by the domain's functions alone.
#[derive(Default)]
pub(super) struct Model {
    rows: BTreeMap<MerchantUid, Charge>,
    history: Vec<Entry>,
}

impl Model {
    pub(super) fn row(&self, uid: &MerchantUid) -> Option<&Charge> {
        self.rows.get(uid)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Charge> {
        self.rows.values()
    }

    pub(super) fn history(&self) -> &Vec<Entry> {
        &self.history
    }

    pub(super) fn unsettled(&self, after: Option<&MerchantUid>, limit: usize) -> Vec<Charge> {
        let behind = |uid: &MerchantUid| after.is_none_or(|after| uid > after);
        let listed = |(uid, row): &(&MerchantUid, &Charge)| behind(uid) && row.state().is_unsettled();
        self.rows.iter().filter(listed).map(|(_, row)| row.clone()).take(limit).collect()
    }

    pub(super) fn intend(&mut self, intent: &ChargeIntent, now: Timestamp) -> Intended {
        if let Some(row) = self.rows.get(intent.merchant_uid()) {
            let differences = row.intent().differences(intent);
            return if differences.is_empty() {
                Intended::Same(Box::new(row.clone()))
            } else {
                Intended::Conflict(differences)
            };
        }
        let row = Charge::intended(intent.clone(), now);
        self.put(None, &row, row.epoch(), "intended", now);
        Intended::New(Box::new(row))
    }

    /// An intent, claimed if it is new.
    pub(super) fn begin(&mut self, intent: &ChargeIntent, deadlines: Deadlines) -> Intended {
        match self.intend(intent, deadlines.claimed_at) {
            Intended::New(row) => match self.claim(&row, deadlines) {
                Ok(row) | Err(row) => Intended::New(row),
            },
            standing => standing,
        }
    }

    /// The row that is won, or the row as it stands.
    pub(super) fn claim(&mut self, seen: &Charge, deadlines: Deadlines) -> Result<Box<Charge>, Box<Charge>> {
        let standing = self.rows.get(seen.intent().merchant_uid()).unwrap_or(seen).clone();
        if (standing.epoch(), standing.state()) != (seen.epoch(), seen.state()) {
            return Err(Box::new(standing));
        }
        match standing.claim(deadlines) {
            Ok(row) => {
                self.put(Some(standing.state()), &row, row.epoch(), "claimed", deadlines.claimed_at);
                Ok(Box::new(row))
            }
            Err(_) => Err(Box::new(standing)),
        }
    }

    pub(super) fn learn(
        &mut self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: &Evidence,
        now: Timestamp,
    ) -> Option<Charge> {
        let standing = self.rows.get(uid)?.clone();
        match standing.observe(epoch, evidence.clone(), now) {
            Ok(row) if row != standing => {
                self.put(Some(standing.state()), &row, epoch, evidence.as_str(), now);
                Some(row)
            }
            _ => Some(standing),
        }
    }

    fn put(&mut self, from: Option<ChargeState>, row: &Charge, epoch: Epoch, what: &str, at: Timestamp) {
        let merchant_uid = row.intent().merchant_uid().clone();
        self.history.push(Entry {
            merchant_uid: merchant_uid.clone(),
            at,
            epoch,
            what: what.to_owned(),
            from,
            to: row.state(),
            imp_uid: row.imp_uid().cloned(),
        });
        self.rows.insert(merchant_uid, row.clone());
    }
}
