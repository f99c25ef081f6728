//! Revoke a billing key.

use std::sync::Arc;

use keyin_domain::{BillingKey, CancelReason, ChargeMethod, CustomerUid, MerchantUid};
use keyin_ports::{BillingKeys, Journal, JournalError, ReadError, RevokeError};

use crate::settling::awaits_outcome;

const PAGE: u32 = 500;

/// Why a key was not revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeProblem {
    /// A charge with this key is under way or unknown; it must be settled first. Nothing was sent.
    #[error("a charge with this billing key is not settled")]
    Unfinished(MerchantUid),
    /// The journal could not be read. Nothing was sent.
    #[error("the journal could not be used; nothing was sent")]
    Store(#[from] JournalError),
    /// The gateway's answer.
    #[error(transparent)]
    Gateway(#[from] RevokeError),
}

/// Revokes billing keys.
#[derive(Clone)]
pub struct RevokeBillingKey {
    keys: Arc<dyn BillingKeys>,
    journal: Arc<dyn Journal>,
}

impl RevokeBillingKey {
    /// Over these ports.
    pub fn new(keys: Arc<dyn BillingKeys>, journal: Arc<dyn Journal>) -> Self {
        Self { keys, journal }
    }

    /// Deletes the key for good; returns what was deleted, as far as it is known. After a lost reply the key
    /// is read once: if it is gone, it was revoked.
    ///
    /// # Errors
    /// [`RevokeProblem`].
    pub async fn run(
        &self,
        customer: &CustomerUid,
        reason: &CancelReason,
    ) -> Result<Option<BillingKey>, RevokeProblem> {
        if let Some(open) = self.unfinished(customer).await? {
            return Err(RevokeProblem::Unfinished(open));
        }
        match self.keys.revoke(customer, reason).await {
            Ok(key) => Ok(Some(key)),
            Err(RevokeError::Unknown(cause)) => match self.keys.find(customer).await {
                Err(ReadError::NotFound) => Ok(None),
                _ => Err(RevokeError::Unknown(cause).into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    async fn unfinished(&self, customer: &CustomerUid) -> Result<Option<MerchantUid>, JournalError> {
        let mut after = None;
        loop {
            let page = self.journal.unsettled(after.clone(), PAGE).await?;
            let uses_key = |method: &ChargeMethod| method.customer_uid() == Some(customer);
            let open =
                page.iter().find(|charge| awaits_outcome(charge) && uses_key(charge.intent().method()));
            if let Some(charge) = open {
                return Ok(Some(charge.intent().merchant_uid().clone()));
            }
            match page.last() {
                Some(last) => after = Some(last.intent().merchant_uid().clone()),
                None => return Ok(None),
            }
        }
    }
}
