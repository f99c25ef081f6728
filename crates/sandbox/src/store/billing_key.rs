//! A billing key as it is kept: what a card looks like and what it will do, never its number.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Account;
use crate::card::CardFace;
use crate::test_cards::CardBehaviour;

/// One billing key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BillingKey {
    pub(crate) customer_uid: Box<str>,
    pub(crate) account: Arc<Account>,
    pub(crate) card: CardFace,
    #[serde(with = "crate::data::behaviour")]
    pub(crate) behaviour: CardBehaviour,
    pub(crate) customer: Customer,
    /// Unix seconds of the first registration under this uid.
    pub(crate) inserted: i64,
    /// Unix seconds of the latest one.
    pub(crate) updated: i64,
}

/// Who the key belongs to, as the merchant said.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Customer {
    /// The PG's own name for the customer, where it wants one.
    pub(crate) id: Option<Box<str>>,
    pub(crate) name: Option<Box<str>>,
    pub(crate) tel: Option<Box<str>>,
    pub(crate) email: Option<Box<str>>,
    pub(crate) addr: Option<Box<str>>,
    pub(crate) postcode: Option<Box<str>>,
}
