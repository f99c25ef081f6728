//! A payment as the gateway reports it, with its cancels.

use jiff::Timestamp;

use crate::{CustomerUid, ImpUid, MaskedCardNumber, MerchantUid, Money, Pg};

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

/// One cancel of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cancellation {
    /// What was given back.
    pub amount: Money,
    /// When.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cancelled_at: Option<Timestamp>,
    /// The reason given by whoever cancelled.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub reason: Option<String>,
    /// The gateway's id of the cancel; older records have none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cancellation_id: Option<String>,
}

/// What the gateway tells of the card behind a payment. All of it is optional: a PG may withhold any part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CardSummary {
    /// First six and last four digits.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub number: Option<MaskedCardNumber>,
    /// Three-digit KFTC code of the card company.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub code: Option<String>,
    /// The card company's Korean name.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
}

/// The parts of a [`Payment`], as an adapter read them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PaymentDetails {
    /// The gateway's number of the payment.
    pub imp_uid: ImpUid,
    /// The merchant's number of the attempt.
    pub merchant_uid: MerchantUid,
    /// The billing key that was used or registered.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub customer_uid: Option<CustomerUid>,
    /// The gateway's word.
    pub status: PaymentStatus,
    /// What was asked for.
    pub amount: Money,
    /// The running total that was given back.
    pub cancelled: Money,
    /// Every cancel, oldest first.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub cancels: Vec<Cancellation>,
    /// The order's name.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// When the payment began.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub started_at: Option<Timestamp>,
    /// When it was approved.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub paid_at: Option<Timestamp>,
    /// When it was refused.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub failed_at: Option<Timestamp>,
    /// When it was last cancelled.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cancelled_at: Option<Timestamp>,
    /// Why it was refused, in the PG's words.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub fail_reason: Option<String>,
    /// The PG and merchant id that carried it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub pg: Option<Pg>,
    /// The PG's transaction number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub pg_tid: Option<String>,
    /// The card company's approval number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub approval_number: Option<String>,
    /// The card.
    pub card: CardSummary,
    /// Instalment months, 0 for a single payment.
    pub installment_months: u8,
    /// Where the payer's receipt can be read.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub receipt_url: Option<String>,
    /// Made through a test channel.
    pub sandbox: bool,
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
