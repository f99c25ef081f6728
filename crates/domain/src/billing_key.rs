//! A billing key: a card kept at the PG under the merchant's own `customer_uid`.

use jiff::Timestamp;

use crate::{CardSummary, CustomerUid, Pg};

/// A stored billing key as the gateway reports it. The key itself never leaves the PG; merchants know it
/// by `customer_uid`, one for each card.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BillingKey {
    /// The merchant's name for the key.
    pub customer_uid: CustomerUid,
    /// The PG and merchant id it was issued under; it works with no other.
    pub pg: Option<Pg>,
    /// The card behind it.
    pub card: CardSummary,
    /// The holder's name as given when it was issued.
    pub customer_name: Option<String>,
    /// When the key was first registered.
    pub registered_at: Option<Timestamp>,
    /// When the card under it last changed.
    pub updated_at: Option<Timestamp>,
    /// Issued through a test channel.
    pub sandbox: bool,
}

impl BillingKey {
    /// Whether another card has taken the place of the first one under this `customer_uid`.
    pub fn was_replaced(&self) -> bool {
        matches!((self.registered_at, self.updated_at), (Some(first), Some(last)) if last > first)
    }
}

#[cfg(test)]
mod tests;
