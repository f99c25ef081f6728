//! What was learned of a charge.

use jiff::Timestamp;

use crate::decline::Decline;
use crate::{
    Attempts, Decision, ImpUid, Mismatch, NotSentCause, Payment, Refusal, Schedule, ScheduleStatus,
    UnknownCause,
};

/// One thing learned of a charge: the answer to a send, the result of a look-up, or the passing of time.
///
/// Evidence belongs to the [`Epoch`](crate::Epoch) of the send it is about. Evidence of a *payment* is
/// accepted from any epoch, everything else only from the current one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The gateway answered with a captured payment.
    Paid(Box<Payment>),
    /// The issuer or PG refused; with the gateway's record of it, if it kept one.
    Declined {
        /// Why.
        decline: Decline,
        /// The failed record.
        record: Option<ImpUid>,
    },
    /// The gateway refused the request before any effect.
    Refused(Refusal),
    /// Nothing reached the gateway.
    NotSent(NotSentCause),
    /// The gateway answered about something else than what was asked.
    Mismatched(Mismatch),
    /// No answer that proves anything.
    NoAnswer(UnknownCause),
    /// All that the gateway holds under this merchant_uid.
    LookedUp {
        /// The records.
        attempts: Attempts,
        /// When the look-up was *begun*: an answer that was on its way when the window ended is from before.
        asked_at: Timestamp,
    },
    /// The gateway's scheduler has taken an order: it answered with the schedule.
    Scheduled(Box<Schedule>),
    /// What the gateway's scheduler says of this merchant_uid, and all that the gateway holds under it.
    SchedulerAsked {
        /// The schedule; none if the gateway says that there is none.
        schedule: Option<Box<Schedule>>,
        /// The records, read *after* the schedule: what a run made between the two reads is among them.
        attempts: Attempts,
        /// When the first of the two reads was begun.
        asked_at: Timestamp,
    },
    /// The lease is over and nobody has recorded an outcome.
    LeaseOver,
    /// The card is gone and nothing was ever sent.
    CardLost,
    /// A person has decided.
    Decided(Decision),
}

impl Evidence {
    /// The word in the history of a charge.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Paid(_) => "paid",
            Self::Declined { .. } => "declined",
            Self::Refused(_) => "refused",
            Self::NotSent(_) => "not_sent",
            Self::Mismatched(_) => "mismatched",
            Self::NoAnswer(_) => "no_answer",
            Self::LookedUp { .. } => "looked_up",
            Self::Scheduled(_) => "scheduled",
            Self::SchedulerAsked { schedule, .. } => {
                match schedule.as_ref().map(|schedule| schedule.status()) {
                    Some(ScheduleStatus::Scheduled) => "found_scheduled",
                    Some(ScheduleStatus::Executed) => "found_executed",
                    Some(ScheduleStatus::Revoked) => "found_revoked",
                    None => "found_no_schedule",
                }
            }
            Self::LeaseOver => "lease_over",
            Self::CardLost => "card_lost",
            Self::Decided(_) => "decided",
        }
    }
}
