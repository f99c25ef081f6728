//! Webhooks of one merchant: what is to be sent and when, what is held back, and what was sent.
//!
//! They are sent one at a time in the order they fall due, so that only a fault mixes them up.

mod log;
mod message;
mod send;
mod target;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};

use tokio::sync::{MutexGuard, Notify};

use crate::events::Event;
use crate::faults::Notice;
use crate::ids::ImpUid;
use crate::lock::lock;
use crate::settings::WebhookContentType;

pub(crate) use log::Failure;
pub use log::{Failure as WebhookFailure, Webhook, WebhookAttempt, WebhookState};
pub(crate) use message::Message;
pub(crate) use send::{Sending, send};
pub(crate) use target::Hosts;

use log::Log;

/// Seconds between a failed sending and the next, where retries were asked for.
const PAUSE: i64 = 60;
/// How often a webhook is sent at most, without what a control asks for: once, and five times more.
const SENDINGS: u8 = 6;

/// A sending that falls due.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) id: u64,
    pub(crate) url: Arc<str>,
    pub(crate) message: Arc<Message>,
    /// How often it was sent before.
    sent: u8,
}

impl Delivery {
    pub(crate) fn sending(&self) -> Sending {
        if self.sent == 0 { Sending::First } else { Sending::Again }
    }
}

/// The webhooks of one merchant.
#[derive(Debug, Default)]
pub(crate) struct Webhooks {
    inner: Mutex<Inner>,
    /// Who has it sends, so that each webhook is sent once and in order.
    turn: tokio::sync::Mutex<()>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    log: Log,
    /// By when they fall due and the order they were put in.
    queue: BTreeMap<(i64, u64), Delivery>,
    queued: u64,
    /// Those that a fault holds back.
    held: Vec<Delivery>,
    /// The payments of which the merchant was told: only their cancels are announced.
    announced: HashSet<ImpUid>,
}

impl Webhooks {
    /// Waits until nobody else sends.
    pub(crate) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Says that something else may be the next to fall due, or that the clock was moved.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits until somebody has said so.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Notes what is to be sent of an event, as the faults will have it.
    pub(crate) fn announce(
        &self,
        imp_uid: ImpUid,
        event: &Event,
        url: &str,
        content_type: WebhookContentType,
        notice: Notice,
    ) {
        let mut inner = lock(&self.inner);
        inner.announced.insert(imp_uid);
        let message = Arc::new(Message::of(event, content_type));
        let url: Arc<str> = url.into();
        for _ in 0..if notice.doubled && !notice.lost { 2 } else { 1 } {
            let id = inner.log.add(webhook(event, &url, &message));
            let delivery = Delivery { id, url: Arc::clone(&url), message: Arc::clone(&message), sent: 0 };
            if notice.lost {
                inner.log.set(id, WebhookState::Lost);
            } else if notice.reordered {
                inner.log.set(id, WebhookState::Held);
                inner.held.push(delivery);
            } else {
                inner.put(event.at.saturating_add_unsigned(notice.postponed), delivery);
            }
        }
        drop(inner);
        self.wake();
    }

    /// Whether the merchant was told of this payment.
    pub(crate) fn has_announced(&self, imp_uid: ImpUid) -> bool {
        lock(&self.inner).announced.contains(&imp_uid)
    }

    /// The merchant was told of this payment before the process began.
    pub(crate) fn remember_announced(&self, imp_uid: ImpUid) {
        lock(&self.inner).announced.insert(imp_uid);
    }

    /// When the next one falls due.
    pub(crate) fn next_due(&self) -> Option<i64> {
        lock(&self.inner).queue.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes out the first that is due by then, with the time it fell due.
    pub(crate) fn take(&self, until: i64) -> Option<(i64, Delivery)> {
        let mut inner = lock(&self.inner);
        let first = inner.queue.first_entry().filter(|first| first.key().0 <= until)?;
        let ((due, _), delivery) = first.remove_entry();
        Some((due, delivery))
    }

    /// Notes what became of a sending, and what follows from it: another sending, and what was held back behind it.
    pub(crate) fn sent(&self, mut delivery: Delivery, at: i64, outcome: Result<u16, Failure>, retries: bool) {
        let mut inner = lock(&self.inner);
        let attempt = WebhookAttempt::new(at, outcome, false);
        inner.log.attempted(delivery.id, attempt);
        for held in std::mem::take(&mut inner.held) {
            inner.log.set(held.id, WebhookState::Waiting);
            inner.put(at, held);
        }
        delivery.sent += 1;
        let is_known = inner.log.get(delivery.id).is_some();
        if retries && is_known && delivery.sent < SENDINGS && attempt.calls_for_another() {
            inner.log.set(delivery.id, WebhookState::Waiting);
            inner.put(at + PAUSE, delivery);
        }
    }

    /// Notes a sending that a control asked for.
    pub(crate) fn resent(&self, id: u64, at: i64, outcome: Result<u16, Failure>) {
        lock(&self.inner).log.attempted(id, WebhookAttempt::new(at, outcome, true));
    }

    pub(crate) fn get(&self, id: u64) -> Option<Webhook> {
        lock(&self.inner).log.get(id).cloned()
    }

    pub(crate) fn list(&self) -> Vec<Webhook> {
        lock(&self.inner).log.list()
    }

    /// Forgets all, and sends nothing that was to be sent.
    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.inner);
        inner.log.clear();
        inner.queue.clear();
        inner.held.clear();
        inner.announced.clear();
    }
}

impl Inner {
    fn put(&mut self, due: i64, delivery: Delivery) {
        let place = (due, self.queued);
        self.queued += 1;
        self.queue.insert(place, delivery);
    }
}

fn webhook(event: &Event, url: &str, message: &Message) -> Webhook {
    Webhook {
        id: 0,
        at: event.at,
        imp_uid: event.imp_uid.clone(),
        merchant_uid: event.merchant_uid.clone(),
        status: event.status,
        url: url.to_owned(),
        content_type: message.content_type,
        body: message.body.clone(),
        state: WebhookState::Waiting,
        attempts: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
