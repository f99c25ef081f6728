//! The truth about money: one entry for each captured charge and each cancel.

use serde::Serialize;

use super::Payment;

/// One movement of money. A merchant_uid charged twice stands here twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerEntry {
    /// The merchant's name for the payment.
    pub merchant_uid: String,
    /// The gateway's name for the payment.
    pub imp_uid: String,
    /// The billing key's name, where one was issued or used.
    pub customer_uid: Option<String>,
    /// Which way the money went.
    pub kind: LedgerKind,
    /// Whole won, always positive.
    pub amount: i64,
    /// When, Unix seconds.
    pub at: i64,
}

/// Which way the money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// From the card to the merchant.
    Charge,
    /// Back to the card.
    Cancel,
}

/// An entry as it is kept: the names stand with the payment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Movement {
    pub(super) payment: usize,
    kind: LedgerKind,
    amount: i64,
    at: i64,
}

impl Movement {
    pub(super) fn charge(payment: usize, amount: i64, at: i64) -> Self {
        Self { payment, kind: LedgerKind::Charge, amount, at }
    }

    pub(super) fn cancel(payment: usize, amount: i64, at: i64) -> Self {
        Self { payment, kind: LedgerKind::Cancel, amount, at }
    }

    pub(super) fn entry(&self, payment: &Payment) -> LedgerEntry {
        LedgerEntry {
            merchant_uid: payment.merchant_uid.to_string(),
            imp_uid: payment.imp_uid.to_string(),
            customer_uid: payment.customer_uid.as_deref().map(str::to_owned),
            kind: self.kind,
            amount: self.amount,
            at: self.at,
        }
    }
}
