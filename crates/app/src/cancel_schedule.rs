//! Take a schedule back.

use std::time::Duration;

use keyin_domain::{Charge, CustomerUid, MerchantUid, Schedule, ScheduleStatus};
use keyin_ports::{ListedSchedule, ReadError, ScheduleError};

use crate::{ScheduleProblem, Scheduling};

/// A schedule that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unscheduled {
    /// As the gateway tells it.
    pub schedule: Schedule,
    /// The journal's row; none if it was not scheduled through it. Near the time of the schedule, or soon after it was
    /// scheduled anew, it is unknown for an absence window: a run that had begun may still show, and what shows may be
    /// how it stood before.
    pub charge: Option<Charge>,
    /// It had been taken back before: this call changed nothing.
    pub already: bool,
}

/// Takes schedules back.
#[derive(Clone)]
pub struct CancelSchedule {
    scheduling: Scheduling,
}

impl CancelSchedule {
    /// Over these ports.
    pub fn new(scheduling: Scheduling) -> Self {
        Self { scheduling }
    }

    /// Takes one schedule back, whoever made it, by its own number: the gateway is never asked without one, because it
    /// would then take back all of the customer's. It is read back before anything is believed, for `wait` if no
    /// answer came.
    ///
    /// # Errors
    /// [`ScheduleProblem`]; [`ScheduleProblem::StandsOtherwise`] if it has been run.
    pub async fn run(&self, uid: &MerchantUid, wait: Duration) -> Result<Unscheduled, ScheduleProblem> {
        let scheduling = &self.scheduling;
        let row = scheduling.row(uid).await?;
        let before = match scheduling.schedules.find(uid).await {
            Err(ReadError::NotFound) => {
                // Whatever the journal believes, it learns that there is none.
                if let Some(charge) = row {
                    scheduling.ask(charge).await?;
                }
                return Err(ScheduleProblem::NotFound);
            }
            read => read?,
        };
        if before.is_open() {
            if scheduling.charging.stop.is_asked() {
                return Err(ScheduleProblem::Stopped);
            }
            match scheduling.schedules.unschedule(before.customer_uid(), uid).await {
                // It may have been run or taken back in between; reading back tells.
                Ok(_) | Err(ScheduleError::NotFound) => {}
                Err(ScheduleError::Unknown(cause)) => {
                    let is_over = |schedule: &Schedule| !schedule.is_open();
                    let read = scheduling.read_until(uid, wait, is_over).await;
                    read.ok_or(ScheduleProblem::Undecided(cause))?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.read_back(uid, row, &before).await
    }

    /// Takes back **every** schedule of this customer that waits, whoever made it, and lets the journal learn of those
    /// that are its own. Returns what was taken back.
    ///
    /// # Errors
    /// [`ScheduleProblem`]; [`ScheduleProblem::NotFound`] if none waits.
    pub async fn run_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleProblem> {
        let scheduling = &self.scheduling;
        if scheduling.charging.stop.is_asked() {
            return Err(ScheduleProblem::Stopped);
        }
        let taken = scheduling.schedules.unschedule_all(customer).await?;
        for listed in &taken {
            let ListedSchedule::Schedule(schedule) = listed else { continue };
            if let Ok(Some(charge)) = scheduling.row(schedule.merchant_uid()).await {
                scheduling.ask(charge).await?;
            }
        }
        Ok(taken)
    }

    async fn read_back(
        &self,
        uid: &MerchantUid,
        row: Option<Charge>,
        before: &Schedule,
    ) -> Result<Unscheduled, ScheduleProblem> {
        let (charge, schedule) = match row {
            None => (None, self.scheduling.schedules.find(uid).await?),
            Some(charge) => {
                let asked = self.scheduling.ask(charge).await?;
                // Nobody asks while an order about it is under way.
                let said = match asked.said? {
                    Some(schedule) => schedule,
                    None => self.scheduling.schedules.find(uid).await?,
                };
                (Some(asked.charge), said)
            }
        };
        match schedule.status() {
            ScheduleStatus::Revoked => Ok(Unscheduled { schedule, charge, already: !before.is_open() }),
            status @ (ScheduleStatus::Scheduled | ScheduleStatus::Executed) => {
                Err(ScheduleProblem::StandsOtherwise { status })
            }
        }
    }
}
