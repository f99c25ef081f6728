//! Every payment that the gateway holds, by status and time.

mod window;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Cancellation, ImpUid, Money, Payment, PaymentStatus};

pub use window::{InvalidWindow, RecordWindow};

use crate::ReadError;

/// One payment that the gateway holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Under a merchant_uid as keyin uses them.
    Payment(Box<Payment>),
    /// Under a merchant_uid that keyin never uses: something else made it.
    Foreign(ForeignPayment),
}

/// A payment under a merchant_uid that no charge of keyin can have: it holds a character that
/// [`keyin_domain::MerchantUid`] does not take, or too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignPayment {
    /// The gateway's number.
    pub imp_uid: ImpUid,
    /// The merchant's number as the gateway tells it: any text.
    pub merchant_uid: String,
    /// What was asked for.
    pub amount: Money,
    /// The running total that was given back.
    pub cancelled: Money,
    /// The gateway's word.
    pub status: PaymentStatus,
    /// When it was approved.
    pub paid_at: Option<Timestamp>,
    /// When it was last cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Every cancel that is told, oldest first.
    pub cancels: Vec<Cancellation>,
}

impl Recorded {
    /// The gateway's number.
    pub fn imp_uid(&self) -> &ImpUid {
        match self {
            Self::Payment(payment) => payment.imp_uid(),
            Self::Foreign(payment) => &payment.imp_uid,
        }
    }

    /// What was asked for.
    pub fn amount(&self) -> Money {
        match self {
            Self::Payment(payment) => payment.amount(),
            Self::Foreign(payment) => payment.amount,
        }
    }

    /// The running total that was given back.
    pub fn cancelled(&self) -> Money {
        match self {
            Self::Payment(payment) => payment.cancelled(),
            Self::Foreign(payment) => payment.cancelled,
        }
    }

    /// The gateway's word.
    pub fn status(&self) -> PaymentStatus {
        match self {
            Self::Payment(payment) => payment.status(),
            Self::Foreign(payment) => payment.status,
        }
    }

    /// When it was approved.
    pub fn paid_at(&self) -> Option<Timestamp> {
        match self {
            Self::Payment(payment) => payment.details().paid_at,
            Self::Foreign(payment) => payment.paid_at,
        }
    }

    /// When it was last cancelled.
    pub fn cancelled_at(&self) -> Option<Timestamp> {
        match self {
            Self::Payment(payment) => payment.details().cancelled_at,
            Self::Foreign(payment) => payment.cancelled_at,
        }
    }
}

/// What the gateway holds within a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Records {
    /// All of it, each payment once, in no order.
    All(Vec<Recorded>),
    /// More than one answer of the gateway holds. Ask for shorter windows.
    TooMany {
        /// How many.
        total: u64,
    },
}

/// Tells which payments the gateway holds, whoever made them. Nothing here moves money.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PaymentRecords: Send + Sync {
    /// Every payment that stands in `status` and came to it within `window`, those of test channels
    /// included. The time is that of the status: a ready payment's start, a paid one's approval, a failed
    /// one's refusal, and a cancelled one's *last* cancel. A payment that was cancelled, in part or in full,
    /// is no longer told as paid.
    ///
    /// A pure read. What it returns was true at one moment: a payment that changes meanwhile is neither left
    /// out nor told twice, and a window of one second is never [`Records::TooMany`]. What has just happened
    /// may be missing.
    ///
    /// # Errors
    /// [`ReadError`], which proves nothing about any payment. Never [`ReadError::NotFound`]: no payment is an
    /// empty list. An answer that cannot be read, or holds what was not asked for, MUST be an error as a whole.
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError>;
}

const _: fn(&dyn PaymentRecords) = |_| ();

#[cfg(test)]
mod tests {
    use keyin_domain::{MerchantUid, PaymentDetails};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn both_kinds_are_asked_the_same_questions() {
        let imp_uid = ImpUid::parse("imp_448280090638").unwrap();
        let (amount, cancelled) = (Money::won(3_000).unwrap(), Money::won(1_000).unwrap());
        let foreign = Recorded::Foreign(ForeignPayment {
            imp_uid: imp_uid.clone(),
            merchant_uid: "주문 1".to_owned(),
            amount,
            cancelled,
            status: PaymentStatus::Paid,
            paid_at: Some(at(1)),
            cancelled_at: Some(at(2)),
            cancels: Vec::new(),
        });
        let order = MerchantUid::parse("order-1").unwrap();
        let payment = Payment::new(PaymentDetails {
            cancelled,
            paid_at: Some(at(1)),
            cancelled_at: Some(at(2)),
            ..PaymentDetails::new(imp_uid.clone(), order, PaymentStatus::Paid, amount)
        })
        .unwrap();
        for recorded in [foreign, Recorded::Payment(Box::new(payment))] {
            assert_eq!(recorded.imp_uid(), &imp_uid);
            assert_eq!((recorded.amount(), recorded.cancelled()), (amount, cancelled));
            assert_eq!(recorded.status(), PaymentStatus::Paid);
            assert_eq!((recorded.paid_at(), recorded.cancelled_at()), (Some(at(1)), Some(at(2))));
        }
    }
}
