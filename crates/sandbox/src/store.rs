//! Everything that happened or is to happen: payments, billing keys, schedules and the ledger.
//!
//! Records are shared, not copied: a reader takes a reference under the lock and renders after it.

mod accounts;
mod agenda;
mod billing_key;
mod keys;
mod ledger;
mod order;
mod overview;
mod payment;
mod places;
mod prepared;
mod ranks;
mod remembering;
mod schedule;
mod schedules;
mod scheduling;
mod status_page;
mod step;
mod timeline;
mod transaction;

use std::collections::HashMap;
use std::sync::Arc;

use crate::data::{Change, Notes};
use crate::ids::{Ids, ImpUid};
use crate::settings::Channel;

pub(crate) use agenda::Job;
pub(crate) use billing_key::{BillingKey, Customer};
pub use ledger::{LedgerEntry, LedgerKind};
pub(crate) use order::{Order, TaxParts};
pub(crate) use overview::Part;
pub(crate) use payment::{Account, Buyer, Cancel, Payment, Status, Usage};
pub(crate) use prepared::Prepared;
pub(crate) use schedule::{Outcome, Schedule, ScheduleState, ScheduleStatus};
pub(crate) use scheduling::{NewSchedule, Scheduled};
pub(crate) use status_page::StatusQuery;
pub(crate) use step::{SharedStore, Step};
pub(crate) use timeline::SortKey;

use accounts::Accounts;
use agenda::Agenda;
use keys::Keys;
use ledger::Movement;
use places::Places;
use schedules::Schedules;
use timeline::Timeline;

/// The sandbox's memory.
#[derive(Debug)]
pub(crate) struct Store {
    ids: Ids,
    payments: Vec<Arc<Payment>>,
    by_imp_uid: HashMap<ImpUid, usize>,
    by_merchant_uid: HashMap<Arc<str>, Places>,
    by_customer: HashMap<Box<str>, Places>,
    by_time: Timeline,
    accounts: Accounts,
    /// Payments shown as `ready` while their call waits.
    waiting: Vec<Arc<Payment>>,
    keys: Keys,
    prepared: HashMap<Box<str>, Prepared>,
    movements: Vec<Movement>,
    schedules: Schedules,
    agenda: Agenda,
    /// Where changes are noted, if they are to outlive the process.
    notes: Option<Notes>,
    /// What the step under way has noted.
    noted: Vec<String>,
}

impl Store {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self {
            ids: Ids::seeded(seed),
            payments: Vec::new(),
            by_imp_uid: HashMap::new(),
            by_merchant_uid: HashMap::new(),
            by_customer: HashMap::new(),
            by_time: Timeline::default(),
            accounts: Accounts::default(),
            waiting: Vec::new(),
            keys: Keys::default(),
            prepared: HashMap::new(),
            movements: Vec::new(),
            schedules: Schedules::default(),
            agenda: Agenda::default(),
            notes: None,
            noted: Vec::new(),
        }
    }

    /// Forgets everything. Names go on where they were, so that an old imp_uid never names a new payment.
    pub(crate) fn clear(&mut self) {
        self.note(|_| Change::Cleared);
        self.payments.clear();
        self.by_imp_uid.clear();
        self.by_merchant_uid.clear();
        self.by_customer.clear();
        self.by_time.clear();
        self.accounts.clear();
        self.waiting.clear();
        self.keys.clear();
        self.prepared.clear();
        self.movements.clear();
        self.schedules.clear();
        self.agenda.clear();
    }

    pub(crate) fn ids(&mut self) -> &mut Ids {
        &mut self.ids
    }

    /// The shop's account behind a channel.
    pub(crate) fn account(&mut self, channel: &Channel) -> Arc<Account> {
        self.accounts.of(channel)
    }

    /// An imp_uid no payment has.
    pub(crate) fn fresh_imp_uid(&mut self) -> ImpUid {
        loop {
            let uid = self.ids.imp_uid();
            let taken = self.by_imp_uid.contains_key(&uid) || self.waiting.iter().any(|p| p.imp_uid == uid);
            if !taken {
                return uid;
            }
        }
    }

    /// Keeps a finished payment, and in the ledger what it captured.
    pub(crate) fn add(&mut self, mut payment: Payment) -> Arc<Payment> {
        let place = self.payments.len();
        payment.account = self.accounts.shared(&payment.account);
        if payment.status == Status::Paid {
            self.movements.push(Movement::charge(place, payment.amount, payment.paid_at));
        }
        self.waiting.retain(|waiting| waiting.imp_uid != payment.imp_uid);
        self.by_imp_uid.insert(payment.imp_uid, place);
        self.by_merchant_uid
            .entry(Arc::clone(&payment.merchant_uid))
            .and_modify(|places| places.add(place))
            .or_insert(Places::One(place));
        if let Some(customer_uid) = &payment.customer_uid {
            match self.by_customer.get_mut(customer_uid) {
                Some(places) => places.add(place),
                None => drop(self.by_customer.insert(customer_uid.clone(), Places::One(place))),
            }
        }
        self.by_time.insert(&payment, place);
        let payment = Arc::new(payment);
        self.payments.push(Arc::clone(&payment));
        self.note(|_| Change::Payment(Arc::clone(&payment)));
        self.note_names();
        payment
    }

    /// Shows a payment as waiting until it is added or [`Store::end_waiting`] takes it away.
    pub(crate) fn begin_waiting(&mut self, payment: Payment) {
        self.waiting.push(Arc::new(payment));
    }

    pub(crate) fn end_waiting(&mut self, imp_uid: ImpUid) {
        self.waiting.retain(|waiting| waiting.imp_uid != imp_uid);
    }

    pub(crate) fn payment(&self, imp_uid: ImpUid) -> Option<&Arc<Payment>> {
        match self.by_imp_uid.get(&imp_uid) {
            Some(place) => self.payments.get(*place),
            None => self.waiting.iter().find(|payment| payment.imp_uid == imp_uid),
        }
    }

    /// All payments of a merchant_uid in the order they were made, waiting ones last.
    pub(crate) fn attempts(&self, merchant_uid: &str) -> impl DoubleEndedIterator<Item = &Arc<Payment>> {
        let places = self.by_merchant_uid.get(merchant_uid).map_or(&[][..], Places::as_slice);
        let waiting = self.waiting.iter().filter(move |payment| &*payment.merchant_uid == merchant_uid);
        places.iter().filter_map(|place| self.payments.get(*place)).chain(waiting)
    }

    /// The payments that issued or used a customer_uid's key, or tried to, in the order they were made.
    pub(crate) fn payments_of(&self, customer_uid: &str) -> impl DoubleEndedIterator<Item = &Arc<Payment>> {
        let places = self.by_customer.get(customer_uid).map_or(&[][..], Places::as_slice);
        places.iter().filter_map(|place| self.payments.get(*place))
    }

    /// Adds a cancel to a payment and to the ledger.
    pub(crate) fn cancel(&mut self, imp_uid: ImpUid, cancel: Cancel) -> Option<Arc<Payment>> {
        let place = *self.by_imp_uid.get(&imp_uid)?;
        let payment = self.payments.get_mut(place)?;
        self.movements.push(Movement::cancel(place, cancel.amount, cancel.cancelled_at));
        self.by_time.remove(payment, place);
        Arc::make_mut(payment).apply(cancel.clone());
        self.by_time.insert(payment, place);
        let payment = Arc::clone(payment);
        self.note(|_| Change::Cancelled(imp_uid, cancel));
        self.note_names();
        Some(payment)
    }

    /// Turns a failed payment into a paid one; `None` when there is no failed payment with this name.
    pub(crate) fn turn_paid(&mut self, imp_uid: ImpUid, at: i64) -> Option<Arc<Payment>> {
        let place = *self.by_imp_uid.get(&imp_uid)?;
        let payment = self.payments.get(place).filter(|payment| payment.status == Status::Failed)?;
        let pg_tid: Box<str> = payment.account.payment_tid(&mut self.ids, at).into();
        let approval = self.ids.approval();
        let turned = self.turn_paid_as(imp_uid, at, pg_tid.clone(), approval)?;
        self.note(|_| Change::TurnedPaid { imp_uid, at, pg_tid, approval });
        self.note_names();
        Some(turned)
    }

    fn turn_paid_as(
        &mut self,
        imp_uid: ImpUid,
        at: i64,
        pg_tid: Box<str>,
        approval: u32,
    ) -> Option<Arc<Payment>> {
        let place = *self.by_imp_uid.get(&imp_uid)?;
        let payment = self.payments.get_mut(place)?;
        self.by_time.remove(payment, place);
        Arc::make_mut(payment).turn_paid(at, pg_tid, approval);
        self.by_time.insert(payment, place);
        self.movements.push(Movement::charge(place, payment.amount, at));
        Some(Arc::clone(payment))
    }

    pub(crate) fn key(&self, customer_uid: &str) -> Option<&Arc<BillingKey>> {
        self.keys.get(customer_uid)
    }

    /// Keeps a billing key; one already under the uid is replaced, and only the time of its first registration stays.
    pub(crate) fn put_key(&mut self, mut key: BillingKey) -> Arc<BillingKey> {
        if let Some(earlier) = self.keys.get(&key.customer_uid) {
            key.inserted = earlier.inserted;
            // Times are whole seconds; a replacement shows as a later one even within the same second.
            key.updated = key.updated.max(earlier.updated + 1);
        }
        let key = Arc::new(key);
        self.keys.put(Arc::clone(&key));
        self.note(|_| Change::Key(Arc::clone(&key)));
        key
    }

    pub(crate) fn remove_key(&mut self, customer_uid: &str) -> Option<Arc<BillingKey>> {
        let removed = self.keys.remove(customer_uid);
        if removed.is_some() {
            self.note(|_| Change::KeyRemoved(customer_uid.into()));
        }
        removed
    }

    /// All that was captured and given back, in order.
    pub(crate) fn ledger(&self) -> Vec<LedgerEntry> {
        let entry = |movement: &Movement| Some(movement.entry(self.payments.get(movement.payment)?));
        self.movements.iter().filter_map(entry).collect()
    }
}
