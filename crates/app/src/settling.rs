//! Settling a charge whose outcome is not known: look it up, take the evidence in, wait, look again.

use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Attempts, Charge, ChargeState, Evidence};
use keyin_ports::{JournalError, Monotonic};

use crate::Charging;

/// How long a look that was begun in time may still take.
pub(crate) const LAST_LOOK: Duration = Duration::from_secs(5);

/// How often the journal is read again while somebody else is sending.
const OTHER_SENDER: Duration = Duration::from_secs(1);

impl Charging {
    /// Looks the charge up until it is settled or `wait` is over; at least once. A look that does not come to
    /// its end is given up: it only reads.
    pub(crate) async fn settle(&self, charge: Charge, wait: Duration) -> Result<Charge, JournalError> {
        if !awaits_outcome(&charge) {
            return Ok(charge);
        }
        let until = self.clock.monotonic().after(wait);
        let last_end = until.after(LAST_LOOK);
        match self.within(last_end, self.look_until(charge.clone(), until)).await {
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
            charge = self.look(charge).await?;
            let now = self.clock.monotonic();
            if !awaits_outcome(&charge) || now >= until {
                return Ok(charge);
            }
            self.clock.sleep_until(now.after(self.pause(&charge)).min(until)).await;
        }
    }

    /// One look: reads the journal again, ends a lease that is over, and takes in what the gateway holds. A
    /// look-up that fails proves nothing and changes nothing.
    pub(crate) async fn look(&self, charge: Charge) -> Result<Charge, JournalError> {
        let charge = self.taken_over(charge).await?;
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

    /// The row as it stands now, after the end of a lease that is over.
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

    /// How long until another look is worth its call.
    pub(crate) fn pause(&self, charge: &Charge) -> Duration {
        let now = self.clock.now();
        let next = charge.next_look_up(now).unwrap_or(now);
        let pause = Duration::try_from(next.duration_since(now)).unwrap_or_default();
        match charge.state() {
            ChargeState::InFlight => pause.min(OTHER_SENDER),
            _ => pause,
        }
    }

    fn lease_is_over(&self, charge: &Charge) -> bool {
        charge.deadlines().is_none_or(|deadlines| self.clock.now() >= deadlines.lease_until)
    }
}

/// Whether something may have been sent whose outcome is not known.
pub(crate) fn awaits_outcome(charge: &Charge) -> bool {
    matches!(charge.state(), ChargeState::InFlight | ChargeState::Unknown)
}
