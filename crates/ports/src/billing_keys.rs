//! Billing keys at the gateway.

use async_trait::async_trait;
use keyin_domain::{
    BillingKey, Buyer, CancelReason, Card, CustomerUid, Decline, NotSentCause, Pg, Refusal, UnknownCause,
};

use crate::ReadError;

/// A standalone billing key to be issued: the card is checked and kept, nothing is charged.
#[derive(Debug)]
pub struct BillingKeyRequest {
    /// The merchant's name for the key. One for each card: an existing one is replaced without revoking
    /// the old key at the PG.
    pub customer_uid: CustomerUid,
    /// The card.
    pub card: Card,
    /// The PG; none means the merchant's default channel.
    pub pg: Option<Pg>,
    /// The holder.
    pub customer: Buyer,
}

/// Why no billing key was issued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// The card was refused. Nothing is stored.
    #[error("the card was refused: {}", .0.code())]
    Declined(Decline),
    /// The gateway refused the request. Nothing is stored.
    #[error("the gateway refused the request: {}", .0.code())]
    Refused(Refusal),
    /// Nothing reached the gateway.
    #[error("nothing was sent: {}", .0.code())]
    NotSent(NotSentCause),
    /// Whether the key is stored is unknown: read it before doing anything else.
    #[error("whether the key was issued is unknown: {}", .0.code())]
    Unknown(UnknownCause),
}

/// Why a billing key was not revoked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevokeError {
    /// There is no such key.
    #[error("there is no such billing key")]
    NotFound,
    /// The gateway refused; the key stands.
    #[error("the gateway refused the request: {}", .0.code())]
    Refused(Refusal),
    /// Nothing reached the gateway; the key stands.
    #[error("nothing was sent: {}", .0.code())]
    NotSent(NotSentCause),
    /// Whether the key is gone is unknown: read it.
    #[error("whether the key was revoked is unknown: {}", .0.code())]
    Unknown(UnknownCause),
}

/// Billing keys, known by the merchant's `customer_uid`. No money moves here.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BillingKeys: Send + Sync {
    /// Reads one. May be repeated and dropped at will.
    ///
    /// # Errors
    /// MUST be [`ReadError::NotFound`] only on the gateway's own well-formed word that there is none.
    async fn find(&self, uid: &CustomerUid) -> Result<BillingKey, ReadError>;

    /// Issues a key without charging. Not idempotent: a repeat replaces the key. The caller checks first
    /// that the PG offers it. Dropping the future leaves it unknown whether the key was issued.
    ///
    /// # Errors
    /// [`IssueError`] says what is known of the key; everything that is not proven MUST be
    /// [`IssueError::Unknown`].
    async fn issue(&self, request: BillingKeyRequest) -> Result<BillingKey, IssueError>;

    /// Deletes a key for good and returns what was deleted. Schedules that hang on it are not revoked.
    /// Dropping the future leaves it unknown whether the key is gone.
    ///
    /// # Errors
    /// [`RevokeError`]; a repeat after success MUST be [`RevokeError::NotFound`].
    async fn revoke(&self, uid: &CustomerUid, reason: &CancelReason) -> Result<BillingKey, RevokeError>;
}

const _: fn(&dyn BillingKeys) = |_| ();
