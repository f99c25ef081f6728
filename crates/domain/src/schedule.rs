//! A schedule: a payment that the gateway makes by itself, with a stored billing key, at a given time.

mod earliest_run;
mod time;

use jiff::Timestamp;

pub use earliest_run::EarliestRun;
pub use time::ScheduleTime;

use crate::{CustomerUid, ImpUid, MerchantUid, Money, PaymentStatus};

/// The gateway's own word for a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum ScheduleStatus {
    /// It waits for its time.
    Scheduled,
    /// It was run. Whether it was paid is another question ([`ScheduleDetails::payment`]).
    Executed,
    /// It was taken back and will not be run.
    Revoked,
}

impl ScheduleStatus {
    /// Every word.
    pub const ALL: [Self; 3] = [Self::Scheduled, Self::Executed, Self::Revoked];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Executed => "executed",
            Self::Revoked => "revoked",
        }
    }

    /// The status of that word, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// The parts of a [`Schedule`], as an adapter read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleDetails {
    /// The merchant's number of the payment to be made.
    pub merchant_uid: MerchantUid,
    /// The billing key that is charged.
    pub customer_uid: CustomerUid,
    /// When.
    pub at: ScheduleTime,
    /// How much.
    pub amount: Money,
    /// The order's name.
    pub name: Option<String>,
    /// The gateway's word.
    pub status: ScheduleStatus,
    /// What became of the payment; none before it was run, and while it runs.
    pub payment: Option<PaymentStatus>,
    /// The gateway's number of the payment.
    pub imp_uid: Option<ImpUid>,
    /// Why it was refused, in the PG's words.
    pub fail_reason: Option<String>,
    /// When it was run.
    pub executed_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Why the parts do not make a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSchedule {
    /// There is nothing to pay.
    #[error("a schedule over nothing")]
    NothingToPay,
    /// It was run and paid, and the payment has no number.
    #[error("a payment of a schedule without its number")]
    PaidWithoutNumber,
}

/// A schedule whose parts fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule(ScheduleDetails);

impl Schedule {
    /// Takes the parts in. What was run before and is set to a new time may still tell of the earlier run; that is
    /// no longer of interest and left out.
    ///
    /// # Errors
    /// When there is nothing to pay, or a payment was made that has no number.
    pub fn new(mut details: ScheduleDetails) -> Result<Self, InvalidSchedule> {
        if details.amount.is_zero() {
            return Err(InvalidSchedule::NothingToPay);
        }
        if details.status == ScheduleStatus::Scheduled {
            details.payment = None;
            details.imp_uid = None;
            details.fail_reason = None;
            details.executed_at = None;
            details.revoked_at = None;
        }
        let is_paid = matches!(details.payment, Some(PaymentStatus::Paid | PaymentStatus::Cancelled));
        if details.status == ScheduleStatus::Executed && is_paid && details.imp_uid.is_none() {
            return Err(InvalidSchedule::PaidWithoutNumber);
        }
        Ok(Self(details))
    }

    /// Every part.
    pub fn details(&self) -> &ScheduleDetails {
        &self.0
    }

    /// The merchant's number.
    pub fn merchant_uid(&self) -> &MerchantUid {
        &self.0.merchant_uid
    }

    /// The billing key.
    pub fn customer_uid(&self) -> &CustomerUid {
        &self.0.customer_uid
    }

    /// When it is run, was run or would have been.
    pub fn at(&self) -> ScheduleTime {
        self.0.at
    }

    /// How much.
    pub fn amount(&self) -> Money {
        self.0.amount
    }

    /// The gateway's word.
    pub fn status(&self) -> ScheduleStatus {
        self.0.status
    }

    /// Whether it waits for its time.
    pub fn is_open(&self) -> bool {
        self.0.status == ScheduleStatus::Scheduled
    }

    /// Whether it was run and refused.
    pub fn has_failed(&self) -> bool {
        self.0.status == ScheduleStatus::Executed && self.0.payment == Some(PaymentStatus::Failed)
    }

    /// Whether it may be run again or set to a new time after its end: only what failed or was taken back.
    pub fn may_run_again(&self) -> bool {
        self.has_failed() || self.0.status == ScheduleStatus::Revoked
    }
}

#[cfg(test)]
mod tests;
