//! What the gateway tells a shop about: the events that webhooks announce, in the order they happened.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde::Serialize;

use crate::lock::lock;
use crate::store::Payment;

/// How many events are remembered.
const REMEMBERED: usize = 10_000;

/// Something a shop is told about its payments (PortOne V1 webhooks).
///
/// A failed key-in or billing-key payment is none: the gateway says nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When it happened, Unix seconds.
    pub at: i64,
    /// What happened.
    pub kind: EventKind,
    /// The gateway's name for the payment.
    pub imp_uid: String,
    /// The merchant's name for the payment.
    pub merchant_uid: String,
    /// The payment's status: `paid`, `failed` or `cancelled`.
    pub status: &'static str,
    /// Which cancel, of cancels.
    pub cancellation_id: Option<String>,
    /// Where this payment's call wanted to be told; `None`: the shop's own address.
    pub notice_url: Option<String>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A key-in or billing-key payment was approved.
    Approved,
    /// A scheduled payment was attempted, by its time or by a retry; both outcomes are told.
    ScheduleAttempted,
    /// A cancel through the API that asked for its webhook. It goes to the shop's own address, and only if the
    /// payment itself was announced.
    Cancelled,
    /// A failed payment was approved later.
    TurnedPaid,
}

impl Event {
    /// An event of a payment as it stands after it.
    pub(crate) fn of(kind: EventKind, payment: &Payment, at: i64) -> Self {
        let cancel = payment.cancels.last().filter(|_| kind == EventKind::Cancelled);
        Self {
            at,
            kind,
            imp_uid: payment.imp_uid.to_string(),
            merchant_uid: payment.merchant_uid.to_string(),
            status: payment.status.name(),
            cancellation_id: cancel.map(|cancel| cancel.cancellation_id.to_string()),
            notice_url: payment.notice_url.as_deref().map(str::to_owned),
        }
    }
}

/// An event as it is kept: with its payment as it stood, which costs nothing until somebody looks.
#[derive(Debug)]
struct Kept {
    at: i64,
    kind: EventKind,
    payment: Arc<Payment>,
}

/// The last events, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Events(Mutex<VecDeque<Kept>>);

impl Events {
    /// Keeps an event; the oldest goes when there are too many.
    pub(crate) fn happened(&self, kind: EventKind, payment: &Arc<Payment>, at: i64) {
        let mut events = lock(&self.0);
        if events.len() == REMEMBERED {
            events.pop_front();
        }
        events.push_back(Kept { at, kind, payment: Arc::clone(payment) });
    }

    pub(crate) fn list(&self) -> Vec<Event> {
        lock(&self.0).iter().map(|kept| Event::of(kept.kind, &kept.payment, kept.at)).collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }
}
