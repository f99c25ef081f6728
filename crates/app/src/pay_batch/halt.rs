//! When going on would only fail row after row.

use keyin_domain::{ChargeState, NotSentCause, RefusalKind};

use super::RowOutcome;
use crate::{ChargeOutcome, ChargeProblem};

/// So many rows in a row that could not be sent, and nobody is there.
const UNSENT: u32 = 10;

/// So many rows in a row without an answer, and something is wrong that more rows will not mend.
const UNANSWERED: u32 = 100;

/// Why a batch was ended before its rows were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The journal cannot be used.
    Journal,
    /// The gateway refuses the credentials or the caller.
    Credentials,
    /// The gateway cannot be reached: nothing of the last rows was sent.
    Unreachable,
    /// The gateway has answered none of the last rows.
    Unanswered,
}

/// Looks at the rows in the order in which they end.
#[derive(Debug, Default)]
pub(super) struct Watch {
    unsent: u32,
    unanswered: u32,
    halt: Option<Halt>,
}

impl Watch {
    pub(super) fn halt(&self) -> Option<Halt> {
        self.halt
    }

    /// Whether this row shows that there is no use in going on.
    pub(super) fn sees_no_use(&mut self, row: &RowOutcome) -> bool {
        let halt = match &row.result {
            Err(ChargeProblem::Store(_) | ChargeProblem::StoreAfterSend { .. }) => Some(Halt::Journal),
            Err(_) => None,
            // What an earlier run was told says nothing of now.
            Ok(outcome) if outcome.replayed => None,
            Ok(outcome) => self.weigh(outcome),
        };
        self.halt = self.halt.or(halt);
        self.halt.is_some()
    }

    fn weigh(&mut self, outcome: &ChargeOutcome) -> Option<Halt> {
        let charge = &outcome.charge;
        let refused = charge.refusal().map(|refusal| refusal.kind);
        if matches!(refused, Some(RefusalKind::Unauthorized | RefusalKind::Forbidden)) {
            return Some(Halt::Credentials);
        }
        match charge.not_sent_cause() {
            Some(NotSentCause::CredentialsRefused) => return Some(Halt::Credentials),
            Some(NotSentCause::Unreachable | NotSentCause::Tls | NotSentCause::NoToken) => self.unsent += 1,
            Some(
                NotSentCause::RequestNotBuilt | NotSentCause::PermitExpired | NotSentCause::PermitForeign,
            )
            | None => self.unsent = 0,
        }
        self.unanswered = if charge.state() == ChargeState::Unknown { self.unanswered + 1 } else { 0 };
        if self.unsent >= UNSENT {
            Some(Halt::Unreachable)
        } else if self.unanswered >= UNANSWERED {
            Some(Halt::Unanswered)
        } else {
            None
        }
    }
}
