//! Settling a charge whose outcome is not known: look it up, take the evidence in, wait, look again.

use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Attempts, Charge, ChargeState, Evidence, Executor, Schedule};
use keyin_ports::{JournalError, Monotonic, ReadError, Schedules};

use crate::Charging;

/// How long a look that was begun in time may still take.
pub(crate) const LAST_LOOK: Duration = Duration::from_secs(5);

/// The journal is read again this soon at the earliest while somebody else is sending.
const SOONEST: Duration = Duration::from_millis(20);

/// And this late at the latest.
const LATEST: Duration = Duration::from_secs(1);

impl Charging {
    /// Looks the charge up until it is settled, `wait` is over or the stop is asked for; at least once unless
    /// it is. A look that does not come to its end is given up: it only reads.
    pub(crate) async fn settle(&self, charge: Charge, wait: Duration) -> Result<Charge, JournalError> {
        if !awaits_outcome(&charge) {
            return Ok(charge);
        }
        let until = self.clock.monotonic().after(wait);
        // On the heap, because each of the waits around it would else hold a copy of its own.
        let looking = Box::pin(self.look_until(charge.clone(), until));
        let looking = self.within(until.after(LAST_LOOK), looking);
        match self.stop.unless_asked(looking).await.flatten() {
            Some(settled) => settled,
            None => Ok(self.journal.find(charge.intent().merchant_uid()).await?.unwrap_or(charge)),
        }
    }

    /// What the future comes to, if it does before `end`.
    pub(crate) async fn within<T>(&self, end: Monotonic, future: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            output = future => Some(output),
            () = self.clock.sleep_until(end) => None,
        }
    }

    async fn look_until(&self, mut charge: Charge, until: Monotonic) -> Result<Charge, JournalError> {
        loop {
            charge = self.taken_over(charge).await?;
            // Somebody else may have settled it meanwhile.
            if charge.state() == ChargeState::Unknown {
                charge = self.ask(charge).await?;
            }
            let now = self.clock.monotonic();
            if !awaits_outcome(&charge) || now >= until {
                return Ok(charge);
            }
            self.clock.sleep_until(now.after(self.pause(&charge)).min(until)).await;
        }
    }

    /// One look: reads the journal again, ends a lease that is over, and takes in what the gateway holds.
    /// While a lease runs its owner is alive and will record the answer, so the gateway is not asked.
    pub(crate) async fn look(&self, charge: Charge) -> Result<Charge, JournalError> {
        let charge = self.taken_over(charge).await?;
        if charge.state() == ChargeState::InFlight { Ok(charge) } else { self.ask(charge).await }
    }

    /// Takes in what the gateway holds. A look-up that fails proves nothing and changes nothing.
    async fn ask(&self, charge: Charge) -> Result<Charge, JournalError> {
        if let (Executor::Scheduler, Some(schedules)) = (charge.executor(), &self.schedules) {
            return Ok(self.ask_scheduler(schedules.as_ref(), charge).await?.charge);
        }
        let asked_at = self.clock.now();
        match self.gateway.look_up(charge.intent().merchant_uid()).await {
            Ok(attempts) => self.learn(&charge, attempts, asked_at).await,
            Err(error) => {
                let uid = charge.intent().merchant_uid();
                tracing::debug!(merchant_uid = %uid, %error, "the look-up proves nothing");
                Ok(charge)
            }
        }
    }

    /// Takes in what the gateway's scheduler says and what the gateway holds. If the scheduler does not answer, the
    /// payments alone are taken in: they may tell that it is paid, but never that it is not.
    pub(crate) async fn ask_scheduler(
        &self,
        schedules: &dyn Schedules,
        charge: Charge,
    ) -> Result<AskedScheduler, JournalError> {
        let asked_at = self.clock.now();
        let uid = charge.intent().merchant_uid();
        let said = match schedules.find(uid).await {
            Ok(schedule) => Ok(Some(schedule)),
            Err(ReadError::NotFound) => Ok(None),
            Err(error) => Err(error),
        };
        let attempts = match self.gateway.look_up(uid).await {
            Ok(attempts) => attempts,
            Err(error) => {
                tracing::debug!(merchant_uid = %uid, %error, "the look-up proves nothing");
                return Ok(AskedScheduler { charge, said });
            }
        };
        let evidence = match &said {
            Ok(schedule) => {
                Evidence::SchedulerAsked { schedule: schedule.clone().map(Box::new), attempts, asked_at }
            }
            Err(_) => Evidence::LookedUp { attempts, asked_at },
        };
        let charge = self.journal.record(uid, charge.epoch(), evidence, self.clock.now()).await?;
        Ok(AskedScheduler { charge, said })
    }

    /// The row as it stands now, after the end of a lease that is over: what is in flight then is being sent
    /// by somebody alive.
    pub(crate) async fn taken_over(&self, charge: Charge) -> Result<Charge, JournalError> {
        let uid = charge.intent().merchant_uid();
        let charge = self.journal.find(uid).await?.unwrap_or(charge);
        if charge.state() != ChargeState::InFlight || !self.lease_is_over(&charge) {
            return Ok(charge);
        }
        let uid = charge.intent().merchant_uid();
        self.journal.record(uid, charge.epoch(), Evidence::LeaseOver, self.clock.now()).await
    }

    /// Takes in what a look-up that began at `asked_at` found: it may settle the charge, bring cancels in, or
    /// find a payment after the end.
    pub(crate) async fn learn(
        &self,
        charge: &Charge,
        attempts: Attempts,
        asked_at: Timestamp,
    ) -> Result<Charge, JournalError> {
        let uid = charge.intent().merchant_uid();
        let evidence = Evidence::LookedUp { attempts, asked_at };
        self.journal.record(uid, charge.epoch(), evidence, self.clock.now()).await
    }

    /// How long until another look is worth its call. While somebody else is sending, as long again as they
    /// have been at it, so that a quick answer is seen quickly and a slow one costs few reads.
    pub(crate) fn pause(&self, charge: &Charge) -> Duration {
        let now = self.clock.now();
        let until = |then: Timestamp| Duration::try_from(then.duration_since(now)).unwrap_or_default();
        let next = until(charge.next_look_up(now).unwrap_or(now));
        match charge.state() {
            ChargeState::InFlight => {
                let at_it = Duration::try_from(now.duration_since(charge.changed_at())).unwrap_or_default();
                next.min(at_it.clamp(SOONEST, LATEST))
            }
            _ => next,
        }
    }

    /// Whether its owner is alive, as far as the lease tells.
    pub(crate) fn is_being_sent(&self, charge: &Charge) -> bool {
        charge.state() == ChargeState::InFlight && !self.lease_is_over(charge)
    }

    fn lease_is_over(&self, charge: &Charge) -> bool {
        charge.deadlines().is_none_or(|deadlines| self.clock.now() >= deadlines.lease_until)
    }
}

/// A charge after the gateway's scheduler was asked about it.
pub(crate) struct AskedScheduler {
    pub(crate) charge: Charge,
    /// What the scheduler said; none if it knows no such schedule.
    pub(crate) said: Result<Option<Schedule>, ReadError>,
}

/// Whether something may have been sent whose outcome is not known.
pub(crate) fn awaits_outcome(charge: &Charge) -> bool {
    matches!(charge.state(), ChargeState::InFlight | ChargeState::Unknown)
}
