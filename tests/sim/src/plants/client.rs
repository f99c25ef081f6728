//! Bugs of whoever uses the ports without the use cases.

use std::time::Duration;

use keyin_app::{Charging, MoveSchedule, Scheduling};
use keyin_domain::{Evidence, MerchantUid, ScheduleTime};

use super::Plant;

/// Moves schedules. With a bug, what waits is moved as it is, and only the rest goes the usual way.
pub(crate) struct Mover {
    pub(crate) plant: Option<Plant>,
    pub(crate) charging: Charging,
    pub(crate) scheduling: Scheduling,
}

impl Mover {
    /// Whether it was moved.
    pub(crate) async fn run(&self, uid: &MerchantUid, at: ScheduleTime, wait: Duration) -> bool {
        match self.plant {
            Some(Plant::MoveWhatRuns) if self.is_moved_unasked(uid, at).await => true,
            _ => MoveSchedule::new(self.scheduling.clone()).run(uid, at, wait).await.is_ok(),
        }
    }

    /// Nobody asks whether its time has come.
    async fn is_moved_unasked(&self, uid: &MerchantUid, at: ScheduleTime) -> bool {
        let Charging { schedules: Some(schedules), journal, clock, .. } = &self.charging else {
            return false;
        };
        let Ok(Some(charge)) = journal.find(uid).await else { return false };
        let waits = schedules.find(uid).await.is_ok_and(|schedule| schedule.is_open());
        if !waits || at.is_too_soon(clock.now()) {
            return false;
        }
        let Ok(schedule) = schedules.move_to(uid, at).await else { return false };
        let evidence = Evidence::Scheduled(Box::new(schedule));
        journal.record(uid, charge.epoch(), evidence, clock.now()).await.is_ok()
    }
}
