//! What a look-up tells of a charge, and when an absence is believed.

use jiff::Timestamp;

use super::judgement::{FailedRecord, Judgement, judge};
use super::record::{Absence, Charge, Finding, NotObserved};
use crate::{Attempts, ChargeState, Epoch, Executor, ReviewReason};

impl Charge {
    /// What the payments alone tell. Of a charge that the gateway's scheduler makes they never tell that there is
    /// none: the scheduler may still hold it.
    pub(super) fn take_look_up(
        &mut self,
        epoch: Epoch,
        found: &Attempts,
        asked_at: Timestamp,
    ) -> Result<(), NotObserved> {
        match self.take_records(epoch, found, asked_at)? {
            Some(failed) if self.executor() == Executor::Keyin => self.take_absence(failed, asked_at),
            Some(_) | None => {}
        }
        Ok(())
    }

    /// Takes in what payments there are; if there are none, the newest failed record, if any, is left to be judged.
    pub(super) fn take_records(
        &mut self,
        epoch: Epoch,
        found: &Attempts,
        asked_at: Timestamp,
    ) -> Result<Option<Option<FailedRecord>>, NotObserved> {
        match judge(&self.intent, &self.used_records, &self.dismissed, found) {
            Judgement::Captured(payment) => self.take_payment(payment, asked_at),
            Judgement::PaidTwice(payment) => {
                self.payment.get_or_insert(payment);
                self.review(ReviewReason::PaidTwice);
            }
            Judgement::Mismatched(payment, _) if self.is_adopted(&payment) => {
                self.take_payment(payment, asked_at);
            }
            Judgement::Mismatched(_, difference) => self.review(ReviewReason::Mismatch(difference)),
            Judgement::Pending => {
                self.must_be_current(epoch)?;
                self.absence = None;
            }
            Judgement::Absent(failed) => {
                self.must_be_current(epoch)?;
                return Ok(Some(failed));
            }
        }
        Ok(None)
    }

    /// Before the window is over an absence is only remembered; after it, it is believed if the answer
    /// before it agrees. One answer that is taken in twice, as after a lost acknowledgement, agrees with nothing.
    pub(super) fn take_absence(&mut self, failed: Option<FailedRecord>, asked_at: Timestamp) {
        match self.state {
            ChargeState::Unknown => {}
            ChargeState::Declined | ChargeState::Refused => {
                return self.find_record_of_decline(failed.map(|record| record.imp_uid));
            }
            ChargeState::Intent
            | ChargeState::InFlight
            | ChargeState::Scheduled
            | ChargeState::Succeeded
            | ChargeState::NotSent
            | ChargeState::NotCharged
            | ChargeState::NeedsCard
            | ChargeState::Abandoned
            | ChargeState::Review
            | ChargeState::LatePaid => return,
        }
        let seen = failed.as_ref().map(|record| record.imp_uid.clone());
        let agreed = |before: &Absence| before.failed == seen && before.seen_at < asked_at;
        let agreed = self.absence.as_ref().is_some_and(agreed);
        let window_over = self.deadlines.is_some_and(|deadlines| asked_at >= deadlines.settle_after);
        if !(agreed && window_over) {
            self.absence = Some(Absence { seen_at: asked_at, failed: seen });
            return;
        }
        match failed {
            Some(FailedRecord { imp_uid, decline }) => self.take_decline(decline, Some(imp_uid)),
            None if self.intent.method().needs_card() => {
                self.settle(ChargeState::NeedsCard, Finding::Nothing);
            }
            None => self.settle(ChargeState::NotCharged, Finding::Nothing),
        }
    }
}
