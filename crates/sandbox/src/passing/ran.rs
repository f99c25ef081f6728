//! What fell due and was done.

use serde::Serialize;

use crate::store::{Payment, Scheduled};
use crate::time::Clock;
use crate::webhooks::Webhook;

/// One thing that fell due and was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ran {
    /// When, Unix seconds.
    pub at: i64,
    /// What it was.
    pub kind: RanKind,
    /// The merchant's name for the payment.
    pub merchant_uid: String,
    /// The billing key that was to pay, where there is one.
    pub customer_uid: Option<String>,
    /// The payment that was made; `None` when the attempt was refused without one.
    pub imp_uid: Option<String>,
    /// The payment's status, `paid` or `failed`; of a webhook the one that it told.
    pub status: &'static str,
    /// The webhook that was sent; what it was answered stands in its log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<u64>,
}

/// What fell due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RanKind {
    /// The attempt of a scheduled payment.
    Schedule,
    /// A failed payment that turned paid by itself.
    TurnPaid,
    /// A webhook.
    Webhook,
}

/// What the clock shows after it was moved, and what ran on the way, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advanced {
    /// The clock.
    #[serde(flatten)]
    pub clock: Clock,
    /// What fell due, in the order of time.
    pub ran: Vec<Ran>,
}

impl Ran {
    pub(super) fn schedule((schedule, payment): &Scheduled, at: i64) -> Self {
        Self {
            at,
            kind: RanKind::Schedule,
            merchant_uid: schedule.order.merchant_uid.to_string(),
            customer_uid: Some(schedule.customer_uid.to_string()),
            imp_uid: payment.as_ref().map(|payment| payment.imp_uid.to_string()),
            status: payment.as_ref().map_or("failed", |payment| payment.status.name()),
            webhook: None,
        }
    }

    pub(super) fn turn_paid(payment: &Payment, at: i64) -> Self {
        Self {
            at,
            kind: RanKind::TurnPaid,
            merchant_uid: payment.merchant_uid.to_string(),
            customer_uid: payment.customer_uid.as_deref().map(str::to_owned),
            imp_uid: Some(payment.imp_uid.to_string()),
            status: payment.status.name(),
            webhook: None,
        }
    }

    pub(super) fn webhook(webhook: &Webhook, at: i64) -> Self {
        Self {
            at,
            kind: RanKind::Webhook,
            merchant_uid: webhook.merchant_uid.clone(),
            customer_uid: None,
            imp_uid: Some(webhook.imp_uid.clone()),
            status: webhook.status,
            webhook: Some(webhook.id),
        }
    }
}
