//! Settle charges whose outcome is not known.

use std::time::Duration;

use keyin_domain::{Charge, ChargeState, Evidence, MerchantUid};
use keyin_ports::JournalError;

use crate::Charging;

const PAGE: u32 = 500;

/// How long to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// One look at each.
    Once,
    /// Until none is left whose outcome is unknown.
    UntilSettled,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Charges that look-ups settled.
    pub settled: usize,
    /// Charges closed because their card was lost before anything was sent.
    pub abandoned: usize,
    /// Charges whose answers contradict each other: a person decides.
    pub review: usize,
    /// Charges still unknown or under way.
    pub open: usize,
}

/// Settles charges whose outcome is not known.
#[derive(Clone)]
pub struct ResolveUnknown {
    charging: Charging,
}

impl ResolveUnknown {
    /// Over these ports.
    pub fn new(charging: Charging) -> Self {
        Self { charging }
    }

    /// Looks at every charge that is not settled, and tells `report` of each as it then stands. Sends
    /// nothing.
    ///
    /// # Errors
    /// [`JournalError`]; a gateway that does not answer settles nothing and is no error.
    pub async fn run(
        &self,
        patience: Patience,
        mut report: impl FnMut(&Charge) + Send,
    ) -> Result<Resolution, JournalError> {
        let mut total = Resolution::default();
        loop {
            let mut next = None;
            let pass = self.pass(&mut report, &mut next).await?;
            total.settled += pass.settled;
            total.abandoned += pass.abandoned;
            total.review += pass.review;
            total.open = pass.open;
            match (patience, next) {
                (Patience::UntilSettled, Some(pause)) => {
                    let until = self.charging.clock.monotonic().after(pause);
                    self.charging.clock.sleep_until(until).await;
                }
                (Patience::Once, _) | (Patience::UntilSettled, None) => return Ok(total),
            }
        }
    }

    async fn pass(
        &self,
        report: &mut (impl FnMut(&Charge) + Send),
        next: &mut Option<Duration>,
    ) -> Result<Resolution, JournalError> {
        let mut pass = Resolution::default();
        let mut after: Option<MerchantUid> = None;
        loop {
            let page = self.charging.journal.unsettled(after.clone(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(pass) };
            after = Some(last.intent().merchant_uid().clone());
            for charge in page {
                let charge = self.visit(charge).await?;
                match charge.state() {
                    // A billing-key charge that was written down and never sent is nobody's doubt.
                    ChargeState::Intent => continue,
                    ChargeState::InFlight | ChargeState::Unknown => {
                        pass.open += 1;
                        let pause = self.charging.pause(&charge);
                        *next = Some(next.map_or(pause, |least: Duration| least.min(pause)));
                    }
                    ChargeState::Abandoned => pass.abandoned += 1,
                    ChargeState::Review => pass.review += 1,
                    _ => pass.settled += 1,
                }
                report(&charge);
            }
        }
    }

    /// An intent with a card that nobody has claimed for a whole lease has lost its card.
    async fn visit(&self, charge: Charge) -> Result<Charge, JournalError> {
        if charge.state() != ChargeState::Intent {
            return self.charging.look(charge).await;
        }
        let now = self.charging.clock.now();
        let idle = Duration::try_from(now.duration_since(charge.changed_at())).unwrap_or_default();
        if !charge.intent().method().needs_card() || idle < self.charging.window.lease() {
            return Ok(charge);
        }
        let uid = charge.intent().merchant_uid().clone();
        self.charging.journal.record(&uid, charge.epoch(), Evidence::CardLost, now).await
    }
}
