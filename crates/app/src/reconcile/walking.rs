//! The three walks over a period.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use keyin_domain::jiff::SignedDuration;
use keyin_domain::{ImpUid, MerchantUid, PaymentStatus};
use keyin_ports::{JournalError, ReadError, Records};
use tokio::task::JoinSet;

use super::checking::{CheckError, Checked, Suspect, Turn};
use super::period::next_second;
use super::windows::Windows;
use super::{
    Difference, Mending, Reconcile, ReconcileEvent, ReconcileProblem, ReconcileProgress, ReconcileStage,
    Reconciliation, Repair,
};

/// So many suspicions are looked up together: look-ups are reads, and each mostly waits for its answer.
const AT_ONCE: usize = 8;

/// The gateway's clock may be so much ahead: cancels are asked for until then.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(10);

/// How long whoever is cancelling a payment now has to write it down.
const SOON: Duration = Duration::from_secs(2);

/// The walks, and what came of them so far.
pub(super) struct Walk<'a, F> {
    pub(super) reconcile: &'a Reconcile,
    pub(super) mending: Mending,
    tell: F,
    pub(super) summary: Reconciliation,
    reached: ReconcileProgress,
    /// Payments of the journal that the gateway has not told as paid, and whose they are: cancelled since, or
    /// missing there.
    pub(super) awaited: HashMap<ImpUid, MerchantUid>,
    /// What was told, or counted by itself, so that no later walk does it again.
    pub(super) settled: HashSet<MerchantUid>,
    /// The same of payments that something else made.
    pub(super) foreign: HashSet<ImpUid>,
    /// Suspicions that are looked at again in the end.
    early: BTreeMap<MerchantUid, Suspect>,
}

/// A list of the gateway.
#[derive(Clone, Copy)]
enum List {
    Payments,
    Cancels,
}

impl List {
    fn status(self) -> PaymentStatus {
        match self {
            Self::Payments => PaymentStatus::Paid,
            Self::Cancels => PaymentStatus::Cancelled,
        }
    }

    fn stage(self) -> ReconcileStage {
        match self {
            Self::Payments => ReconcileStage::Payments,
            Self::Cancels => ReconcileStage::Cancels,
        }
    }
}

impl<'a, F: FnMut(ReconcileEvent<'_>) + Send> Walk<'a, F> {
    pub(super) fn new(reconcile: &'a Reconcile, summary: Reconciliation, mending: Mending, tell: F) -> Self {
        let until = summary.period.from();
        Self {
            reconcile,
            mending,
            tell,
            summary,
            reached: ReconcileProgress {
                stage: ReconcileStage::Payments,
                until,
                compared: 0,
                differences: 0,
            },
            awaited: HashMap::new(),
            settled: HashSet::new(),
            early: BTreeMap::new(),
            foreign: HashSet::new(),
        }
    }

    /// In this order, because a payment that is cancelled meanwhile moves from the first list to the second.
    pub(super) async fn whole(mut self) -> Result<Reconciliation, ReconcileProblem> {
        let period = self.summary.period;
        self.walk(List::Payments, Windows::new(period.from(), period.to())).await?;
        let now = next_second(self.reconcile.charging.clock.now());
        let end = now.checked_add(CLOCKS_APART).unwrap_or(now);
        self.walk(List::Cancels, Windows::new(period.from(), end)).await?;
        self.rest().await?;
        self.look_again().await?;
        Ok(self.summary)
    }

    async fn walk(&mut self, list: List, mut windows: Windows) -> Result<(), ReconcileProblem> {
        self.reached.stage = list.stage();
        while let Some(window) = windows.next() {
            self.reached.until = window.from();
            let answer = self.reconcile.records.recorded(list.status(), window).await;
            match answer.map_err(|error| self.unreadable(error))? {
                Records::TooMany { total } => windows.shorten(window, total),
                Records::All(records) => {
                    windows.pass(window, records.len());
                    let suspects = match list {
                        List::Payments => self.compare_payments(window, records).await,
                        List::Cancels => self.compare_cancels(records).await,
                    };
                    let suspects = suspects.map_err(|error| self.unusable(error))?;
                    self.check(suspects).await?;
                    self.reached.until = window.to();
                }
            }
            (self.tell)(ReconcileEvent::Progress(&self.reached));
        }
        Ok(())
    }

    /// What the journal holds and the gateway has shown in neither list.
    async fn rest(&mut self) -> Result<(), ReconcileProblem> {
        self.reached.stage = ReconcileStage::Remaining;
        self.reached.until = self.summary.period.to();
        let mut rest: Vec<MerchantUid> = std::mem::take(&mut self.awaited).into_values().collect();
        rest.sort_unstable();
        for uids in rest.chunks(AT_ONCE) {
            uids.iter().for_each(|_| self.count());
            let suspects = uids.iter().map(|uid| Suspect { uid: uid.clone(), seen: Vec::new() });
            self.check(suspects.collect()).await?;
            (self.tell)(ReconcileEvent::Progress(&self.reached));
        }
        Ok(())
    }

    /// A cancel that was being made while it was seen has been written down by now.
    async fn look_again(&mut self) -> Result<(), ReconcileProblem> {
        let early: Vec<Suspect> = std::mem::take(&mut self.early).into_values().collect();
        if !early.is_empty() {
            let clock = &self.reconcile.charging.clock;
            clock.sleep_until(clock.monotonic().after(SOON)).await;
        }
        self.check_for(Turn::Last, early).await
    }

    async fn check(&mut self, suspects: Vec<Suspect>) -> Result<(), ReconcileProblem> {
        self.check_for(Turn::First, suspects).await
    }

    async fn check_for(&mut self, turn: Turn, mut suspects: Vec<Suspect>) -> Result<(), ReconcileProblem> {
        suspects.retain(|suspect| !self.settled.contains(&suspect.uid));
        for together in suspects.chunks(AT_ONCE) {
            for (suspect, checked) in self.checked(turn, together).await? {
                self.settle(suspect, checked);
            }
        }
        Ok(())
    }

    /// Checks them together and returns what came of each, in their order.
    async fn checked(
        &self,
        turn: Turn,
        suspects: &[Suspect],
    ) -> Result<Vec<(Suspect, Checked)>, ReconcileProblem> {
        let mut tasks = JoinSet::new();
        for (place, suspect) in suspects.iter().cloned().enumerate() {
            let (reconcile, mending) = (self.reconcile.clone(), self.mending);
            tasks.spawn(async move { (place, reconcile.check(&suspect, mending, turn).await, suspect) });
        }
        let mut done = BTreeMap::new();
        while let Some(task) = tasks.join_next().await {
            let (place, checked, suspect) =
                task.map_err(|fall| self.unusable(JournalError::Unavailable(Box::new(fall))))?;
            done.insert(place, (suspect, checked.map_err(|error| self.failed(error))?));
        }
        Ok(done.into_values().collect())
    }

    fn settle(&mut self, suspect: Suspect, checked: Checked) {
        match checked {
            Checked::Agrees => return,
            Checked::Early => {
                self.early.insert(suspect.uid.clone(), suspect);
                return;
            }
            Checked::InReview => self.summary.in_review += 1,
            Checked::Unsettled => self.summary.unsettled += 1,
            Checked::Differs(difference) => self.differs(&difference),
        }
        self.settled.insert(suspect.uid);
    }

    pub(super) fn differs(&mut self, difference: &Difference) {
        self.summary.differences[difference.kind as usize] += 1;
        self.reached.differences += 1;
        match difference.repair {
            Repair::Done => self.summary.repaired += 1,
            Repair::PutToReview => self.summary.put_to_review += 1,
            Repair::NotAsked | Repair::NotDone(_) => {}
        }
        (self.tell)(ReconcileEvent::Difference(difference));
    }

    pub(super) fn count(&mut self) {
        self.summary.compared += 1;
        self.reached.compared += 1;
    }

    fn failed(&self, error: CheckError) -> ReconcileProblem {
        match error {
            CheckError::Gateway(error) => self.unreadable(error),
            CheckError::Store(error) => self.unusable(error),
        }
    }

    fn unreadable(&self, source: ReadError) -> ReconcileProblem {
        ReconcileProblem::Gateway { reached: self.reached, source }
    }

    fn unusable(&self, source: JournalError) -> ReconcileProblem {
        ReconcileProblem::Store { reached: self.reached, source }
    }
}
