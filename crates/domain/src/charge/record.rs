//! One journal row and its two moves.

use std::time::Duration;

use jiff::Timestamp;

use crate::decline::Decline;
use crate::{
    AbsenceWindow, ChargeIntent, ChargeState, Deadlines, Epoch, Executor, ImpUid, NotSentCause, Payment,
    PaymentStatus, Refusal, ReviewReason, ScheduleTime, UnknownCause,
};

/// What explains the state of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub(super) enum Finding {
    Nothing,
    Declined {
        decline: Decline,
        /// The gateway's failed record; a decline in words alone has none.
        record: Option<ImpUid>,
    },
    Refused(Refusal),
    NotSent(NotSentCause),
    Unknown(UnknownCause),
    Review(ReviewReason),
    /// A person has decided.
    Decided,
}

/// The last answer without a payment, to be held against the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Absence {
    pub(super) seen_at: Timestamp,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) failed: Option<ImpUid>,
}

/// A charge as the journal keeps it. Changed only by [`claim`](Self::claim), [`instruct`](Self::instruct) and
/// [`observe`](Self::observe), which return the next row and leave this one as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Charge {
    pub(super) intent: ChargeIntent,
    pub(super) state: ChargeState,
    pub(super) epoch: Epoch,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) deadlines: Option<Deadlines>,
    pub(super) finding: Finding,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    /// On the heap: thousands of charges are under way at once, and few of those have one.
    pub(super) payment: Option<Box<Payment>>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub(super) used_records: Vec<ImpUid>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) absence: Option<Absence>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) unknown_since: Option<Timestamp>,
    /// Payments that a person has said are not this charge's.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub(super) dismissed: Vec<ImpUid>,
    /// How many of the sweeps after the last claim were made.
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) swept: u8,
    /// When the gateway's scheduler runs it, as last known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub(super) due: Option<ScheduleTime>,
    pub(super) created_at: Timestamp,
    pub(super) changed_at: Timestamp,
}

/// The charge may not be sent from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a charge that is {state} may not be sent")]
pub struct NotClaimable {
    /// Where it stands.
    pub state: ChargeState,
}

/// The evidence changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotObserved {
    /// It is about an earlier send, and no payment.
    #[error("the evidence is about send {of}, the charge is at send {current}")]
    Stale {
        /// The send it is about.
        of: Epoch,
        /// The current one.
        current: Epoch,
    },
    /// It cannot be true of a charge in this state.
    #[error("the evidence does not fit a charge that is {state}")]
    OutOfPlace {
        /// Where the charge stands.
        state: ChargeState,
    },
    /// The lease still runs.
    #[error("whoever claimed the charge may still be sending it")]
    LeaseRuns,
}

impl Charge {
    /// A new charge: written down, nothing sent.
    pub fn intended(intent: ChargeIntent, now: Timestamp) -> Self {
        Self {
            intent,
            state: ChargeState::Intent,
            epoch: Epoch::BEFORE_FIRST,
            deadlines: None,
            finding: Finding::Nothing,
            payment: None,
            used_records: Vec::new(),
            absence: None,
            unknown_since: None,
            dismissed: Vec::new(),
            swept: 0,
            due: None,
            created_at: now,
            changed_at: now,
        }
    }

    /// The right to send the charge once more: the row with the next epoch.
    ///
    /// # Errors
    /// When somebody is sending, the outcome is unknown, there is one, or the gateway's scheduler executes it.
    pub fn claim(&self, deadlines: Deadlines) -> Result<Self, NotClaimable> {
        self.only_if_made_by(Executor::Keyin)?.next_send(deadlines)
    }

    /// The right to give the gateway's scheduler one more order, to take this charge in or to run it again: the row
    /// with the next epoch.
    ///
    /// # Errors
    /// When an order is under way, the outcome is unknown, the scheduler holds or has made the charge, or keyin
    /// executes it.
    pub fn instruct(&self, deadlines: Deadlines) -> Result<Self, NotClaimable> {
        self.only_if_made_by(Executor::Scheduler)?.next_send(deadlines)
    }

    fn only_if_made_by(&self, executor: Executor) -> Result<&Self, NotClaimable> {
        if self.executor() == executor { Ok(self) } else { Err(NotClaimable { state: self.state }) }
    }

    /// The one of [`claim`](Self::claim) and [`instruct`](Self::instruct) that there is for its executor: what a
    /// journal writes down, before the one request goes out that may be made of the charge.
    ///
    /// # Errors
    /// As of those.
    pub fn next_send(&self, deadlines: Deadlines) -> Result<Self, NotClaimable> {
        if self.may_be_sent() {
            Ok(self.clone().in_flight(deadlines))
        } else {
            Err(NotClaimable { state: self.state })
        }
    }

    /// Who makes it.
    pub fn executor(&self) -> Executor {
        self.intent.method().executor()
    }

    /// Whether something may be sent for it from where it stands: the charge, if keyin executes it, else an order
    /// to the gateway's scheduler, which may also run again what was declined.
    pub fn may_be_sent(&self) -> bool {
        match self.executor() {
            Executor::Keyin => self.state.may_claim(),
            Executor::Scheduler => self.state.may_claim() || self.state == ChargeState::Declined,
        }
    }

    /// A new charge that is written down and claimed at once, or about which an order is given at once.
    pub fn begun(intent: ChargeIntent, deadlines: Deadlines) -> Self {
        Self::intended(intent, deadlines.claimed_at).in_flight(deadlines)
    }

    fn in_flight(self, deadlines: Deadlines) -> Self {
        Self {
            state: ChargeState::InFlight,
            epoch: self.epoch.next(),
            deadlines: Some(deadlines),
            finding: Finding::Nothing,
            absence: None,
            unknown_since: None,
            swept: 0,
            changed_at: deadlines.claimed_at,
            ..self
        }
    }

    /// What is to be charged.
    pub fn intent(&self) -> &ChargeIntent {
        &self.intent
    }

    /// Where it stands.
    pub fn state(&self) -> ChargeState {
        self.state
    }

    /// The number of the last send.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The deadlines of the last claim.
    pub fn deadlines(&self) -> Option<Deadlines> {
        self.deadlines
    }

    /// The absence window of the last claim; the usual one before the first.
    pub(super) fn window(&self) -> Duration {
        self.deadlines.map_or_else(|| AbsenceWindow::default().total(), |last| last.window())
    }

    /// The payment, once there is one.
    pub fn payment(&self) -> Option<&Payment> {
        self.payment.as_deref()
    }

    /// Why the card was refused.
    pub fn decline(&self) -> Option<&Decline> {
        if let Finding::Declined { decline, .. } = &self.finding { Some(decline) } else { None }
    }

    /// Why the request was refused.
    pub fn refusal(&self) -> Option<&Refusal> {
        if let Finding::Refused(refusal) = &self.finding { Some(refusal) } else { None }
    }

    /// Why nothing was sent.
    pub fn not_sent_cause(&self) -> Option<NotSentCause> {
        if let Finding::NotSent(cause) = self.finding { Some(cause) } else { None }
    }

    /// Why the outcome is unknown.
    pub fn unknown_cause(&self) -> Option<UnknownCause> {
        if let Finding::Unknown(cause) = self.finding { Some(cause) } else { None }
    }

    /// Why a person has to decide.
    pub fn review_reason(&self) -> Option<ReviewReason> {
        if let Finding::Review(reason) = self.finding { Some(reason) } else { None }
    }

    /// The gateway's number of the payment, or of the failed record behind a decline.
    pub fn imp_uid(&self) -> Option<&ImpUid> {
        let payment = self.payment().map(Payment::imp_uid);
        let failed = match &self.finding {
            Finding::Declined { record, .. } => record.as_ref(),
            _ => None,
        };
        payment.or(failed)
    }

    /// The gateway's own word, as far as it is known: that of the payment, of the failed record behind a
    /// decline, or of a payment that is begun and not decided.
    pub fn gateway_status(&self) -> Option<PaymentStatus> {
        match &self.finding {
            Finding::Unknown(UnknownCause::Pending) => Some(PaymentStatus::Ready),
            Finding::Declined { record: Some(_), .. } => Some(PaymentStatus::Failed),
            _ => self.payment().map(Payment::status),
        }
    }

    /// When the gateway's scheduler runs it or was to run it, as last known.
    pub fn due(&self) -> Option<ScheduleTime> {
        self.due.or(self.intent.method().scheduled_at())
    }

    /// Failed records that earlier settlements have used up.
    pub fn used_records(&self) -> &[ImpUid] {
        &self.used_records
    }

    /// Payments under its merchant_uid that a person has said are not this charge's.
    pub fn dismissed(&self) -> &[ImpUid] {
        &self.dismissed
    }

    /// Whether a person has decided how it stands.
    pub fn is_decided(&self) -> bool {
        self.finding == Finding::Decided
    }

    /// When it was written down.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// When it last changed.
    pub fn changed_at(&self) -> Timestamp {
        self.changed_at
    }

    /// The next time a look-up is worth its call, for a charge whose outcome is unknown or whose owner may
    /// be lost; none for a charge that look-ups cannot settle.
    pub fn next_look_up(&self, now: Timestamp) -> Option<Timestamp> {
        let deadlines = self.deadlines?;
        match self.state {
            ChargeState::InFlight => Some(deadlines.lease_until.max(now)),
            ChargeState::Unknown => {
                let since = self.unknown_since.unwrap_or(deadlines.claimed_at);
                Some(super::next_look_up(since, deadlines.settle_after, now))
            }
            _ => None,
        }
    }
}
