//! Why a cancel was not made.

use keyin_domain::{Field, ImpUid, Money, UnknownCause};
use keyin_ports::{CancelError, ReadError};

/// Why nothing was cancelled, or why it is not known.
#[derive(Debug, thiserror::Error)]
pub enum CancelProblem {
    /// There is no such payment, or none that was captured. Nothing was sent.
    #[error("there is no such payment to cancel")]
    NotFound,
    /// The journal holds the payment as paid, and the gateway does not show it. Nothing was sent.
    #[error("the gateway does not show the payment {imp_uid}")]
    NotShown {
        /// The gateway's number of the payment.
        imp_uid: ImpUid,
    },
    /// Several payments with something left stand under this merchant_uid: name one by its imp_uid. Nothing
    /// was sent.
    #[error("several payments stand under this merchant_uid")]
    Ambiguous,
    /// More than is left. Nothing was sent.
    #[error("{asked} is more than the {left} that is left")]
    TooMuch {
        /// What was asked for.
        asked: Money,
        /// What is left.
        left: Money,
    },
    /// The amounts are in another currency than the payment. Nothing was sent.
    #[error("the payment is in another currency")]
    OtherCurrency,
    /// The tax-free part or the VAT is more than the amount has room for. Nothing was sent.
    #[error("{stated} is too much for the {}: at most {most}", .part.as_str())]
    PartTooLarge {
        /// Which of the two: [`Field::TaxFree`] or [`Field::VatAmount`].
        part: Field,
        /// How much it is.
        stated: Money,
        /// How much of it the amount can hold.
        most: Money,
    },
    /// The balance is not what the caller believes: most likely the cancel was made before. Nothing was sent.
    #[error("{left} is left, not {believed}")]
    BalanceDiffers {
        /// What the caller believes.
        believed: Money,
        /// What is left.
        left: Money,
    },
    /// The stop was asked for before the cancel was sent. Nothing was sent.
    #[error("stopped before anything was sent")]
    Stopped,
    /// The payment could not be read. Nothing was sent.
    #[error("the payment could not be read")]
    Unread(#[source] ReadError),
    /// The gateway's answer: nothing was given back by this call.
    #[error(transparent)]
    Gateway(CancelError),
    /// Whether money was given back is not known. The same order with this balance stated is safe to repeat.
    #[error("whether the payment was cancelled is unknown: {}", .cause.code())]
    Unknown {
        /// Why.
        cause: UnknownCause,
        /// What was left before.
        balance: Money,
    },
}
