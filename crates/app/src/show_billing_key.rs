//! Show a billing key.

use std::sync::Arc;

use keyin_domain::{BillingKey, CustomerUid};
use keyin_ports::{BillingKeys, ReadError};

/// Shows a billing key.
#[derive(Clone)]
pub struct ShowBillingKey {
    keys: Arc<dyn BillingKeys>,
}

impl ShowBillingKey {
    /// Over this port.
    pub fn new(keys: Arc<dyn BillingKeys>) -> Self {
        Self { keys }
    }

    /// The key of that customer_uid.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn run(&self, customer: &CustomerUid) -> Result<BillingKey, ReadError> {
        self.keys.find(customer).await
    }
}
