//! What waits to be written, and what became of it.

use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, ChargeState, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{Change, Intended};

use super::rows;
use crate::clock::Reading;
use crate::trouble::Trouble;

/// One call of the port that may change a row.
pub(super) enum Op {
    /// The row as it will stand if it is new, and its document.
    Intend { change: Box<Change>, document: String },
    /// The same, and the claim in the same step. The document is that of the row before the claim.
    Begin { change: Box<Change>, document: String, deadlines: Deadlines, asked: Reading },
    /// Whoever claims saw the row at that epoch and in that state, from which something may be sent or not.
    Claim {
        uid: MerchantUid,
        seen: (Epoch, ChargeState),
        may_be_sent: bool,
        deadlines: Deadlines,
        asked: Reading,
    },
    /// Something was learned of a send.
    Record { uid: MerchantUid, epoch: Epoch, evidence: Box<Evidence>, now: Timestamp },
}

/// What became of it.
pub(super) enum Done {
    Intended(Intended),
    /// What was claimed may be sent for that much shorter, because of the time that this process lost until then.
    Begun(Intended, Duration),
    Won(Box<Charge>, Duration),
    Lost(Box<Charge>),
    Recorded(Box<Charge>),
}

impl Op {
    pub(super) fn intend(change: Change) -> Result<Self, Trouble> {
        let document = rows::document(&change.charge)?;
        Ok(Self::Intend { change: Box::new(change), document })
    }

    pub(super) fn begin(intent: ChargeIntent, deadlines: Deadlines, asked: Reading) -> Result<Self, Trouble> {
        let change = Change::intended(intent, deadlines.claimed_at);
        let document = rows::document(&change.charge)?;
        Ok(Self::Begin { change: Box::new(change), document, deadlines, asked })
    }

    pub(super) fn uid(&self) -> &MerchantUid {
        match self {
            Self::Intend { change, .. } | Self::Begin { change, .. } => change.charge.intent().merchant_uid(),
            Self::Claim { uid, .. } | Self::Record { uid, .. } => uid,
        }
    }

    /// What it comes to if it changes nothing, the row standing as it does.
    pub(super) fn without_change(&self, standing: Charge) -> Done {
        match self {
            Self::Intend { change, .. } => {
                Done::Intended(Intended::standing(standing, change.charge.intent()))
            }
            Self::Begin { change, .. } => {
                Done::Begun(Intended::standing(standing, change.charge.intent()), Duration::ZERO)
            }
            Self::Claim { .. } => Done::Lost(Box::new(standing)),
            Self::Record { .. } => Done::Recorded(Box::new(standing)),
        }
    }
}
