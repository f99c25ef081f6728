//! The payment gateway.

mod error;
mod permit;
mod request;

use async_trait::async_trait;
use keyin_domain::{Attempts, Decline, ImpUid, MerchantUid, Payment};

pub use error::{CancelError, ChargeError, ReadError, UnavailableCause};
pub use permit::SendPermit;
pub use request::{CancelRequest, ChargeRequest, RequestMismatch};

/// The gateway's clear answer to a charge. A decline is an answer, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Captured: this merchant_uid, amount and currency.
    Paid(Box<Payment>),
    /// Refused by the issuer or the PG. Nothing was charged.
    Declined {
        /// Why.
        decline: Decline,
        /// The failed record, where the gateway kept one. Some declines come as words alone.
        record: Option<ImpUid>,
    },
}

/// Moves money. Implementations are shared: every method may be called by many tasks at once.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PaymentGateway: Send + Sync {
    /// Charges once. **Not idempotent**: the gateway takes no idempotency key, so the permit is taken by
    /// value and an implementation or decorator MUST NOT let more than one request reach the gateway for
    /// it. Within one permit it may try again only after proof that nothing was carried out (the connection
    /// never came about, or the token was refused), and only while [`SendPermit::holds_at`].
    ///
    /// A permit for another merchant_uid, or one that no longer holds, MUST end in
    /// [`ChargeError::NotSent`] with no call made.
    ///
    /// Dropping the future leaves the outcome unknown; callers run it in a task of its own.
    ///
    /// # Errors
    /// [`ChargeError`] says what is known of the money. [`ChargeError::NotSent`] and
    /// [`ChargeError::Refused`] MUST be proven; everything else MUST be [`ChargeError::Unknown`], and an
    /// answer about another merchant_uid, amount or currency [`ChargeError::Mismatch`].
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError>;

    /// Every record under one merchant_uid, all pages. A pure read. The gateway's well-formed word that
    /// there is none is `Ok` with no records.
    ///
    /// # Errors
    /// [`ReadError`], which proves nothing about the payment. Never [`ReadError::NotFound`].
    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError>;

    /// One payment by the gateway's number. A pure read.
    ///
    /// # Errors
    /// MUST be [`ReadError::NotFound`] only on the gateway's own well-formed word.
    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError>;

    /// Gives money back, in part or in full; the request's checksum makes the gateway refuse a repeat.
    /// Dropping the future leaves the outcome unknown.
    ///
    /// # Errors
    /// [`CancelError`] says what is known of the money.
    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError>;
}

const _: fn(&dyn PaymentGateway) = |_| ();
