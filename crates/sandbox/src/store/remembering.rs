//! What outlives the process: each change is noted, and can be made again.

use std::sync::Arc;

use super::schedule::ScheduleState;
use super::{Job, Schedule, Store};
use crate::data::{Change, Notes};

impl Store {
    /// From now on changes are noted.
    pub(crate) fn note_in(&mut self, notes: Notes) {
        self.notes = Some(notes);
    }

    /// Notes a change, which is only put together where it is to be noted. It is handed over with the whole step.
    pub(super) fn note(&mut self, change: impl FnOnce(&Self) -> Change) {
        if let Some(notes) = &self.notes {
            let line = notes.line(&change(self));
            self.noted.extend(line);
        }
    }

    /// Hands over what the step has noted.
    pub(super) fn hand_over(&mut self) {
        if let Some(notes) = self.notes.as_ref().filter(|_| !self.noted.is_empty()) {
            notes.note_together(&self.noted);
            self.noted.clear();
        }
    }

    /// Notes where the generator of names stands, behind changes that drew some.
    pub(super) fn note_names(&mut self) {
        self.note(|store| Change::Ids(store.ids.state()));
    }

    /// Makes a change again that was noted before. One that is not the store's changes nothing.
    pub(crate) fn make_again(&mut self, change: Change) {
        match change {
            Change::Ids(state) => self.ids.go_on_from(state),
            Change::Payment(payment) => drop(self.add(Arc::unwrap_or_clone(payment))),
            Change::Cancelled(imp_uid, cancel) => drop(self.cancel(imp_uid, cancel)),
            Change::TurnedPaid { imp_uid, at, pg_tid, approval } => {
                self.turn_paid_as(imp_uid, at, pg_tid, approval);
            }
            Change::TurnsPaidLater(imp_uid, at) => self.turn_paid_later(imp_uid, at),
            Change::Key(key) => self.keys.put(key),
            Change::KeyRemoved(customer_uid) => drop(self.keys.remove(&customer_uid)),
            Change::Prepared(merchant_uid, prepared) => self.prepare(merchant_uid, prepared),
            Change::Schedule(schedule) => self.put_schedule(Arc::unwrap_or_clone(schedule)),
            Change::Cleared => self.clear(),
            Change::Settings(_) | Change::Clock(_) | Change::Removed | Change::Announced(_) => {}
        }
    }

    /// A schedule as it was, in place of the one with its merchant_uid; what is to be charged waits for its time again.
    fn put_schedule(&mut self, mut schedule: Schedule) {
        let known = self.schedule_place(&schedule.order.merchant_uid);
        if let Some(place) = known {
            self.take_off_agenda(place);
        }
        if let ScheduleState::Scheduled { slot } = &mut schedule.state {
            let place = known.unwrap_or_else(|| self.schedules.next_place());
            *slot = self.agenda.add(slot.due, Job::Schedule(place));
        }
        match known {
            Some(place) => drop(self.schedules.change(place, |old| *old = schedule)),
            None => drop(self.schedules.add(schedule)),
        }
    }
}
