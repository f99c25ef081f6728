//! List the billing keys that the journal has seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::StreamExt;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{BillingKey, CustomerUid};
use keyin_ports::{BillingKeys, Journal, JournalError, ReadError};

use crate::{ChargeList, ListCharges};

/// So many keys are read together: each mostly waits for its answer.
const AT_ONCE: usize = 8;

/// A billing key that charges of the journal have used or were to register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// The merchant's name for it.
    pub customer_uid: CustomerUid,
    /// How many charges of the journal name it.
    pub charges: u64,
    /// When the newest of them was written down.
    pub last_charge: Timestamp,
    /// What the gateway says of it now: [`ReadError::NotFound`] if it stands no longer, or was never registered.
    pub key: Result<BillingKey, ReadError>,
}

/// Lists billing keys.
#[derive(Clone)]
pub struct ListBillingKeys {
    keys: Arc<dyn BillingKeys>,
    journal: Arc<dyn Journal>,
}

impl ListBillingKeys {
    /// Over these ports.
    pub fn new(keys: Arc<dyn BillingKeys>, journal: Arc<dyn Journal>) -> Self {
        Self { keys, journal }
    }

    /// Tells `report` of each key, in the order of the customer_uids, until it says that it wants no more. The gateway
    /// has no list of its keys, so the journal says which there are, and the gateway how each of them stands. What was
    /// registered elsewhere and never charged through the journal is not among them.
    ///
    /// # Errors
    /// [`JournalError`]; a gateway that does not answer is told with the key.
    pub async fn run(&self, mut report: impl FnMut(&KnownKey) -> bool + Send) -> Result<(), JournalError> {
        let seen = self.seen().await?;
        let read = |(customer_uid, (charges, last_charge)): (CustomerUid, (u64, Timestamp))| async move {
            let key = self.keys.find(&customer_uid).await;
            KnownKey { customer_uid, charges, last_charge, key }
        };
        let mut keys = std::pin::pin!(futures::stream::iter(seen).map(read).buffered(AT_ONCE));
        while let Some(key) = keys.next().await {
            if !report(&key) {
                break;
            }
        }
        Ok(())
    }

    /// Every customer_uid in the journal, with how often and how lately it was named.
    async fn seen(&self) -> Result<BTreeMap<CustomerUid, (u64, Timestamp)>, JournalError> {
        let mut seen = BTreeMap::new();
        let list = ListCharges::new(self.journal.clone());
        list.run(&ChargeList::default(), |charge| {
            if let Some(customer_uid) = charge.intent().method().customer_uid() {
                // The newest comes first.
                let (charges, _) = seen.entry(customer_uid.clone()).or_insert((0, charge.created_at()));
                *charges += 1;
            }
            true
        })
        .await?;
        Ok(seen)
    }
}
