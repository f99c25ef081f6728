//! The whole state of one merchant, shared by all connections and controls.

mod due;
mod remembering;

use std::sync::{Arc, Mutex, RwLock};

use crate::control_error::ControlError;
use crate::data::{Change, Notes};
use crate::events::{Event, EventKind, Events};
use crate::faults::{Fault, Faults, Operation, Subject};
use crate::ids::{Ids, ImpUid};
use crate::lock::{lock, read, write};
use crate::request_log::RequestLog;
use crate::settings::{Settings, SettingsPatch};
use crate::shared::Shared;
use crate::store::{Payment, SharedStore, Store};
use crate::time::Time;
use crate::tokens::{Token, Tokens};
use crate::webhooks::Webhooks;
use due::Due;

/// One merchant's sandbox. Each part has a lock of its own, held only for as long as memory is touched.
pub(crate) struct World {
    pub(crate) shared: Arc<Shared>,
    pub(crate) time: Time,
    settings: RwLock<Arc<Settings>>,
    tokens: Mutex<(Tokens, Ids)>,
    pub(crate) store: SharedStore,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
    /// What webhooks announce.
    pub(crate) events: Events,
    pub(crate) due: Due,
    pub(crate) webhooks: Webhooks,
    /// Where changes are noted, if they are to outlive the process.
    notes: Option<Notes>,
}

impl World {
    /// An empty world; three generators with seeds of their own, so that how often one is asked does not move the
    /// others. Its key has been taken among those of the other merchants.
    pub(crate) fn among(shared: Arc<Shared>, seed: u64, settings: Settings) -> Self {
        Self {
            shared,
            time: Time::default(),
            settings: RwLock::new(Arc::new(settings)),
            tokens: Mutex::new((Tokens::default(), Ids::seeded(seed ^ 0x746f_6b65_6e73))),
            store: SharedStore::new(Store::seeded(seed)),
            faults: Faults::seeded(seed ^ 0x6661_756c_7473),
            requests: RequestLog::default(),
            events: Events::default(),
            due: Due::default(),
            webhooks: Webhooks::default(),
            notes: None,
        }
    }

    /// A world without other merchants.
    #[cfg(test)]
    pub(crate) fn new(seed: u64, settings: Settings) -> Self {
        let shared = Shared::default();
        shared.keys.take(&settings.api_key);
        Self::among(Arc::new(shared), seed, settings)
    }

    /// Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.time.now()
    }

    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&read(&self.settings))
    }

    /// Changes what the patch names and returns the settings after it.
    pub(crate) fn update_settings(&self, patch: SettingsPatch) -> Result<Arc<Settings>, ControlError> {
        let mut current = write(&self.settings);
        let next = patch.applied_to(&current)?;
        if !self.shared.keys.exchange(&current.api_key, &next.api_key) {
            return Err(ControlError::taken_key());
        }
        *current = Arc::new(next);
        self.note_settings(&current);
        Ok(Arc::clone(&current))
    }

    pub(crate) fn add_development_account(&self) -> Arc<Settings> {
        let mut current = write(&self.settings);
        let mut next = (**current).clone();
        next.add_development_account();
        *current = Arc::new(next);
        self.note_settings(&current);
        Arc::clone(&current)
    }

    pub(crate) fn set_faults(&self, faults: Vec<Fault>) -> Result<(), ControlError> {
        self.faults.replace(faults)
    }

    /// Back to empty: payments, keys, schedules, ledger, events, webhooks, request log and faults go;
    /// settings, clock and tokens stay.
    pub(crate) fn reset(&self) {
        self.store.lock().clear();
        self.faults.clear();
        self.requests.clear();
        self.events.clear();
        self.webhooks.clear();
    }

    /// Says to what waits for its time that the clock shows another.
    pub(crate) fn clock_moved(&self) {
        self.note(|| Change::Clock(self.time.setting()));
        self.due.changed();
        self.webhooks.wake();
    }

    /// Something that a shop is told of: it is kept, and announced to where the shop wants to be told.
    pub(crate) fn happened(&self, kind: EventKind, payment: &Arc<Payment>, at: i64) {
        let settings = self.settings();
        let own = settings.webhook_address(payment.account.sandbox);
        let url = match kind {
            EventKind::Cancelled => own.filter(|_| self.webhooks.has_announced(payment.imp_uid)),
            EventKind::Approved | EventKind::ScheduleAttempted | EventKind::TurnedPaid => {
                payment.notice_url.as_deref().or(own)
            }
        };
        if let Some(url) = url {
            let customer_uids: Vec<String> = payment.customer_uid.iter().map(ToString::to_string).collect();
            let notice = self.faults.notice(Subject {
                operation: Some(Operation::Webhook),
                customer_uids: &customer_uids,
                merchant_uids: &[payment.merchant_uid.to_string()],
            });
            let event = Event::of(kind, payment, at);
            self.webhooks.announce(payment.imp_uid, &event, url, settings.webhook_content_type, notice);
            self.note(|| Change::Announced(payment.imp_uid));
        }
        self.events.happened(kind, payment, at);
    }

    /// A failed payment turns paid by itself, as after a PG's outage.
    pub(crate) fn turn_paid(&self, imp_uid: &str) -> Result<(), ControlError> {
        let now = self.now();
        let turned = ImpUid::parse(imp_uid).and_then(|imp_uid| self.store.lock().turn_paid(imp_uid, now));
        let payment =
            turned.ok_or_else(|| ControlError::value("imp_uid", "the imp_uid of a failed payment"))?;
        self.happened(EventKind::TurnedPaid, &payment, now);
        Ok(())
    }

    pub(crate) fn issue_token(&self, api_key: &str) -> Token {
        let now = self.now();
        let mut guard = lock(&self.tokens);
        let (tokens, ids) = &mut *guard;
        tokens.issue(api_key, now, || ids.token())
    }

    pub(crate) fn is_good_token(&self, value: &str) -> bool {
        lock(&self.tokens).0.is_good(value, self.now())
    }

    pub(crate) fn forget_token(&self, value: &str) {
        lock(&self.tokens).0.forget(value);
    }

    /// Forgets the token of the key in the settings.
    pub(crate) fn forget_current_token(&self) {
        lock(&self.tokens).0.forget_key(&self.settings().api_key);
    }
}
