//! Orders to the gateway's scheduler: written down and claimed before they are given, looked up if no answer comes.

use std::sync::Arc;
use std::time::Duration;

use keyin_domain::{Charge, Epoch, Evidence, Executor, MerchantUid, Schedule, ScheduleTime, UnknownCause};
use keyin_ports::{Claim, JournalError, ScheduleRequest, Schedules, SendPermit};

use crate::charging::{evidence_of, evidence_of_error};
use crate::settling::{AskedScheduler, awaits_outcome};
use crate::{ChargeProblem, Charging, ScheduleProblem};

/// How often a schedule is read again after a lost reply.
const READ_AGAIN: Duration = Duration::from_secs(1);

/// The ports and settings that every use case of the gateway's scheduler needs. Cheap to clone.
#[derive(Clone)]
pub struct Scheduling {
    pub(crate) charging: Charging,
    pub(crate) schedules: Arc<dyn Schedules>,
}

/// How a schedule stands when the use case returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleOutcome {
    /// The journal's row; none if it was not scheduled through it.
    pub charge: Option<Charge>,
    /// What the gateway's scheduler said last; none if it did not say anything, or knows of none.
    pub schedule: Option<Schedule>,
    /// The outcome is that of an earlier request: this call gave no order.
    pub replayed: bool,
}

/// What the scheduler is told about a charge of its own.
pub(crate) enum Order {
    /// To take it in.
    Add(Box<ScheduleRequest>),
    /// To run it at this time after all.
    Reschedule(MerchantUid, ScheduleTime),
    /// To run it again at once.
    Retry(Box<ScheduleRequest>),
}

impl Order {
    fn uid(&self) -> &MerchantUid {
        match self {
            Self::Add(request) | Self::Retry(request) => request.intent().merchant_uid(),
            Self::Reschedule(uid, _) => uid,
        }
    }
}

impl Scheduling {
    /// Over these ports.
    pub fn new(charging: Charging, schedules: Arc<dyn Schedules>) -> Self {
        Self { charging: Charging { schedules: Some(schedules.clone()), ..charging }, schedules }
    }

    /// The charge of that merchant_uid, if the scheduler makes it.
    ///
    /// # Errors
    /// [`ScheduleProblem::NotFound`] if keyin makes it: it is in no schedule of ours.
    pub(crate) async fn row(&self, uid: &MerchantUid) -> Result<Option<Charge>, ScheduleProblem> {
        match self.charging.journal.find(uid).await? {
            Some(charge) if charge.executor() == Executor::Keyin => Err(ScheduleProblem::NotFound),
            row => Ok(row),
        }
    }

    /// Asks the scheduler about a charge, unless somebody gives an order about it right now.
    pub(crate) async fn ask(&self, charge: Charge) -> Result<AskedScheduler, JournalError> {
        let charge = self.charging.taken_over(charge).await?;
        if self.charging.is_being_sent(&charge) {
            return Ok(AskedScheduler { charge, said: Ok(None) });
        }
        self.charging.ask_scheduler(self.schedules.as_ref(), charge).await
    }

    /// Reads the schedule until it stands as it should, or the wait is over: after a call that only says when, or that
    /// not, and whose reply was lost.
    pub(crate) async fn read_until(
        &self,
        uid: &MerchantUid,
        wait: Duration,
        stands: impl Fn(&Schedule) -> bool,
    ) -> Option<Schedule> {
        let clock = &self.charging.clock;
        let until = clock.monotonic().after(wait);
        loop {
            if let Ok(schedule) = self.schedules.find(uid).await
                && stands(&schedule)
            {
                return Some(schedule);
            }
            let now = clock.monotonic();
            if now >= until || self.charging.stop.is_asked() {
                return None;
            }
            clock.sleep_until(now.after(READ_AGAIN).min(until)).await;
        }
    }

    /// The charge once it is settled what was ordered before; an outcome that is not known after `wait` is a problem.
    pub(crate) async fn settled(&self, charge: Charge, wait: Duration) -> Result<Charge, ScheduleProblem> {
        let charge = Box::pin(self.charging.settle(charge, wait)).await?;
        if awaits_outcome(&charge) {
            return Err(ScheduleProblem::Undecided(charge.unknown_cause().unwrap_or(UnknownCause::Pending)));
        }
        Ok(charge)
    }

    /// Gives an order once: pace, claim, send, record, settle. In a task of its own, so that a caller who drops the
    /// future cuts nothing.
    pub(crate) async fn give(
        &self,
        standing: Charge,
        order: Order,
        wait: Duration,
    ) -> Result<ScheduleOutcome, ScheduleProblem> {
        let this = self.clone();
        let whole = tokio::spawn(async move { this.claim_and_give(standing, order, wait).await });
        whole.await.unwrap_or_else(|fall| {
            let source = JournalError::Unavailable(Box::new(fall));
            Err(ScheduleProblem::StoreAfterSend { said: "claimed", source })
        })
    }

    async fn claim_and_give(
        &self,
        standing: Charge,
        order: Order,
        wait: Duration,
    ) -> Result<ScheduleOutcome, ScheduleProblem> {
        let charging = &self.charging;
        if charging.stop.unless_asked(charging.pace.admit()).await.is_none() {
            return Err(ScheduleProblem::Stopped);
        }
        let (deadlines, send_before) = charging.deadlines();
        let (charge, schedule, replayed) =
            match charging.journal.claim(&standing, deadlines, send_before).await? {
                Claim::Won { permit, .. } => {
                    let (charge, schedule) = self.send_and_record(order, permit).await?;
                    (charge, schedule, false)
                }
                Claim::Lost(charge) => (*charge, None, true),
            };
        if !awaits_outcome(&charge) {
            return Ok(ScheduleOutcome { charge: Some(charge), schedule, replayed });
        }
        let said = charge.state().as_str();
        let settled = Box::pin(charging.settle(charge, wait)).await;
        let charge = settled.map_err(|source| ScheduleProblem::StoreAfterSend { said, source })?;
        Ok(ScheduleOutcome { charge: Some(charge), schedule: None, replayed })
    }

    /// In a task of its own, so that an adapter that falls leaves an unknown and not a row in flight.
    async fn send_and_record(
        &self,
        order: Order,
        permit: SendPermit,
    ) -> Result<(Charge, Option<Schedule>), ScheduleProblem> {
        let (uid, epoch) = (order.uid().clone(), permit.epoch());
        let schedules = self.schedules.clone();
        let sent = tokio::spawn(async move { send(schedules.as_ref(), order, permit).await }).await;
        let (evidence, schedule) = sent.unwrap_or((Evidence::NoAnswer(UnknownCause::Interrupted), None));
        Ok((self.record(&uid, epoch, evidence).await?, schedule))
    }

    /// Takes evidence in that came from an order.
    pub(crate) async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
    ) -> Result<Charge, ScheduleProblem> {
        match self.charging.record(uid, epoch, evidence).await {
            Ok(charge) => Ok(*charge),
            Err(ChargeProblem::StoreAfterSend { said, source }) => {
                Err(ScheduleProblem::StoreAfterSend { said, source })
            }
            Err(other) => {
                let source = JournalError::Unavailable(Box::new(other));
                Err(ScheduleProblem::StoreAfterSend { said: "answered", source })
            }
        }
    }
}

/// What is ordered to run must be what was written down: the gateway runs the schedule that it holds, whoever made it.
pub(crate) fn must_be_the_same(charge: &Charge, schedule: &Schedule) -> Result<(), ScheduleProblem> {
    charge
        .differs_from(schedule)
        .map_or(Ok(()), |difference| Err(ScheduleProblem::AnotherSchedule(difference)))
}

async fn send(schedules: &dyn Schedules, order: Order, permit: SendPermit) -> (Evidence, Option<Schedule>) {
    let taken = match order {
        Order::Add(request) => schedules.add(*request, permit).await,
        Order::Reschedule(uid, at) => schedules.reschedule(&uid, at, permit).await,
        Order::Retry(request) => return (evidence_of(schedules.retry(*request, permit).await), None),
    };
    match taken {
        Ok(schedule) => (Evidence::Scheduled(Box::new(schedule.clone())), Some(schedule)),
        Err(error) => (evidence_of_error(error), None),
    }
}
