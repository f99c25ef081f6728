//! Looking again at a set time: long after the end, where a payment that was denied may still turn up, and after the
//! time of a schedule.

use std::time::Duration;

use jiff::Timestamp;

use super::deadlines::later;
use super::record::Charge;
use crate::ChargeState;

/// After the last claim: 1 h, 6 h, 24 h, 3 d, 7 d.
const OFFSETS: [u64; 5] = [3_600, 6 * 3_600, 24 * 3_600, 3 * 24 * 3_600, 7 * 24 * 3_600];

/// After the time of a schedule: 10, 20, 40 min, 80 min, 3 h, 6 h, 24 h, 3 d, 7 d, and every week from then on. How
/// late the gateway may run a schedule is not known: the first look leaves it ten minutes.
const AFTER_DUE: [u64; 9] =
    [600, 1_200, 2_400, 4_800, 3 * 3_600, 6 * 3_600, 24 * 3_600, 3 * 24 * 3_600, 7 * 24 * 3_600];

const WEEK: u64 = 7 * 24 * 3_600;

impl Charge {
    /// When a charge that the gateway's scheduler holds, or one that has come to its end, is to be looked up once
    /// more; none if its end leaves nothing to be found, or every sweep was made.
    ///
    /// An end without a payment may hide one that the gateway made late, and so may a paid charge that was
    /// sent more than once.
    pub fn next_sweep(&self) -> Option<Timestamp> {
        let swept = usize::from(self.swept);
        if self.state == ChargeState::Scheduled {
            let weeks_more = (swept + 1).saturating_sub(AFTER_DUE.len()) as u64;
            let by = AFTER_DUE.get(swept).copied().unwrap_or(WEEK * (1 + weeks_more));
            let due = self.due().filter(|_| self.swept < u8::MAX)?;
            return Some(later(due.get(), Duration::from_secs(by)));
        }
        if !self.may_hide_a_payment() {
            return None;
        }
        let claimed_at = self.deadlines?.claimed_at;
        // What the gateway's scheduler was to make shows after its time, if ever.
        let from = self.due().map_or(claimed_at, |due| claimed_at.max(due.get()));
        OFFSETS.get(swept).map(|&by| later(from, Duration::from_secs(by)))
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
            | ChargeState::Scheduled
            | ChargeState::Unknown
            | ChargeState::Abandoned
            | ChargeState::Review => false,
        }
    }
}
