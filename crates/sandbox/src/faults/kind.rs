//! What a fault does, and to which calls it can do it.

use serde::{Deserialize, Serialize};

use super::Operation;

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The call waits `delay_ms`, then has its effect.
    Delay,
    /// The connection is closed before the effect; not a byte is answered.
    DropBefore,
    /// The connection is closed after the effect; not a byte is answered.
    DropAfter,
    /// An error with the HTTP status of the fault, before the effect.
    Status,
    /// After the effect: a whole HTTP answer whose JSON breaks off.
    Malformed,
    /// After the effect: an HTTP answer that ends before its announced length.
    Truncate,
    /// HTTP 401 before the effect; the token is forgotten, so that `getToken` issues another.
    ExpireToken,
    /// HTTP 429 before the effect.
    RateLimit,
    /// HTTP 504 before the effect, with the page of a balancer that has waited long enough; the call never arrived.
    TimeoutBefore,
    /// The same after the effect: the call was carried out, and nobody waited for its answer.
    TimeoutAfter,
    /// After the effect: the answer arrives in small pieces over `drip_ms`.
    Drip,
    /// A look-up is answered as it would have been `seconds` ago: what happened since is not shown yet.
    ReadLag,
    /// A payment that would be made fails, is answered so, and turns paid by itself `seconds` later.
    FailedThenPaid,
    /// A webhook is not sent.
    Lose,
    /// A webhook is sent twice.
    Duplicate,
    /// A webhook is held back until the next one of the merchant has been sent.
    Reorder,
    /// A webhook is sent `seconds` later.
    Postpone,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 17] = [
        Self::Delay,
        Self::DropBefore,
        Self::DropAfter,
        Self::Status,
        Self::Malformed,
        Self::Truncate,
        Self::ExpireToken,
        Self::RateLimit,
        Self::TimeoutBefore,
        Self::TimeoutAfter,
        Self::Drip,
        Self::ReadLag,
        Self::FailedThenPaid,
        Self::Lose,
        Self::Duplicate,
        Self::Reorder,
        Self::Postpone,
    ];

    /// Whether a fault of this kind needs `seconds`.
    pub(super) fn takes_seconds(self) -> bool {
        matches!(self, Self::ReadLag | Self::FailedThenPaid | Self::Postpone)
    }

    /// Why a fault of this kind cannot strike these calls; `None` when it can.
    pub(super) fn objection(self, operation: Operation) -> Option<&'static str> {
        let of_webhooks = matches!(self, Self::Lose | Self::Duplicate | Self::Reorder | Self::Postpone);
        match (self, operation) {
            (_, Operation::Webhook) if of_webhooks => None,
            (_, Operation::Webhook) => {
                Some("another one: webhooks take lose, duplicate, reorder and postpone")
            }
            _ if of_webhooks => Some("another one: only the operation \"webhook\" takes this"),
            (Self::ReadLag, Operation::Payment | Operation::Find | Operation::Status) => None,
            (Self::ReadLag, _) => Some("another one: only \"payment\", \"find\" and \"status\" take this"),
            (Self::FailedThenPaid, Operation::Onetime | Operation::Again) => None,
            (Self::FailedThenPaid, _) => Some("another one: only \"onetime\" and \"again\" take this"),
            _ => None,
        }
    }
}
