//! How evidence moves a charge from state to state.

use jiff::Timestamp;

use super::deadlines::later;
use super::judgement::mismatch;
use super::record::{Charge, Finding, NotObserved};
use crate::decline::{Decline, DeclineKind};
use crate::{ChargeState, Decision, Epoch, Evidence, ImpUid, Payment, ReviewReason, UnknownCause};

impl Charge {
    /// The row after something was learned about the send numbered `epoch`.
    ///
    /// # Errors
    /// When the evidence is stale or does not fit; the row then stands as it is.
    pub fn observe(&self, epoch: Epoch, evidence: Evidence, now: Timestamp) -> Result<Self, NotObserved> {
        let mut next = self.clone();
        match evidence {
            Evidence::Paid(payment) => next.take_payment(payment, now),
            Evidence::LookedUp { attempts, asked_at } => {
                next.take_look_up(epoch, &attempts, asked_at)?;
                next.count_sweeps(asked_at);
            }
            Evidence::Declined { decline, record } => {
                next.must_await(epoch)?;
                next.take_decline(decline, record);
            }
            Evidence::Refused(refusal) => {
                next.must_await(epoch)?;
                next.settle(ChargeState::Refused, Finding::Refused(refusal));
            }
            Evidence::NotSent(cause) => {
                next.must_await(epoch)?;
                next.settle(ChargeState::NotSent, Finding::NotSent(cause));
            }
            Evidence::Mismatched(difference) => {
                next.must_await(epoch)?;
                next.review(ReviewReason::Mismatch(difference));
            }
            Evidence::NoAnswer(cause) => {
                next.must_await(epoch)?;
                next.lose_sight(cause, now);
            }
            Evidence::Scheduled(schedule) => next.take_order(epoch, &schedule, now)?,
            Evidence::SchedulerAsked { schedule, attempts, asked_at } => {
                next.take_scheduler_word(epoch, schedule.as_deref(), &attempts, asked_at)?;
                next.count_sweeps(asked_at);
            }
            Evidence::LeaseOver => next.end_lease(epoch, now)?,
            Evidence::CardLost => next.lose_card()?,
            Evidence::Decided(decision) => {
                next.must_be_current(epoch)?;
                next.take_decision(decision, now)?;
            }
        }
        if next != *self {
            next.changed_at = now;
        }
        Ok(next)
    }

    fn must_await(&self, epoch: Epoch) -> Result<(), NotObserved> {
        self.must_be_current(epoch)?;
        match self.state {
            ChargeState::InFlight | ChargeState::Unknown => Ok(()),
            state => Err(NotObserved::OutOfPlace { state }),
        }
    }

    pub(super) fn must_be_current(&self, epoch: Epoch) -> Result<(), NotObserved> {
        if epoch == self.epoch { Ok(()) } else { Err(NotObserved::Stale { of: epoch, current: self.epoch }) }
    }

    pub(super) fn settle(&mut self, state: ChargeState, finding: Finding) {
        if self.state == ChargeState::Scheduled && state != ChargeState::Scheduled {
            // The sweeps after its end begin anew.
            self.swept = 0;
        }
        self.state = state;
        self.finding = finding;
        self.absence = None;
        self.unknown_since = None;
    }

    pub(super) fn lose_sight(&mut self, cause: UnknownCause, now: Timestamp) {
        if self.state != ChargeState::Unknown {
            self.settle(ChargeState::Unknown, Finding::Unknown(cause));
            self.unknown_since = Some(now);
        }
    }

    fn end_lease(&mut self, epoch: Epoch, now: Timestamp) -> Result<(), NotObserved> {
        self.must_be_current(epoch)?;
        match (self.state, self.deadlines) {
            (ChargeState::InFlight, Some(deadlines)) if now < deadlines.lease_until => {
                Err(NotObserved::LeaseRuns)
            }
            (ChargeState::InFlight, _) => {
                self.lose_sight(UnknownCause::Interrupted, now);
                Ok(())
            }
            (state, _) => Err(NotObserved::OutOfPlace { state }),
        }
    }

    fn lose_card(&mut self) -> Result<(), NotObserved> {
        if self.state != ChargeState::Intent || !self.intent.method().needs_card() {
            return Err(NotObserved::OutOfPlace { state: self.state });
        }
        self.settle(ChargeState::Abandoned, Finding::Nothing);
        Ok(())
    }

    pub(super) fn take_decline(&mut self, decline: Decline, record: Option<ImpUid>) {
        self.mark_used(record.as_ref());
        let state = match decline.kind() {
            DeclineKind::Hard | DeclineKind::Soft => ChargeState::Declined,
            DeclineKind::Invalid | DeclineKind::Configuration => ChargeState::Refused,
        };
        self.settle(state, Finding::Declined { decline, record });
    }

    fn mark_used(&mut self, record: Option<&ImpUid>) {
        if let Some(record) = record
            && !self.used_records.contains(record)
        {
            self.used_records.push(record.clone());
        }
    }

    /// A decline told in words alone may have left a record behind: it is spoken for.
    pub(super) fn find_record_of_decline(&mut self, found: Option<ImpUid>) {
        self.mark_used(found.as_ref());
        if let Finding::Declined { record: record @ None, .. } = &mut self.finding {
            *record = found;
        }
    }

    pub(super) fn review(&mut self, reason: ReviewReason) {
        self.settle(ChargeState::Review, Finding::Review(reason));
    }

    /// A payment is believed whenever and from whichever send it comes.
    pub(super) fn take_payment(&mut self, payment: Box<Payment>, now: Timestamp) {
        if self.dismissed.contains(payment.imp_uid()) {
            return;
        }
        if self.is_adopted(&payment) {
            if payment.was_captured() {
                self.know(payment, now);
            }
            return;
        }
        if let Some(difference) = mismatch(&self.intent, &payment) {
            return self.review(ReviewReason::Mismatch(difference));
        }
        if !payment.was_captured() {
            return self.lose_sight_unless_settled(now);
        }
        if self.payment.as_ref().is_some_and(|known| known.imp_uid() != payment.imp_uid()) {
            return self.review(ReviewReason::PaidTwice);
        }
        self.know(payment, now);
        match self.state {
            ChargeState::InFlight | ChargeState::Scheduled | ChargeState::Unknown => {
                self.settle(ChargeState::Succeeded, Finding::Nothing);
            }
            ChargeState::Intent
            | ChargeState::Declined
            | ChargeState::Refused
            | ChargeState::NotSent
            | ChargeState::NotCharged
            | ChargeState::NeedsCard
            | ChargeState::Abandoned => self.settle(ChargeState::LatePaid, Finding::Nothing),
            ChargeState::Succeeded | ChargeState::LatePaid | ChargeState::Review => {}
        }
    }

    /// It stands as told. That less was given back than is known is how it stood before, until no read can lag any more.
    fn know(&mut self, payment: Box<Payment>, now: Timestamp) {
        let is_behind = self.payment.as_ref().is_some_and(|known| payment.is_behind(known));
        if !(is_behind && now < later(self.changed_at, self.window())) {
            self.payment = Some(payment);
        }
    }

    /// Whether this is the payment that a person has taken for the charge's, whatever it differs in.
    pub(super) fn is_adopted(&self, payment: &Payment) -> bool {
        self.is_decided() && self.payment.as_ref().is_some_and(|known| known.imp_uid() == payment.imp_uid())
    }

    fn take_decision(&mut self, decision: Decision, now: Timestamp) -> Result<(), NotObserved> {
        match self.state {
            ChargeState::Review | ChargeState::LatePaid => {}
            state => return Err(NotObserved::OutOfPlace { state }),
        }
        self.dismissed.extend(decision.dismissed);
        match decision.adopt {
            Some(adopted) => self.know(adopted, now),
            None => self.payment = None,
        }
        let state = match (&self.payment, self.intent.method().needs_card()) {
            (Some(_), _) => ChargeState::Succeeded,
            (None, true) => ChargeState::NeedsCard,
            (None, false) => ChargeState::NotCharged,
        };
        self.settle(state, Finding::Decided);
        Ok(())
    }

    fn lose_sight_unless_settled(&mut self, now: Timestamp) {
        if self.state == ChargeState::InFlight {
            self.lose_sight(UnknownCause::Pending, now);
        }
    }
}
