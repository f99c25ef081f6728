//! Take a schedule back.

use std::time::Duration;

use keyin_domain::{
    Charge, ChargeState, CustomerUid, Executor, MerchantUid, Schedule, ScheduleStatus, UnknownCause,
};
use keyin_ports::{JournalError, ListedSchedule, ReadError, ScheduleError, UnavailableCause};

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

/// What became of the schedules of a customer that were taken back at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllUnscheduled {
    /// Those that this call has taken back.
    pub taken: Vec<TakenBack>,
    /// What else the journal took for scheduled of the customer, as it stands now: it went before, or still waits.
    pub others: Vec<Charge>,
}

/// One of many schedules that were taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// As the gateway told it.
    pub schedule: ListedSchedule,
    /// The journal's row, as of [`Unscheduled::charge`].
    pub charge: Option<Charge>,
}

impl AllUnscheduled {
    /// The charges of the customer that are not known to be over: a run may have begun before, or a person has to look.
    pub fn in_doubt(&self) -> impl Iterator<Item = &Charge> {
        let taken = self.taken.iter().filter_map(|taken| taken.charge.as_ref());
        taken.chain(&self.others).filter(|charge| {
            matches!(charge.state(), ChargeState::InFlight | ChargeState::Unknown | ChargeState::Review)
        })
    }
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
        let is_ordered = before.is_open();
        if is_ordered {
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
        let told = self.read_back(uid, row, &before).await;
        if is_ordered { told.map_err(after_order) } else { told }
    }

    /// Takes back **every** schedule of this customer that waits, whoever made it, and lets the journal learn what
    /// became of those that are its own, also if no answer came or none was waiting any more.
    ///
    /// # Errors
    /// [`ScheduleProblem`].
    pub async fn run_all(&self, customer: &CustomerUid) -> Result<AllUnscheduled, ScheduleProblem> {
        let scheduling = &self.scheduling;
        if scheduling.charging.stop.is_asked() {
            return Err(ScheduleProblem::Stopped);
        }
        let (taken, lost) = match scheduling.schedules.unschedule_all(customer).await {
            Ok(taken) => (taken, None),
            Err(ScheduleError::NotFound) => (Vec::new(), None),
            Err(ScheduleError::Unknown(cause)) => (Vec::new(), Some(cause)),
            Err(error) => return Err(error.into()),
        };
        let learnt = self.learn(customer, taken).await.map_err(|source| after_order(source.into()))?;
        lost.map_or(Ok(learnt), |cause| Err(ScheduleProblem::Undecided(cause)))
    }

    async fn learn(
        &self,
        customer: &CustomerUid,
        schedules: Vec<ListedSchedule>,
    ) -> Result<AllUnscheduled, JournalError> {
        let scheduling = &self.scheduling;
        let mut taken = Vec::new();
        for schedule in schedules {
            let row = match &schedule {
                ListedSchedule::Schedule(known) => {
                    scheduling.charging.journal.find(known.merchant_uid()).await?
                }
                ListedSchedule::Foreign(_) => None,
            };
            let charge = match row.filter(|charge| charge.executor() == Executor::Scheduler) {
                Some(charge) => Some(scheduling.ask(charge).await?.charge),
                None => None,
            };
            taken.push(TakenBack { schedule, charge });
        }
        let mut others = scheduling.learn_held(customer).await?;
        others.retain(|other| {
            let uid = other.intent().merchant_uid().as_str();
            taken.iter().all(|taken| taken.schedule.merchant_uid() != uid)
        });
        Ok(AllUnscheduled { taken, others })
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

/// What went wrong after the order was given: it may have been carried out, whatever could not be read or recorded.
fn after_order(problem: ScheduleProblem) -> ScheduleProblem {
    match problem {
        ScheduleProblem::Store(source) => ScheduleProblem::StoreAfterSend { said: "answered", source },
        ScheduleProblem::Unread(error) => ScheduleProblem::Undecided(cause_of(&error)),
        // The read is from before the order, or it came too late.
        ScheduleProblem::StandsOtherwise { status: ScheduleStatus::Scheduled } => {
            ScheduleProblem::Undecided(UnknownCause::Unscheduled)
        }
        other => other,
    }
}

fn cause_of(error: &ReadError) -> UnknownCause {
    match error {
        ReadError::Unavailable(UnavailableCause::Unreachable) => UnknownCause::ConnectionLost,
        ReadError::Unavailable(UnavailableCause::NoAnswer) => UnknownCause::TimedOut,
        ReadError::Unavailable(UnavailableCause::HttpStatus(status)) => UnknownCause::HttpStatus(*status),
        ReadError::NotFound | ReadError::Refused(_) | ReadError::Protocol => UnknownCause::Unreadable,
    }
}
