//! A payment as it is kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::TaxParts;
use crate::card::CardFace;
use crate::ids::ImpUid;
use crate::test_cards::Decline;

/// One payment, good or bad.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) imp_uid: ImpUid,
    pub(crate) merchant_uid: Arc<str>,
    pub(crate) account: Arc<Account>,
    pub(crate) status: Status,
    pub(crate) amount: i64,
    pub(crate) cancel_amount: i64,
    pub(crate) tax: TaxParts,
    pub(crate) name: Option<Box<str>>,
    pub(crate) buyer: Option<Box<Buyer>>,
    pub(crate) custom_data: Option<Box<str>>,
    /// Where its call wanted to be told of it.
    pub(crate) notice_url: Option<Arc<str>>,
    pub(crate) user_agent: Option<Arc<str>>,
    pub(crate) card: Option<CardFace>,
    pub(crate) card_quota: u32,
    pub(crate) customer_uid: Option<Box<str>>,
    pub(crate) usage: Option<Usage>,
    /// Why the PG does not cancel it; `None`: it does.
    #[serde(with = "crate::data::refusal")]
    pub(crate) cancel_refusal: Option<Box<Decline>>,
    /// The PG's transaction number, of paid ones.
    pub(crate) pg_tid: Option<Box<str>>,
    /// The card company's approval number, of paid ones.
    pub(crate) approval: Option<u32>,
    pub(crate) fail_reason: Option<Box<str>>,
    pub(crate) started_at: i64,
    pub(crate) paid_at: i64,
    pub(crate) failed_at: i64,
    /// How it had failed, of one that turned paid later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failed_first: Option<Box<Failure>>,
    pub(crate) cancels: Vec<Cancel>,
}

/// When a payment failed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    at: i64,
    reason: Option<Box<str>>,
}

/// The shop's account with a PG at the time of the payment.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) pg_provider: String,
    pub(crate) pg_id: String,
    pub(crate) sandbox: bool,
}

/// What the merchant said of the payer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Buyer {
    pub(crate) name: Option<Box<str>>,
    pub(crate) email: Option<Box<str>>,
    pub(crate) tel: Option<Box<str>>,
    pub(crate) addr: Option<Box<str>>,
    pub(crate) postcode: Option<Box<str>>,
}

/// The four statuses of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Ready,
    Paid,
    Cancelled,
    Failed,
}

impl Status {
    pub(crate) const ALL: [Self; 4] = [Self::Ready, Self::Paid, Self::Cancelled, Self::Failed];

    /// The status a path names.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "ready" => Some(Self::Ready),
            "paid" => Some(Self::Paid),
            "cancelled" => Some(Self::Cancelled),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }

    /// The API's word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }
}

/// What a payment had to do with its customer_uid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Usage {
    Issue,
    Payment,
    #[serde(rename = "payment.scheduled")]
    Scheduled,
}

/// One cancel of a payment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Cancel {
    pub(crate) pg_tid: Box<str>,
    pub(crate) amount: i64,
    pub(crate) tax_free: i64,
    pub(crate) cancelled_at: i64,
    pub(crate) reason: Box<str>,
    pub(crate) cancellation_id: Box<str>,
}

impl Payment {
    /// What can still be cancelled, in won.
    pub(crate) fn balance(&self) -> i64 {
        if self.is_charged() { self.amount - self.cancel_amount } else { 0 }
    }

    /// Whether money was captured, whatever was given back since.
    pub(crate) fn is_charged(&self) -> bool {
        matches!(self.status, Status::Paid | Status::Cancelled)
    }

    /// A partial cancel says `cancelled` too; only the amounts tell the difference.
    pub(super) fn apply(&mut self, cancel: Cancel) {
        self.status = Status::Cancelled;
        self.cancel_amount += cancel.amount;
        self.cancels.push(cancel);
    }

    /// What a PG's late report makes of a failed payment.
    pub(super) fn turn_paid(&mut self, at: i64, pg_tid: Box<str>, approval: u32) {
        self.failed_first = Some(Box::new(Failure { at: self.failed_at, reason: self.fail_reason.take() }));
        self.status = Status::Paid;
        self.paid_at = at;
        self.failed_at = 0;
        self.pg_tid = Some(pg_tid);
        self.approval = Some(approval);
    }

    /// What could be seen of it at an earlier time: nothing before it was finished, how it had failed before it turned
    /// paid, and only the cancels made by then.
    pub(crate) fn as_of(&self, at: i64) -> Option<Self> {
        let mut earlier = self.clone();
        earlier.cancels.retain(|cancel| cancel.cancelled_at <= at);
        earlier.cancel_amount = earlier.cancels.iter().map(|cancel| cancel.amount).sum();
        if earlier.status == Status::Cancelled && earlier.cancels.is_empty() {
            earlier.status = Status::Paid;
        }
        if earlier.status == Status::Paid && earlier.paid_at > at {
            earlier.fail_again();
        }
        (earlier.settled_at() <= at).then_some(earlier)
    }

    fn fail_again(&mut self) {
        if let Some(failure) = self.failed_first.take() {
            self.status = Status::Failed;
            self.paid_at = 0;
            self.failed_at = failure.at;
            self.fail_reason = failure.reason;
            self.pg_tid = None;
            self.approval = None;
        }
    }

    pub(crate) fn cancelled_at(&self) -> i64 {
        self.cancels.last().map_or(0, |cancel| cancel.cancelled_at)
    }

    /// When it came to its status, which is when it last changed.
    pub(crate) fn settled_at(&self) -> i64 {
        match self.status {
            Status::Ready => self.started_at,
            Status::Paid => self.paid_at,
            Status::Cancelled => self.cancelled_at(),
            Status::Failed => self.failed_at,
        }
    }
}
