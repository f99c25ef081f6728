//! One schedule at the gateway, and what reads show of it.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    ChargeIntent, ImpUid, PaymentStatus, Schedule, ScheduleDetails, ScheduleStatus, ScheduleTime,
};
use keyin_ports::Monotonic;

#[derive(Clone, Debug)]
pub(super) struct Entry {
    intent: ChargeIntent,
    /// As it is.
    details: ScheduleDetails,
    /// What reads show, each from its time on: they lag.
    shown: Vec<(Monotonic, Schedule)>,
    /// Grows with whatever says anew when it is run, or that not: a timer that was wound before then does nothing.
    turn: u64,
}

impl Entry {
    /// Taken in; none if the intent is not one for the scheduler.
    pub(super) fn taken_in(intent: &ChargeIntent, visible: Monotonic) -> Option<Self> {
        let details = ScheduleDetails {
            merchant_uid: intent.merchant_uid().clone(),
            customer_uid: intent.method().customer_uid()?.clone(),
            at: intent.method().scheduled_at()?,
            amount: intent.amount().total(),
            name: Some(intent.name().to_string()),
            status: ScheduleStatus::Scheduled,
            payment: None,
            imp_uid: None,
            fail_reason: None,
            executed_at: None,
            revoked_at: None,
        };
        let mut entry = Self { intent: intent.clone(), details, shown: Vec::new(), turn: 0 };
        entry.change(visible, |_| ());
        Some(entry)
    }

    /// As it stands.
    pub(super) fn schedule(&self) -> Option<&Schedule> {
        self.shown.last().map(|(_, schedule)| schedule)
    }

    pub(super) fn intent(&self) -> &ChargeIntent {
        &self.intent
    }

    pub(super) fn turn(&self) -> u64 {
        self.turn
    }

    pub(super) fn at(&self) -> ScheduleTime {
        self.details.at
    }

    pub(super) fn is_open(&self) -> bool {
        self.details.status == ScheduleStatus::Scheduled
    }

    pub(super) fn may_run_again(&self) -> bool {
        self.schedule().is_some_and(Schedule::may_run_again)
    }

    /// What a read at that time shows.
    pub(super) fn shown_at(&self, now: Monotonic) -> Option<&Schedule> {
        self.shown.iter().rev().find(|(from, _)| *from <= now).map(|(_, schedule)| schedule)
    }

    /// It waits for that time from now on.
    pub(super) fn set_to(&mut self, at: ScheduleTime, visible: Monotonic) -> Schedule {
        self.turn += 1;
        self.change(visible, |details| {
            details.at = at;
            details.status = ScheduleStatus::Scheduled;
        })
    }

    pub(super) fn take_back(&mut self, now: Timestamp, visible: Monotonic) -> Schedule {
        self.turn += 1;
        self.change(visible, |details| {
            details.status = ScheduleStatus::Revoked;
            details.revoked_at = Some(now);
        })
    }

    /// Its run has begun.
    pub(super) fn begin(&mut self, now: Timestamp, visible: Monotonic) {
        self.turn += 1;
        self.change(visible, |details| {
            details.status = ScheduleStatus::Executed;
            details.payment = None;
            details.imp_uid = None;
            details.fail_reason = None;
            details.executed_at = Some(now);
        });
    }

    /// What came of its run.
    pub(super) fn end(&mut self, result: RunResult, visible: Monotonic) {
        self.change(visible, |details| {
            details.payment = Some(result.payment);
            details.imp_uid = result.imp_uid;
            details.fail_reason = result.fail_reason;
        });
    }

    /// Answers never go back to what was shown before.
    fn change(&mut self, visible: Monotonic, change: impl FnOnce(&mut ScheduleDetails)) -> Schedule {
        change(&mut self.details);
        let schedule =
            Schedule::new(self.details.clone()).expect("it is over something, and what is paid has a number");
        self.details = schedule.details().clone();
        let visible = self.shown.last().map_or(visible, |(last, _)| visible.max(*last));
        self.shown.push((visible, schedule.clone()));
        schedule
    }
}

/// What came of a run.
pub(super) struct RunResult {
    pub(super) payment: PaymentStatus,
    pub(super) imp_uid: Option<ImpUid>,
    pub(super) fail_reason: Option<String>,
}
