//! Run a schedule again at once.

use std::time::Duration;

use keyin_domain::MerchantUid;
use keyin_ports::ScheduleRequest;

use crate::scheduling::{Order, must_be_the_same};
use crate::settling::awaits_outcome;
use crate::{ScheduleOutcome, ScheduleProblem, Scheduling};

/// Runs schedules again.
#[derive(Clone)]
pub struct RetrySchedule {
    scheduling: Scheduling,
}

impl RetrySchedule {
    /// Over these ports.
    pub fn new(scheduling: Scheduling) -> Self {
        Self { scheduling }
    }

    /// Has the gateway run a schedule at once that failed or was taken back, once: the order is written down before it
    /// is given, and a lost answer is looked up for `wait`, never given again. One that has been paid meanwhile is told
    /// as it stands.
    ///
    /// # Errors
    /// [`ScheduleProblem`]; [`ScheduleProblem::NotInJournal`] for one that was scheduled elsewhere.
    pub async fn run(&self, uid: &MerchantUid, wait: Duration) -> Result<ScheduleOutcome, ScheduleProblem> {
        let scheduling = &self.scheduling;
        if scheduling.charging.stop.is_asked() {
            return Err(ScheduleProblem::Stopped);
        }
        let Some(row) = scheduling.row(uid).await? else {
            scheduling.schedules.find(uid).await?;
            return Err(ScheduleProblem::NotInJournal);
        };
        let asked = scheduling.ask(row).await?;
        let charge = if awaits_outcome(&asked.charge) {
            scheduling.settled(asked.charge, wait).await?
        } else {
            asked.charge
        };
        if charge.payment().is_some() {
            let schedule = asked.said.ok().flatten();
            return Ok(ScheduleOutcome { charge: Some(charge), schedule, replayed: true });
        }
        let schedule = scheduling.schedules.find(uid).await?;
        if !schedule.may_run_again() {
            return Err(ScheduleProblem::StandsOtherwise { status: schedule.status() });
        }
        if !charge.may_be_sent() {
            return Err(ScheduleProblem::ChargeStandsOtherwise { state: charge.state() });
        }
        must_be_the_same(&charge, &schedule)?;
        let request = ScheduleRequest::new(charge.intent().clone())?;
        scheduling.give(charge, Order::Retry(Box::new(request)), wait).await
    }
}
