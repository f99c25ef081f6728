//! Looking again, long after the end: a payment that was denied may still turn up.

use std::time::Duration;

use jiff::Timestamp;

use super::deadlines::later;
use super::record::Charge;
use crate::ChargeState;

/// After the last claim: 1 h, 6 h, 24 h, 3 d, 7 d.
const OFFSETS: [u64; 5] = [3_600, 6 * 3_600, 24 * 3_600, 3 * 24 * 3_600, 7 * 24 * 3_600];

impl Charge {
    /// When a charge that has come to its end is to be looked up once more; none if its end leaves nothing
    /// to be found, or every sweep was made.
    ///
    /// An end without a payment may hide one that the gateway made late, and so may a paid charge that was
    /// sent more than once.
    pub fn next_sweep(&self) -> Option<Timestamp> {
        if !self.may_hide_a_payment() {
            return None;
        }
        let claimed_at = self.deadlines?.claimed_at;
        OFFSETS.get(usize::from(self.swept)).map(|&by| later(claimed_at, Duration::from_secs(by)))
    }

    /// A look-up stands for every sweep that was due when it was begun.
    pub(super) fn count_sweeps(&mut self, asked_at: Timestamp) {
        while self.next_sweep().is_some_and(|due| due <= asked_at) {
            self.swept += 1;
        }
    }

    fn may_hide_a_payment(&self) -> bool {
        match self.state {
            ChargeState::Declined
            | ChargeState::Refused
            | ChargeState::NotSent
            | ChargeState::NotCharged
            | ChargeState::NeedsCard => true,
            ChargeState::Succeeded | ChargeState::LatePaid => self.epoch.get() > 1,
            ChargeState::Intent
            | ChargeState::InFlight
            | ChargeState::Unknown
            | ChargeState::Abandoned
            | ChargeState::Review => false,
        }
    }
}
