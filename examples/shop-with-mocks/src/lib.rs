//! The returns desk of a shop: an order that comes back is paid back, once.
//!
//! The shop's own code knows the port [`PaymentGateway`] and nothing behind it. Its tests, in
//! `tests/returns.rs`, put a mock in its place; in production it is a `keyin_adapter_iamport::IamportGateway`.

#![forbid(unsafe_code)]

use std::sync::Arc;

use keyin_domain::{CancelReason, MerchantUid, Money, Payment};
use keyin_ports::{CancelError, CancelRequest, PaymentGateway};

/// What became of a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Return {
    /// So much was paid back.
    PaidBack(Money),
    /// Nothing is left to pay back: the order was never paid, or was paid back before.
    NothingLeft,
    /// Certainly nothing was paid back; the desk may try again.
    TryAgain,
    /// Money may be on its way: a person looks before anybody tries again.
    InDoubt,
}

/// Takes goods back.
#[derive(Clone)]
pub struct ReturnsDesk {
    gateway: Arc<dyn PaymentGateway>,
    reason: CancelReason,
}

impl ReturnsDesk {
    /// Over that gateway; `reason` is what the customer reads on the slip.
    pub fn new(gateway: Arc<dyn PaymentGateway>, reason: CancelReason) -> Self {
        Self { gateway, reason }
    }

    /// Pays back what is left of an order.
    pub async fn take_back(&self, order: &MerchantUid) -> Return {
        // A read that fails proves nothing: it must not be taken for "never paid".
        let Ok(attempts) = self.gateway.look_up(order).await else { return Return::TryAgain };
        let Some(payment) = attempts.records().iter().find(|payment| !payment.balance().is_zero()) else {
            return Return::NothingLeft;
        };
        match self.gateway.cancel(self.all_that_is_left_of(payment)).await {
            Ok(_) => Return::PaidBack(payment.balance()),
            Err(CancelError::AlreadyCancelled) => Return::NothingLeft,
            Err(
                CancelError::NotFound
                | CancelError::Declined(_)
                | CancelError::Refused(_)
                | CancelError::NotSent(_),
            ) => Return::TryAgain,
            Err(CancelError::Unknown(_)) => Return::InDoubt,
        }
    }

    /// The balance goes with it, so that the gateway refuses the same cancel again.
    fn all_that_is_left_of(&self, payment: &Payment) -> CancelRequest {
        let balance = payment.balance();
        CancelRequest {
            imp_uid: payment.imp_uid().clone(),
            amount: balance,
            tax_free: None,
            vat: None,
            balance,
            reason: self.reason.clone(),
        }
    }
}
