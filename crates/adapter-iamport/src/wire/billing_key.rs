//! A billing key as the gateway reports it.

use keyin_domain::{BillingKey, CustomerUid};
use serde::Deserialize;

use super::payment;
use super::value::{Text, Truth, Whole};

/// The fields of `CustomerAnnotation` that are used here; those of a smart-routing key are ignored.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct KeyRecord<'a> {
    #[serde(borrow)]
    customer_uid: Text<'a>,
    #[serde(borrow)]
    pg_provider: Text<'a>,
    #[serde(borrow)]
    pg_id: Text<'a>,
    #[serde(borrow)]
    card_code: Text<'a>,
    #[serde(borrow)]
    card_name: Text<'a>,
    #[serde(borrow)]
    card_number: Text<'a>,
    #[serde(borrow)]
    customer_name: Text<'a>,
    inserted: Whole,
    updated: Whole,
    sandbox: Truth,
}

impl KeyRecord<'_> {
    /// The key; none if it is not the one asked about.
    pub(crate) fn into_key(self, asked: &CustomerUid) -> Option<BillingKey> {
        if self.customer_uid.get() != Some(asked.as_str()) {
            return None;
        }
        Some(BillingKey {
            customer_uid: asked.clone(),
            pg: payment::pg(&self.pg_provider, &self.pg_id),
            card: payment::card(&self.card_number, self.card_code, self.card_name),
            customer_name: self.customer_name.owned(),
            registered_at: self.inserted.time(),
            updated_at: self.updated.time(),
            sandbox: self.sandbox.0,
        })
    }
}
