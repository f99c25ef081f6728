//! Hold the journal against the gateway's own records.

mod checking;
mod comparing;
mod difference;
mod judging;
mod period;
mod problem;
mod walking;
mod windows;

use std::sync::Arc;

use keyin_ports::PaymentRecords;

use crate::Charging;

pub use difference::{Difference, DifferenceKind, NotRepaired, Repair};
pub use period::{EmptyPeriod, Period};
pub use problem::{ReconcileProblem, ReconcileProgress, ReconcileStage};

use walking::Walk;

/// Whether differences are only told, or mended where that is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Nothing is written.
    Nothing,
    /// The journal learns what the gateway holds, through the same door as any look-up. Nothing is charged,
    /// nothing cancelled, no charge invented.
    Safe,
}

/// What is told while the walk goes on.
#[derive(Debug)]
pub enum ReconcileEvent<'a> {
    /// One difference; each merchant_uid has one at most.
    Difference(&'a Difference),
    /// How far the walk has come.
    Progress(&'a ReconcileProgress),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// What was compared: the period asked for, up to now at most.
    pub period: Period,
    /// Payments compared: those of the gateway, and those of the journal that it did not tell.
    pub compared: u64,
    /// Differences of each kind, in the order of [`DifferenceKind::ALL`].
    pub differences: [u64; DifferenceKind::ALL.len()],
    /// Differences after which the journal agrees with the gateway.
    pub repaired: u64,
    /// Differences that were put to review: a person decides.
    pub put_to_review: u64,
    /// Charges that stood in review already: no difference, but somebody has to look.
    pub in_review: u64,
    /// Charges that are still being settled, or changed while they were looked at: not judged.
    pub unsettled: u64,
}

impl Reconciliation {
    fn of(period: Period) -> Self {
        Self {
            period,
            compared: 0,
            differences: [0; DifferenceKind::ALL.len()],
            repaired: 0,
            put_to_review: 0,
            in_review: 0,
            unsettled: 0,
        }
    }

    /// How many of that kind.
    pub fn count(&self, kind: DifferenceKind) -> u64 {
        self.differences[kind as usize]
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.differences.iter().sum()
    }

    /// Those that were not repaired.
    pub fn open(&self) -> u64 {
        self.total().saturating_sub(self.repaired)
    }
}

/// Compares a period, payment by payment.
#[derive(Clone)]
pub struct Reconcile {
    charging: Charging,
    records: Arc<dyn PaymentRecords>,
}

impl Reconcile {
    /// Over these ports; the records are those of the same gateway.
    pub fn new(charging: Charging, records: Arc<dyn PaymentRecords>) -> Self {
        Self { charging, records }
    }

    /// Compares the payments that were captured in the period, and those that were cancelled in it, both
    /// ways, and tells `tell` of each difference when it is found.
    ///
    /// Three walks: the gateway's payments by their approval, beside the journal's; then those cancelled since
    /// the period began, because a cancelled payment is listed by its cancel alone; then what the journal
    /// holds and neither walk has shown. Each suspicion is looked up and read again before it is told, and a
    /// charge that may still change by itself is not judged ([`Reconciliation::unsettled`]).
    ///
    /// Memory grows with the differences and with the cancelled payments of the period, a merchant_uid each,
    /// not with the payments. Dropping the future ends it: everything that was told stands.
    ///
    /// # Errors
    /// [`ReconcileProblem`], which says how far it came. What it had not come to is not compared.
    pub async fn run(
        &self,
        period: Period,
        mending: Mending,
        tell: impl FnMut(ReconcileEvent<'_>) + Send,
    ) -> Result<Reconciliation, ReconcileProblem> {
        let period = period.until(self.charging.clock.now());
        Walk::new(self, Reconciliation::of(period), mending, tell).whole().await
    }
}
