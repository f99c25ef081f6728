//! Settle charges whose outcome is not known, and look again at those that may hide a payment or were scheduled for
//! a time that has passed.

use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeState, Evidence, MerchantUid};
use keyin_ports::JournalError;
use tokio::task::JoinSet;

use crate::Charging;

const PAGE: u32 = 500;

/// So many charges are looked at together: look-ups are reads, and each mostly waits for its answer.
const AT_ONCE: usize = 16;

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
    /// Charges closed without a payment that have one after all.
    pub late_paid: usize,
    /// Charges at their end that were looked up once more, as was due.
    pub swept: usize,
    /// Charges still unknown or under way.
    pub open: usize,
    /// The stop was asked for: not everything was looked at.
    pub stopped: bool,
}

/// Settles charges whose outcome is not known.
#[derive(Clone)]
pub struct ResolveUnknown {
    charging: Charging,
}

/// Which charges are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walk {
    /// Those that are not settled.
    Open,
    /// Those at their end, or held by the gateway's scheduler, whose next sweep is due.
    Sweep,
}

impl ResolveUnknown {
    /// Over these ports.
    pub fn new(charging: Charging) -> Self {
        Self { charging }
    }

    /// Looks at every charge that is not settled, and once at every one whose next sweep is due
    /// ([`Charge::next_sweep`]), what the gateway's scheduler holds and should have run by now among them. Tells `report` of
    /// each open charge as it then stands, and of each closed one that turned out otherwise. Sends nothing.
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
            let mut pass = Pass { total, next: None };
            pass.total.open = 0;
            for walk in [Walk::Open, Walk::Sweep] {
                self.walk(walk, &mut pass, &mut report).await?;
            }
            total = pass.total;
            if let (Patience::UntilSettled, Some(pause)) = (patience, pass.next) {
                let until = self.charging.clock.monotonic().after(pause);
                self.charging.stop.unless_asked(self.charging.clock.sleep_until(until)).await;
            } else {
                pass.next = None;
            }
            total.stopped = self.charging.stop.is_asked();
            if total.stopped || pass.next.is_none() {
                return Ok(total);
            }
        }
    }

    /// Goes over the pages, so many charges at once.
    async fn walk(
        &self,
        walk: Walk,
        pass: &mut Pass,
        report: &mut (impl FnMut(&Charge) + Send),
    ) -> Result<(), JournalError> {
        let now = self.charging.clock.now();
        let mut after: Option<MerchantUid> = None;
        let mut visits = JoinSet::new();
        loop {
            let page = self.page(walk, now, after).await?;
            after = page.last().map(|charge| charge.intent().merchant_uid().clone());
            for charge in page {
                if visits.len() >= AT_ONCE
                    && let Some(ended) = visits.join_next().await
                {
                    self.take(ended, walk, pass, report)?;
                }
                if self.charging.stop.is_asked() {
                    after = None;
                    break;
                }
                let charging = self.charging.clone();
                visits.spawn(async move { visit(&charging, charge).await });
            }
            if after.is_none() {
                break;
            }
        }
        while let Some(ended) = visits.join_next().await {
            self.take(ended, walk, pass, report)?;
        }
        Ok(())
    }

    async fn page(
        &self,
        walk: Walk,
        now: Timestamp,
        after: Option<MerchantUid>,
    ) -> Result<Vec<Charge>, JournalError> {
        match walk {
            Walk::Open => self.charging.journal.unsettled(after, PAGE).await,
            Walk::Sweep => self.charging.journal.sweepable(now, after, PAGE).await,
        }
    }

    fn take(
        &self,
        ended: Result<Result<Visit, JournalError>, tokio::task::JoinError>,
        walk: Walk,
        pass: &mut Pass,
        report: &mut (impl FnMut(&Charge) + Send),
    ) -> Result<(), JournalError> {
        let Visit { before, charge } =
            ended.unwrap_or_else(|fall| Err(JournalError::Unavailable(Box::new(fall))))?;
        let is_told = match walk {
            Walk::Open => pass.count_open(&charge, || self.charging.pause(&charge)),
            Walk::Sweep => pass.count_sweep(&before, &charge, || self.charging.pause(&charge)),
        };
        if is_told {
            report(&charge);
        }
        Ok(())
    }
}

/// One charge before and after it was looked at.
struct Visit {
    before: Charge,
    charge: Charge,
}

/// An intent with a card that nobody has claimed for a whole lease has lost its card.
async fn visit(charging: &Charging, before: Charge) -> Result<Visit, JournalError> {
    if before.state() != ChargeState::Intent {
        let charge = charging.look(before.clone()).await?;
        return Ok(Visit { before, charge });
    }
    let now = charging.clock.now();
    let idle = Duration::try_from(now.duration_since(before.changed_at())).unwrap_or_default();
    if !before.intent().method().needs_card() || idle < charging.window.lease() {
        return Ok(Visit { charge: before.clone(), before });
    }
    let uid = before.intent().merchant_uid();
    let charge = charging.journal.record(uid, before.epoch(), Evidence::CardLost, now).await?;
    Ok(Visit { before, charge })
}

/// One look at everything.
struct Pass {
    total: Resolution,
    /// How long until another look is worth its call; none if nothing is open.
    next: Option<Duration>,
}

impl Pass {
    /// Whether it is worth telling.
    fn count_open(&mut self, charge: &Charge, pause: impl FnOnce() -> Duration) -> bool {
        match charge.state() {
            // A billing-key charge that was written down and never sent is nobody's doubt.
            ChargeState::Intent => return false,
            ChargeState::InFlight | ChargeState::Unknown => {
                self.count_doubt(pause);
            }
            ChargeState::Abandoned => self.total.abandoned += 1,
            ChargeState::Review => self.total.review += 1,
            ChargeState::LatePaid => self.total.late_paid += 1,
            ChargeState::Succeeded
            | ChargeState::Scheduled
            | ChargeState::Declined
            | ChargeState::Refused
            | ChargeState::NotSent
            | ChargeState::NotCharged
            | ChargeState::NeedsCard => self.total.settled += 1,
        }
        true
    }

    fn count_doubt(&mut self, pause: impl FnOnce() -> Duration) {
        self.total.open += 1;
        let pause = pause();
        self.next = Some(self.next.map_or(pause, |least| least.min(pause)));
    }

    /// Whether it is worth telling: only if the charge no longer stands where it stood.
    fn count_sweep(&mut self, before: &Charge, charge: &Charge, pause: impl FnOnce() -> Duration) -> bool {
        if charge.next_sweep() != before.next_sweep() {
            self.total.swept += 1;
        }
        let has_moved = charge.state() != before.state();
        match charge.state() {
            _ if !has_moved => {}
            ChargeState::LatePaid => self.total.late_paid += 1,
            ChargeState::Review => self.total.review += 1,
            // What was scheduled has come to a doubt, which is looked at from now on, or to its end.
            ChargeState::Unknown => self.count_doubt(pause),
            _ if before.state() == ChargeState::Scheduled => self.total.settled += 1,
            _ => {}
        }
        has_moved
    }
}
