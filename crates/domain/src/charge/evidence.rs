//! What was learned of a charge.

use jiff::Timestamp;

use crate::decline::Decline;
use crate::{Attempts, Decision, ImpUid, Mismatch, NotSentCause, Payment, Refusal, UnknownCause};

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
            Self::LeaseOver => "lease_over",
            Self::CardLost => "card_lost",
            Self::Decided(_) => "decided",
        }
    }
}
