//! What waits to be written, and what became of it.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeState, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{Change, Intended};

use super::rows;
use crate::trouble::Trouble;

/// One call of the port that may change a row.
pub(super) enum Op {
    /// The row as it will stand if it is new, and its document.
    Intend { change: Box<Change>, document: String },
    /// Whoever claims saw the row at that epoch and in that state.
    Claim { uid: MerchantUid, seen: (Epoch, ChargeState), deadlines: Deadlines },
    /// Something was learned of a send.
    Record { uid: MerchantUid, epoch: Epoch, evidence: Box<Evidence>, now: Timestamp },
}

/// What became of it.
pub(super) enum Done {
    Intended(Intended),
    Won(Box<Charge>),
    Lost(Box<Charge>),
    Recorded(Box<Charge>),
}

impl Op {
    pub(super) fn intend(change: Change) -> Result<Self, Trouble> {
        let document = rows::document(&change.charge)?;
        Ok(Self::Intend { change: Box::new(change), document })
    }

    pub(super) fn uid(&self) -> &MerchantUid {
        match self {
            Self::Intend { change, .. } => change.charge.intent().merchant_uid(),
            Self::Claim { uid, .. } | Self::Record { uid, .. } => uid,
        }
    }

    /// What it comes to if it changes nothing, the row standing as it does.
    pub(super) fn without_change(&self, standing: Charge) -> Done {
        match self {
            Self::Intend { change, .. } => {
                let differences = standing.intent().differences(change.charge.intent());
                Done::Intended(if differences.is_empty() {
                    Intended::Same(Box::new(standing))
                } else {
                    Intended::Conflict(differences)
                })
            }
            Self::Claim { .. } => Done::Lost(Box::new(standing)),
            Self::Record { .. } => Done::Recorded(Box::new(standing)),
        }
    }
}
