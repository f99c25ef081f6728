//! Issue a billing key without a payment, where the PG offers it.

use std::sync::Arc;

use keyin_domain::BillingKey;
use keyin_ports::{BillingKeyRequest, BillingKeys, IssueError, ReadError};

use crate::capability::{Operation, require};
use crate::{BillingKeyTaken, Unsupported};

/// A standalone billing key as somebody orders it.
#[derive(Debug)]
pub struct IssueOrder {
    /// What is asked of the gateway.
    pub request: BillingKeyRequest,
    /// The merchant has the separate contract that some PGs want (Settlebank does).
    pub contracted: bool,
    /// Replace a key that stands under the customer_uid. The old key is not revoked at the PG.
    pub replace: bool,
}

/// Why no key was issued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssueProblem {
    /// The PG does not offer it. Nothing was sent.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
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
}

impl IssueBillingKey {
    /// Over this port.
    pub fn new(keys: Arc<dyn BillingKeys>) -> Self {
        Self { keys }
    }

    /// Issues the key. After a lost reply the key is read once: if none stood there before and one does now,
    /// it was issued.
    ///
    /// # Errors
    /// [`IssueProblem`].
    pub async fn run(&self, order: IssueOrder) -> Result<BillingKey, IssueProblem> {
        let IssueOrder { request, contracted, replace } = order;
        require(Operation::StandaloneBillingKey, request.pg.as_ref(), contracted)?;
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
