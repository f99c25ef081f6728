//! A payment as the gateway reports it, with its cancels.

mod details;

pub use details::{Cancellation, CardSummary, PaymentDetails};

use crate::{ImpUid, MerchantUid, Money};

/// The gateway's own word for a payment.
///
/// The word alone does not tell what the money did: a *partial* cancel also says
/// [`Cancelled`](Self::Cancelled). Ask [`Payment::standing`], which goes by the amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum PaymentStatus {
    /// Begun and neither approved nor refused.
    Ready,
    /// Approved.
    Paid,
    /// Approved, then cancelled in part or in full.
    Cancelled,
    /// Refused.
    Failed,
}

impl PaymentStatus {
    /// Every word.
    pub const ALL: [Self; 4] = [Self::Ready, Self::Paid, Self::Cancelled, Self::Failed];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// The status of that word, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// What the money of a payment did, judged by its amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not decided.
    Pending,
    /// Captured, nothing given back.
    Paid,
    /// Captured, some of it given back.
    PartlyCancelled,
    /// Captured, all of it given back.
    FullyCancelled,
    /// Never captured.
    Failed,
}

/// Why the parts do not make a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPayment {
    /// Two amounts of one payment are in different currencies.
    #[error("the amounts of one payment are in different currencies")]
    CurrencyDiffers,
    /// More was given back than was paid.
    #[error("more was cancelled than was paid")]
    CancelledTooMuch,
}

/// A payment whose amounts fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "PaymentDetails")
)]
pub struct Payment(PaymentDetails);

impl Payment {
    /// Takes the parts in.
    ///
    /// # Errors
    /// When the currencies differ or more was cancelled than paid.
    pub fn new(details: PaymentDetails) -> Result<Self, InvalidPayment> {
        let currency = details.amount.currency();
        let foreign = |money: Money| money.currency() != currency;
        if foreign(details.cancelled) || details.cancels.iter().any(|cancel| foreign(cancel.amount)) {
            return Err(InvalidPayment::CurrencyDiffers);
        }
        if details.cancelled.minor() > details.amount.minor() {
            return Err(InvalidPayment::CancelledTooMuch);
        }
        Ok(Self(details))
    }

    /// Every part.
    pub fn details(&self) -> &PaymentDetails {
        &self.0
    }

    /// The gateway's number.
    pub fn imp_uid(&self) -> &ImpUid {
        &self.0.imp_uid
    }

    /// The merchant's number.
    pub fn merchant_uid(&self) -> &MerchantUid {
        &self.0.merchant_uid
    }

    /// What was asked for.
    pub fn amount(&self) -> Money {
        self.0.amount
    }

    /// What was given back.
    pub fn cancelled(&self) -> Money {
        self.0.cancelled
    }

    /// The gateway's word.
    pub fn status(&self) -> PaymentStatus {
        self.0.status
    }

    /// What can still be given back: nothing unless the payment was captured.
    pub fn balance(&self) -> Money {
        let nothing = Money::zero(self.amount().currency());
        if self.was_captured() {
            self.amount().checked_sub(self.cancelled()).unwrap_or(nothing)
        } else {
            nothing
        }
    }

    /// Whether the card was charged, even if the money was given back since: `paid`, or `cancelled` with a
    /// time of payment. A record cancelled without ever being paid moved no money.
    pub fn was_captured(&self) -> bool {
        match self.0.status {
            PaymentStatus::Paid => true,
            PaymentStatus::Cancelled => self.0.paid_at.is_some(),
            PaymentStatus::Ready | PaymentStatus::Failed => false,
        }
    }

    /// Whether this tells how the same payment stood before `known`: what was given back only grows, but reads lag.
    pub fn is_behind(&self, known: &Self) -> bool {
        self.imp_uid() == known.imp_uid() && self.cancelled().minor() < known.cancelled().minor()
    }

    /// What the money did, by the amounts.
    pub fn standing(&self) -> Standing {
        match self.0.status {
            PaymentStatus::Ready => Standing::Pending,
            PaymentStatus::Failed => Standing::Failed,
            PaymentStatus::Paid | PaymentStatus::Cancelled if !self.was_captured() => Standing::Failed,
            PaymentStatus::Paid | PaymentStatus::Cancelled => {
                if self.cancelled().is_zero() {
                    Standing::Paid
                } else if self.cancelled() == self.amount() {
                    Standing::FullyCancelled
                } else {
                    Standing::PartlyCancelled
                }
            }
        }
    }
}

impl TryFrom<PaymentDetails> for Payment {
    type Error = InvalidPayment;

    fn try_from(details: PaymentDetails) -> Result<Self, Self::Error> {
        Self::new(details)
    }
}

impl From<Payment> for PaymentDetails {
    fn from(payment: Payment) -> Self {
        payment.0
    }
}

#[cfg(test)]
mod tests;
