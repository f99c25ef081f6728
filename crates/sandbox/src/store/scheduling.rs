//! What happens to schedules: they are registered, moved, revoked and charged, and the agenda follows.

use std::ops::Range;
use std::sync::Arc;

use crate::data::Change;
use crate::ids::ImpUid;

use super::schedule::{Outcome, Schedule, ScheduleState, ScheduleStatus};
use super::{Account, Job, Order, Payment, Store};

/// A schedule and the payment its latest attempt made.
pub(crate) type Scheduled = (Arc<Schedule>, Option<Arc<Payment>>);

/// A schedule to be registered.
pub(crate) struct NewSchedule {
    pub(crate) customer_uid: Box<str>,
    pub(crate) account: Arc<Account>,
    pub(crate) order: Arc<Order>,
    /// Unix seconds.
    pub(crate) schedule_at: i64,
}

impl Store {
    /// Registers a schedule whose merchant_uid no other has; it is charged `delay` seconds after its time.
    pub(crate) fn register(&mut self, new: NewSchedule, delay: i64) -> Arc<Schedule> {
        let NewSchedule { customer_uid, account, order, schedule_at } = new;
        let job = Job::Schedule(self.schedules.next_place());
        let slot = self.agenda.add(schedule_at.saturating_add(delay), job);
        let state = ScheduleState::Scheduled { slot };
        let schedule = self.schedules.add(Schedule { customer_uid, account, order, schedule_at, state });
        self.note(|_| Change::Schedule(Arc::clone(&schedule)));
        schedule
    }

    /// The place of the schedule with this name.
    pub(crate) fn schedule_place(&self, merchant_uid: &str) -> Option<usize> {
        self.schedules.place(merchant_uid)
    }

    pub(crate) fn schedule(&self, place: usize) -> Option<Scheduled> {
        let schedule = self.schedules.get(place)?;
        let payment = schedule.imp_uid().and_then(|imp_uid| self.payment(imp_uid));
        Some((Arc::clone(schedule), payment.map(Arc::clone)))
    }

    /// The places of the schedules within the period (its end not included) that have this status, or any, the
    /// earliest first; of one customer, or of all.
    pub(crate) fn schedules_within(
        &self,
        customer_uid: Option<&str>,
        period: &Range<i64>,
        status: Option<ScheduleStatus>,
    ) -> impl DoubleEndedIterator<Item = usize> {
        let has_status = move |place: &usize| {
            status.is_none_or(|status| self.schedules.get(*place).is_some_and(|s| s.status() == status))
        };
        self.schedules.within(customer_uid, period).filter(has_status)
    }

    /// Makes a schedule wait for another time, whatever became of it so far.
    pub(crate) fn move_schedule(
        &mut self,
        place: usize,
        schedule_at: i64,
        delay: i64,
    ) -> Option<Arc<Schedule>> {
        self.take_off_agenda(place);
        let slot = self.agenda.add(schedule_at.saturating_add(delay), Job::Schedule(place));
        self.change_schedule(place, |schedule| {
            schedule.schedule_at = schedule_at;
            schedule.state = ScheduleState::Scheduled { slot };
        })
    }

    pub(crate) fn revoke(&mut self, place: usize, at: i64) -> Option<Arc<Schedule>> {
        self.take_off_agenda(place);
        self.change_schedule(place, |schedule| schedule.state = ScheduleState::Revoked { at })
    }

    /// Notes what an attempt came to.
    pub(crate) fn executed(&mut self, place: usize, at: i64, outcome: Outcome) {
        self.take_off_agenda(place);
        self.change_schedule(place, |schedule| schedule.state = ScheduleState::Executed { at, outcome });
    }

    fn change_schedule(&mut self, place: usize, change: impl FnOnce(&mut Schedule)) -> Option<Arc<Schedule>> {
        let schedule = self.schedules.change(place, change)?;
        self.note(|_| Change::Schedule(Arc::clone(&schedule)));
        Some(schedule)
    }

    /// A failed payment will turn paid at that time, unless it has by then.
    pub(crate) fn turn_paid_later(&mut self, imp_uid: ImpUid, at: i64) {
        self.agenda.add(at, Job::TurnPaid(imp_uid));
        self.note(|_| Change::TurnsPaidLater(imp_uid, at));
    }

    /// When the next job falls due.
    pub(crate) fn next_job(&self) -> Option<i64> {
        self.agenda.next()
    }

    /// Takes the first job that is due by then, with the time it fell due.
    pub(crate) fn take_job(&mut self, until: i64) -> Option<(i64, Job)> {
        self.agenda.take(until)
    }

    pub(super) fn take_off_agenda(&mut self, place: usize) {
        if let Some(ScheduleState::Scheduled { slot }) =
            self.schedules.get(place).map(|schedule| schedule.state)
        {
            self.agenda.remove(slot);
        }
    }
}
