//! How a charge stands that the gateway's scheduler makes.
//!
//! While an order to the scheduler is under way or its outcome unknown, the charge stands as one that keyin sends
//! would. Once the gateway tells that it holds the schedule, the charge is `scheduled`, and what became of it is read
//! after its time. The scheduler's word that it no longer holds it is believed at once only if no run can have begun:
//! else a payment may still show, and the absence window is waited for. Nor is an end believed at once that may be the
//! one before the last order: reads lag, and what was set to a new time may still show as it stood.

use jiff::Timestamp;

use super::deadlines::later;
use super::judgement::FailedRecord;
use super::record::{Charge, Finding, NotObserved};
use crate::decline::{DeclineForm, Verdict, classify};
use crate::{
    Attempts, ChargeState, Deadlines, EarliestRun, Epoch, Executor, Mismatch, PaymentStatus, ReviewReason,
    Schedule, ScheduleStatus, UnknownCause,
};

impl Charge {
    /// The scheduler has answered an order with the schedule.
    pub(super) fn take_order(
        &mut self,
        epoch: Epoch,
        schedule: &Schedule,
        now: Timestamp,
    ) -> Result<(), NotObserved> {
        self.must_be_schedulers()?;
        self.must_be_current(epoch)?;
        if schedule.is_open() {
            self.hold(schedule);
            self.hold_against_payment(epoch, schedule, schedule.at().get() > now);
        } else if self.state == ChargeState::InFlight {
            self.lose_sight(UnknownCause::Pending, now);
        }
        Ok(())
    }

    /// The scheduler and the records were asked.
    pub(super) fn take_scheduler_word(
        &mut self,
        epoch: Epoch,
        schedule: Option<&Schedule>,
        attempts: &Attempts,
        asked_at: Timestamp,
    ) -> Result<(), NotObserved> {
        self.must_be_schedulers()?;
        let failed = self.take_records(epoch, attempts, asked_at)?;
        if let Some(schedule) = schedule {
            self.hold_against_payment(epoch, schedule, self.is_ahead(schedule, asked_at));
        }
        let Some(failed) = failed else { return Ok(()) };
        // Whoever gives an order right now will tell what came of it.
        if self.state == ChargeState::InFlight {
            return Ok(());
        }
        match schedule.map(|schedule| (schedule, schedule.status())) {
            Some((schedule, ScheduleStatus::Scheduled)) => self.hold(schedule),
            Some((schedule, ScheduleStatus::Executed)) => self.take_run(schedule, failed, asked_at),
            Some((schedule, ScheduleStatus::Revoked)) => {
                self.take_end_without_run(Some(schedule), failed, asked_at);
            }
            None => self.take_end_without_run(None, failed, asked_at),
        }
        Ok(())
    }

    fn must_be_schedulers(&self) -> Result<(), NotObserved> {
        match self.executor() {
            Executor::Scheduler => Ok(()),
            Executor::Keyin => Err(NotObserved::OutOfPlace { state: self.state }),
        }
    }

    /// The scheduler holds it. That is believed from every state but those that say more.
    fn hold(&mut self, schedule: &Schedule) {
        match self.state {
            ChargeState::Succeeded | ChargeState::LatePaid | ChargeState::Review => return,
            ChargeState::Intent
            | ChargeState::InFlight
            | ChargeState::Scheduled
            | ChargeState::Declined
            | ChargeState::Refused
            | ChargeState::NotSent
            | ChargeState::Unknown
            | ChargeState::NotCharged
            | ChargeState::NeedsCard
            | ChargeState::Abandoned => {}
        }
        if let Some(difference) = self.differs_from(schedule) {
            return self.review(ReviewReason::Mismatch(difference));
        }
        if self.state != ChargeState::Scheduled || self.due != Some(schedule.at()) {
            self.settle(ChargeState::Scheduled, Finding::Nothing);
            self.swept = 0;
            self.due = Some(schedule.at());
        }
    }

    /// What is paid must not be charged once more by an order that is ahead, nor be the payment of another's schedule.
    fn hold_against_payment(&mut self, epoch: Epoch, schedule: &Schedule, is_ahead: bool) {
        if epoch != self.epoch || !matches!(self.state, ChargeState::Succeeded | ChargeState::LatePaid) {
            return;
        }
        if schedule.is_open() && is_ahead {
            self.review(ReviewReason::StillScheduled);
        } else if let Some(difference) = self.differs_from(schedule).filter(|_| !self.is_decided()) {
            self.review(ReviewReason::Mismatch(difference));
        }
    }

    /// Whether its time is ahead. What was moved forward and run may be shown as it stood before, for a window.
    fn is_ahead(&self, schedule: &Schedule, asked_at: Timestamp) -> bool {
        let may_lag = self.due().is_some_and(|due| due.get() <= asked_at) && !self.is_long_due(asked_at);
        schedule.at().get() > asked_at && !may_lag
    }

    /// In what a schedule of the gateway's is not the one that was asked for; the time does not count, because it may
    /// be moved. One that differs would charge somebody else or another sum: nobody may order that it be run.
    pub fn differs_from(&self, schedule: &Schedule) -> Option<Mismatch> {
        let asked = self.intent.amount().total();
        if schedule.merchant_uid() != self.intent.merchant_uid() {
            Some(Mismatch::MerchantUid)
        } else if schedule.amount().currency() != asked.currency() {
            Some(Mismatch::Currency)
        } else if schedule.amount() != asked {
            Some(Mismatch::Amount)
        } else if self.intent.method().customer_uid() != Some(schedule.customer_uid()) {
            Some(Mismatch::CustomerUid)
        } else {
            None
        }
    }

    /// It was run, and the records show no payment. One that is told as paid shows sooner or later.
    fn take_run(&mut self, schedule: &Schedule, failed: Option<FailedRecord>, asked_at: Timestamp) {
        match schedule.details().payment {
            Some(PaymentStatus::Failed) => self.take_failed_run(schedule, failed, asked_at),
            Some(PaymentStatus::Ready | PaymentStatus::Paid | PaymentStatus::Cancelled) | None => {
                self.absence = None;
            }
        }
    }

    fn take_failed_run(&mut self, schedule: &Schedule, failed: Option<FailedRecord>, asked_at: Timestamp) {
        let details = schedule.details();
        // A run that an earlier settlement has told of says nothing of the order that was given after it.
        let is_news = match (&details.imp_uid, self.state) {
            (Some(record), ChargeState::Scheduled | ChargeState::Unknown) => {
                !self.used_records.contains(record)
            }
            (None, ChargeState::Scheduled) => !self.may_show_what_was_before(asked_at),
            (Some(_) | None, _) => false,
        };
        if !is_news {
            // Long after its time this is no early read: what made it scheduled again came late, or to nothing.
            if self.is_long_due(asked_at) {
                self.doubt(UnknownCause::Unscheduled, asked_at);
            }
            return self.take_absence(failed, asked_at);
        }
        let text = details.fail_reason.as_deref().unwrap_or("");
        match classify(text, DeclineForm::Record) {
            Verdict::Declined(decline) => self.take_decline(decline, details.imp_uid.clone()),
            Verdict::Duplicate | Verdict::Ambiguous | Verdict::NotFound => {
                self.doubt(UnknownCause::PgFault, asked_at);
                self.take_absence(failed, asked_at);
            }
        }
    }

    /// The scheduler does not hold it and has not run it, or not since it was last told.
    fn take_end_without_run(
        &mut self,
        schedule: Option<&Schedule>,
        failed: Option<FailedRecord>,
        asked_at: Timestamp,
    ) {
        let reach = later(asked_at, self.window());
        let taken_back_in_time = schedule
            .is_some_and(|schedule| !EarliestRun::of(schedule, self.due()).may_have_begun_before(reach));
        let is_news = !self.may_show_what_was_before(asked_at);
        if self.state == ChargeState::Scheduled && taken_back_in_time && is_news {
            return self.settle(ChargeState::NotCharged, Finding::Nothing);
        }
        self.doubt(UnknownCause::Unscheduled, asked_at);
        if schedule.is_some() && !taken_back_in_time {
            self.doubt_once_more(asked_at);
        }
        self.take_absence(failed, asked_at);
    }

    /// Whether the scheduler may still show how it stood before the last order: it had come to an end, was ordered
    /// again, and the window of that order is not over.
    fn may_show_what_was_before(&self, asked_at: Timestamp) -> bool {
        let is_repeated = self.epoch > Epoch::BEFORE_FIRST.next();
        is_repeated && self.deadlines.is_some_and(|last| asked_at < last.settle_after)
    }

    /// Whether its time is a whole absence window ago.
    fn is_long_due(&self, asked_at: Timestamp) -> bool {
        self.due().is_some_and(|due| later(due.get(), self.window()) <= asked_at)
    }

    /// What was held is no longer: from here on the absence window counts anew, because a run may have begun.
    fn doubt(&mut self, cause: UnknownCause, asked_at: Timestamp) {
        if self.state != ChargeState::Scheduled {
            return;
        }
        self.lose_sight(cause, asked_at);
        self.count_the_window_from(asked_at);
    }

    /// What was never seen to be held is taken back, and its run may be going on: the window of the order, which counts from
    /// long before, says nothing about that.
    fn doubt_once_more(&mut self, asked_at: Timestamp) {
        let cause = UnknownCause::Unscheduled;
        if self.state == ChargeState::Unknown && self.unknown_cause() != Some(cause) {
            self.finding = Finding::Unknown(cause);
            self.count_the_window_from(asked_at);
        }
    }

    fn count_the_window_from(&mut self, asked_at: Timestamp) {
        let settle_after = later(asked_at, self.window());
        self.deadlines = Some(Deadlines { claimed_at: asked_at, lease_until: asked_at, settle_after });
    }
}
