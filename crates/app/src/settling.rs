//! Settling a charge whose outcome is not known: look it up, take the evidence in, wait, look again.

use std::time::Duration;

use keyin_domain::{Charge, ChargeState, Evidence};
use keyin_ports::{JournalError, Monotonic};

use crate::Charging;

/// How often the journal is read again while somebody else is sending.
const OTHER_SENDER: Duration = Duration::from_secs(1);

impl Charging {
    /// Looks the charge up until it is settled or `until` has passed; at least once.
    pub(crate) async fn settle(&self, mut charge: Charge, until: Monotonic) -> Result<Charge, JournalError> {
        while awaits_outcome(&charge) {
            charge = self.look(charge).await?;
            let now = self.clock.monotonic();
            if !awaits_outcome(&charge) || now >= until {
                break;
            }
            self.clock.sleep_until(now.after(self.pause(&charge)).min(until)).await;
        }
        Ok(charge)
    }

    /// One look: reads the journal again, ends a lease that is over, and takes in what the gateway holds. A
    /// look-up that fails proves nothing and changes nothing.
    pub(crate) async fn look(&self, charge: Charge) -> Result<Charge, JournalError> {
        let uid = charge.intent().merchant_uid().clone();
        let mut charge = self.journal.find(&uid).await?.unwrap_or(charge);
        if charge.state() == ChargeState::InFlight && self.lease_is_over(&charge) {
            let evidence = Evidence::LeaseOver;
            charge = self.journal.record(&uid, charge.epoch(), evidence, self.clock.now()).await?;
        }
        let asked_at = self.clock.now();
        match self.gateway.look_up(&uid).await {
            Ok(attempts) => {
                let evidence = Evidence::LookedUp { attempts, asked_at };
                self.journal.record(&uid, charge.epoch(), evidence, self.clock.now()).await
            }
            Err(error) => {
                tracing::debug!(merchant_uid = %uid, %error, "the look-up proves nothing");
                Ok(charge)
            }
        }
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
