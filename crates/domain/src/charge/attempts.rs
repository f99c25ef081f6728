//! What a look-up by merchant_uid found.

use crate::Payment;

/// Every record that the gateway holds under one merchant_uid: failed attempts, then perhaps a success.
///
/// None is an answer too (the well-formed "no such payment"), but while a request may still be under way
/// it proves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts(Vec<Payment>);

impl Attempts {
    /// All pages of the look-up, in any order.
    pub fn new(records: Vec<Payment>) -> Self {
        Self(records)
    }

    /// The gateway knows no payment of that merchant_uid.
    pub fn none() -> Self {
        Self::default()
    }

    /// The records.
    pub fn records(&self) -> &[Payment] {
        &self.0
    }
}
