//! One change of a row, as every journal makes it durable.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, ChargeState, Deadlines, Epoch, Evidence};

use super::ChargeEvent;

/// A change of one row, and how the history tells it. A journal writes both in one atomic, durable step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row after the change.
    pub charge: Charge,
    /// Where it stood before; none if it is new.
    pub from: Option<ChargeState>,
    /// When.
    pub at: Timestamp,
    /// The send that it is about.
    pub epoch: Epoch,
    /// The word in the history.
    pub what: &'static str,
}

impl Change {
    /// A charge is written down.
    pub fn intended(intent: ChargeIntent, now: Timestamp) -> Self {
        let charge = Charge::intended(intent, now);
        Self { epoch: charge.epoch(), charge, from: None, at: now, what: "intended" }
    }

    /// A charge is written down and claimed: both steps, in their order.
    pub fn begun(intent: ChargeIntent, deadlines: Deadlines) -> [Self; 2] {
        let charge = Charge::begun(intent.clone(), deadlines);
        let intended = Self::intended(intent, deadlines.claimed_at);
        let from = Some(intended.charge.state());
        let (epoch, at) = (charge.epoch(), deadlines.claimed_at);
        [intended, Self { charge, from, at, epoch, what: "claimed" }]
    }

    /// A claim by somebody who saw the row at that epoch and in that state; none if the row has moved on or
    /// may not be claimed.
    pub fn claimed(
        standing: &Charge,
        (epoch, state): (Epoch, ChargeState),
        deadlines: Deadlines,
    ) -> Option<Self> {
        if (standing.epoch(), standing.state()) != (epoch, state) {
            return None;
        }
        let charge = standing.next_send(deadlines).ok()?;
        let at = deadlines.claimed_at;
        Some(Self { epoch: charge.epoch(), charge, from: Some(state), at, what: "claimed" })
    }

    /// Evidence about that send; none if it changes nothing or does not fit.
    pub fn observed(standing: &Charge, epoch: Epoch, evidence: Evidence, now: Timestamp) -> Option<Self> {
        let what = evidence.as_str();
        let charge = standing.observe(epoch, evidence, now).ok().filter(|charge| charge != standing)?;
        Some(Self { charge, from: Some(standing.state()), at: now, epoch, what })
    }

    /// The entry of the history, under that number.
    pub fn event(&self, number: u64) -> ChargeEvent {
        ChargeEvent {
            number,
            merchant_uid: self.charge.intent().merchant_uid().clone(),
            at: self.at,
            epoch: self.epoch,
            what: self.what.to_owned(),
            from: self.from,
            to: self.charge.state(),
            imp_uid: self.charge.imp_uid().cloned(),
        }
    }
}
