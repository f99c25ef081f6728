//! Hand a charge to the gateway's scheduler.

use std::time::Duration;

use keyin_domain::{Charge, ChargeIntent, ChargeState, ScheduleTime};
use keyin_ports::{Intended, ReadError, ScheduleRequest};

use crate::capability::{Operation, require};
use crate::scheduling::{Order, must_be_the_same};
use crate::settling::awaits_outcome;
use crate::{ScheduleOutcome, ScheduleProblem, Scheduling};

/// Schedules charges at the gateway.
#[derive(Clone)]
pub struct AddSchedule {
    scheduling: Scheduling,
}

impl AddSchedule {
    /// Over these ports.
    pub fn new(scheduling: Scheduling) -> Self {
        Self { scheduling }
    }

    /// Has the gateway charge the billing key that the intent names at the time that it names, at most once. The same
    /// intent again tells where it stands. After a lost answer the schedule is looked up for `wait`; no second order
    /// is given before it is certain that the first one came to nothing.
    ///
    /// keyin itself never charges what was scheduled: as long as the journal holds the intent, the same merchant_uid
    /// cannot be used for anything else.
    ///
    /// # Errors
    /// [`ScheduleProblem`].
    pub async fn run(
        &self,
        intent: ChargeIntent,
        wait: Duration,
    ) -> Result<ScheduleOutcome, ScheduleProblem> {
        require(Operation::BillingKeyPayment, intent.pg(), true)?;
        let request = ScheduleRequest::new(intent)?;
        let charging = &self.scheduling.charging;
        if charging.stop.is_asked() {
            return Err(ScheduleProblem::Stopped);
        }
        if charging.journal.find(request.intent().merchant_uid()).await?.is_none() {
            // Nothing is written down that cannot be asked for.
            self.must_have_notice(request.at())?;
        }
        match charging.journal.intend(request.intent().clone(), charging.clock.now()).await? {
            Intended::New(charge) => self.scheduling.give(*charge, Order::Add(Box::new(request)), wait).await,
            Intended::Same(charge) => self.again(*charge, request, wait).await,
            Intended::Conflict(fields) => Err(ScheduleProblem::Conflict(fields)),
        }
    }

    fn must_have_notice(&self, at: ScheduleTime) -> Result<(), ScheduleProblem> {
        if at.is_too_soon(self.scheduling.charging.clock.now()) {
            Err(ScheduleProblem::TooSoon { at })
        } else {
            Ok(())
        }
    }

    /// The same request was made before. What was run and declined is told again: running it once more takes a word
    /// of its own.
    async fn again(
        &self,
        standing: Charge,
        request: ScheduleRequest,
        wait: Duration,
    ) -> Result<ScheduleOutcome, ScheduleProblem> {
        let mut charge = standing;
        if awaits_outcome(&charge) {
            let said = charge.state().as_str();
            let settled = Box::pin(self.scheduling.charging.settle(charge, wait)).await;
            charge = settled.map_err(|source| ScheduleProblem::StoreAfterSend { said, source })?;
        }
        if !charge.may_be_sent() || charge.state() == ChargeState::Declined {
            return Ok(ScheduleOutcome { charge: Some(charge), schedule: None, replayed: true });
        }
        self.must_have_notice(request.at())?;
        let uid = request.intent().merchant_uid();
        // An earlier order may have left something: what was taken back is set to its time, not added again.
        let order = match self.scheduling.schedules.find(uid).await {
            Err(ReadError::NotFound) => Order::Add(Box::new(request)),
            Err(error) => return Err(ScheduleProblem::Unread(error)),
            Ok(schedule) if schedule.may_run_again() => {
                must_be_the_same(&charge, &schedule)?;
                Order::Reschedule(uid.clone(), request.at())
            }
            Ok(_) => {
                let asked = self.scheduling.ask(charge).await?;
                let schedule = asked.said.ok().flatten();
                return Ok(ScheduleOutcome { charge: Some(asked.charge), schedule, replayed: true });
            }
        };
        self.scheduling.give(charge, order, wait).await
    }
}
