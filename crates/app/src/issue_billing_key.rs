//! Issue a billing key without a payment, where the PG offers it.

use std::sync::Arc;

use keyin_domain::{BillingKey, Pg};
use keyin_ports::{BillingKeyRequest, BillingKeys, Clock, IssueError, ReadError};

use crate::capability::{Operation, require};
use crate::card_doubt::doubt;
use crate::{BillingKeyTaken, CardDoubt, Unsupported};

/// A standalone billing key as somebody orders it.
#[derive(Debug)]
pub struct IssueOrder {
    /// What is asked of the gateway.
    pub request: BillingKeyRequest,
    /// The merchant has the separate contract that some PGs want (Settlebank does).
    pub contracted: bool,
    /// Replace a key that stands under the customer_uid. The old key is not revoked at the PG.
    pub replace: bool,
    /// Send the card although its number fails Luhn or its expiry has passed.
    pub allow_unverified_card: bool,
}

/// Why no key was issued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssueProblem {
    /// The PG does not offer it. Nothing was sent.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// The card does not look right. Nothing was sent.
    #[error("the card does not look right")]
    CardDoubt(CardDoubt),
    /// The customer_uid is in use. Nothing was sent.
    #[error(transparent)]
    Taken(#[from] BillingKeyTaken),
    /// Whether the customer_uid is in use could not be found out. Nothing was sent.
    #[error("the billing key could not be read")]
    Unread(#[source] ReadError),
    /// The gateway's answer.
    #[error(transparent)]
    Gateway(#[from] IssueError),
}

/// Issues standalone billing keys.
#[derive(Clone)]
pub struct IssueBillingKey {
    keys: Arc<dyn BillingKeys>,
    clock: Arc<dyn Clock>,
}

impl IssueBillingKey {
    /// Over these ports.
    pub fn new(keys: Arc<dyn BillingKeys>, clock: Arc<dyn Clock>) -> Self {
        Self { keys, clock }
    }

    /// Whether the PG offers it: a face may ask before it asks for the card. `contracted` is the merchant's
    /// word that the separate contract stands.
    ///
    /// # Errors
    /// [`Unsupported`].
    pub fn offered(pg: Option<&Pg>, contracted: bool) -> Result<(), Unsupported> {
        require(Operation::StandaloneBillingKey, pg, contracted)
    }

    /// Issues the key. After a lost reply the key is read once: if none stood there before and one does now,
    /// it was issued.
    ///
    /// # Errors
    /// [`IssueProblem`].
    pub async fn run(&self, order: IssueOrder) -> Result<BillingKey, IssueProblem> {
        let IssueOrder { request, contracted, replace, allow_unverified_card } = order;
        Self::offered(request.pg.as_ref(), contracted)?;
        if !allow_unverified_card && let Some(doubt) = doubt(&request.card, self.clock.now()) {
            return Err(IssueProblem::CardDoubt(doubt));
        }
        let customer = request.customer_uid.clone();
        let before = match self.keys.find(&customer).await {
            Ok(_) if !replace => return Err(BillingKeyTaken.into()),
            Ok(key) => Some(key),
            Err(ReadError::NotFound) => None,
            Err(error) => return Err(IssueProblem::Unread(error)),
        };
        match self.keys.issue(request).await {
            Ok(key) => Ok(key),
            Err(IssueError::Unknown(cause)) => match self.keys.find(&customer).await {
                Ok(key) if Some(&key) != before.as_ref() => Ok(key),
                _ => Err(IssueError::Unknown(cause).into()),
            },
            Err(error) => Err(error.into()),
        }
    }
}
