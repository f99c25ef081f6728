//! An order to be paid, as the merchant sent it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Buyer;

/// What is to be paid, and what the merchant said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) merchant_uid: Arc<str>,
    /// Whole won, more than 0.
    pub(crate) amount: i64,
    pub(crate) tax: TaxParts,
    /// Months; 0 is a single payment.
    pub(crate) card_quota: u32,
    pub(crate) name: Option<Box<str>>,
    pub(crate) buyer: Option<Box<Buyer>>,
    pub(crate) custom_data: Option<Box<str>>,
    /// Where the merchant wants to hear of this payment, in place of the shop's own address.
    pub(crate) notice_url: Option<Arc<str>>,
}

/// How a sum is split for the tax office, in won.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaxParts {
    /// The part no VAT is on.
    pub(crate) tax_free: i64,
    /// The VAT itself, where the merchant reckons it.
    pub(crate) vat: Option<i64>,
}
