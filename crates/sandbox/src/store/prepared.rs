//! A sum that is registered before its payment.

use serde::{Deserialize, Serialize};

use super::Store;
use crate::data::Change;

/// What is registered under a merchant_uid.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Prepared {
    /// In the currency's own unit, more than 0.
    pub(crate) amount: i64,
    pub(crate) currency: Box<str>,
}

impl Store {
    pub(crate) fn prepared(&self, merchant_uid: &str) -> Option<&Prepared> {
        self.prepared.get(merchant_uid)
    }

    /// Keeps a sum, in place of one that is there.
    pub(crate) fn prepare(&mut self, merchant_uid: Box<str>, prepared: Prepared) {
        self.note(|_| Change::Prepared(merchant_uid.clone(), prepared.clone()));
        self.prepared.insert(merchant_uid, prepared);
    }
}
