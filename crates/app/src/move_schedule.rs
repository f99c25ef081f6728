//! Set a schedule to another time.

use std::time::Duration;

use keyin_domain::{Charge, EarliestRun, Evidence, MerchantUid, Schedule, ScheduleStatus, ScheduleTime};
use keyin_ports::ScheduleError;

use crate::scheduling::{Order, must_be_the_same};
use crate::settling::awaits_outcome;
use crate::{ScheduleOutcome, ScheduleProblem, Scheduling};

/// Moves schedules.
#[derive(Clone)]
pub struct MoveSchedule {
    scheduling: Scheduling,
}

impl MoveSchedule {
    /// Over these ports.
    pub fn new(scheduling: Scheduling) -> Self {
        Self { scheduling }
    }

    /// Sets a schedule to another time. One that waits is moved, whoever made it. One that failed or was taken back is
    /// set to the new time and will be charged again, which is written down first: so it has to be one of this
    /// journal. A lost answer is looked up for `wait`. What is due within an absence window is not moved.
    ///
    /// # Errors
    /// [`ScheduleProblem`].
    pub async fn run(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        wait: Duration,
    ) -> Result<ScheduleOutcome, ScheduleProblem> {
        let scheduling = &self.scheduling;
        if at.is_too_soon(scheduling.charging.clock.now()) {
            return Err(ScheduleProblem::TooSoon { at });
        }
        if scheduling.charging.stop.is_asked() {
            return Err(ScheduleProblem::Stopped);
        }
        let mut row = scheduling.row(uid).await?;
        if let Some(charge) = row.take() {
            row = Some(self.up_to_date(charge, wait).await?);
        }
        let schedule = scheduling.schedules.find(uid).await?;
        match (schedule.status(), row) {
            (ScheduleStatus::Scheduled, row) => {
                self.refuse_what_may_run(&schedule, row.as_ref())?;
                self.move_open(row, uid, at, wait).await
            }
            (_, Some(charge)) if schedule.may_run_again() && charge.may_be_sent() => {
                must_be_the_same(&charge, &schedule)?;
                scheduling.give(charge, Order::Reschedule(uid.clone(), at), wait).await
            }
            (_, Some(charge)) if schedule.may_run_again() => {
                Err(ScheduleProblem::ChargeStandsOtherwise { state: charge.state() })
            }
            (_, None) if schedule.may_run_again() => Err(ScheduleProblem::NotInJournal),
            (status, _) => Err(ScheduleProblem::StandsOtherwise { status }),
        }
    }

    /// A call may arrive as late as the absence window allows for. The time of the schedule must not have come by then:
    /// a run that has begun goes on, and the one at the new time would be a second.
    fn refuse_what_may_run(&self, schedule: &Schedule, row: Option<&Charge>) -> Result<(), ScheduleProblem> {
        let (deadlines, _) = self.scheduling.charging.deadlines();
        let run = EarliestRun::of(schedule, row.and_then(Charge::due));
        if run.may_have_begun_before(deadlines.settle_after) {
            Err(ScheduleProblem::MayRun { at: run.at() })
        } else {
            Ok(())
        }
    }

    /// With what the gateway says now, and without doubt about what was ordered before.
    async fn up_to_date(&self, charge: Charge, wait: Duration) -> Result<Charge, ScheduleProblem> {
        let charge = self.scheduling.ask(charge).await?.charge;
        if awaits_outcome(&charge) { self.scheduling.settled(charge, wait).await } else { Ok(charge) }
    }

    /// Saying the same time twice does no harm, so that a lost answer needs no more than a look.
    async fn move_open(
        &self,
        row: Option<Charge>,
        uid: &MerchantUid,
        at: ScheduleTime,
        wait: Duration,
    ) -> Result<ScheduleOutcome, ScheduleProblem> {
        let scheduling = &self.scheduling;
        let schedule = match scheduling.schedules.move_to(uid, at).await {
            Ok(schedule) => schedule,
            Err(ScheduleError::Unknown(cause)) => {
                let is_moved = |schedule: &Schedule| schedule.is_open() && schedule.at() == at;
                let read = scheduling.read_until(uid, wait, is_moved).await;
                read.ok_or(ScheduleProblem::Undecided(cause))?
            }
            Err(error) => return Err(error.into()),
        };
        let Some(charge) = row else {
            return Ok(ScheduleOutcome { charge: None, schedule: Some(schedule), replayed: false });
        };
        let evidence = Evidence::Scheduled(Box::new(schedule.clone()));
        let charge = scheduling.record(uid, charge.epoch(), evidence).await?;
        Ok(ScheduleOutcome { charge: Some(charge), schedule: Some(schedule), replayed: false })
    }
}
