//! Show a schedule.

use keyin_domain::MerchantUid;
use keyin_ports::ReadError;

use crate::{ScheduleOutcome, ScheduleProblem, Scheduling};

/// Shows schedules.
#[derive(Clone)]
pub struct ShowSchedule {
    scheduling: Scheduling,
}

impl ShowSchedule {
    /// Over these ports.
    pub fn new(scheduling: Scheduling) -> Self {
        Self { scheduling }
    }

    /// Reads the schedule at the gateway, whoever made it, and lets the journal learn what it says: what has come to
    /// its end is settled. If the gateway is not available, the journal's row alone is the answer.
    ///
    /// # Errors
    /// [`ScheduleProblem::NotFound`] if neither knows it, or why it could not be read.
    pub async fn run(&self, uid: &MerchantUid) -> Result<ScheduleOutcome, ScheduleProblem> {
        let Some(row) = self.scheduling.row(uid).await? else {
            let schedule = Some(self.scheduling.schedules.find(uid).await?);
            return Ok(ScheduleOutcome { charge: None, schedule, replayed: true });
        };
        let asked = self.scheduling.ask(row).await?;
        let schedule = asked.said.unwrap_or_else(|error: ReadError| {
            tracing::debug!(merchant_uid = %uid, %error, "the schedule could not be read");
            None
        });
        Ok(ScheduleOutcome { charge: Some(asked.charge), schedule, replayed: true })
    }
}
