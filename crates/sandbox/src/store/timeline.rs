//! The finished payments by their times: each status in the orders that lists come in.

use super::ranks::{Entry, Ranks};
use super::{Payment, Status};

/// The time a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortKey {
    Started,
    Paid,
    Updated,
}

/// Where a payment stands in a sorted list; of equal ones the order they were made decides.
pub(crate) type SortTime = (i64, i64);

impl SortKey {
    /// Payments that were never paid come together, in the order they were started.
    pub(crate) fn of(self, payment: &Payment) -> SortTime {
        match self {
            Self::Started => (payment.started_at, 0),
            Self::Updated => (payment.settled_at(), 0),
            Self::Paid if payment.is_charged() => (payment.paid_at, 0),
            Self::Paid => (0, payment.started_at),
        }
    }
}

/// A payment in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timed {
    /// What the list is sorted by, Unix seconds.
    pub(super) at: i64,
    /// Where the store keeps it; later ones were made later.
    pub(super) place: usize,
    settled: i64,
}

impl Timed {
    /// A payment in the list of those that are sorted by this time of theirs.
    pub(super) fn of(payment: &Payment, place: usize, at: i64) -> Self {
        Self { at, place, settled: payment.settled_at() }
    }
}

impl Entry for Timed {
    fn when(&self) -> i64 {
        self.settled
    }
}

/// Payments of one status, made through test channels or not.
#[derive(Debug, Default)]
struct Lists {
    settled: Ranks<Timed>,
    started: Ranks<Timed>,
    /// Of cancelled ones; those that are paid settled when they were.
    paid: Ranks<Timed>,
}

/// An entry a payment in each list.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    real: [Lists; 4],
    tests: [Lists; 4],
}

impl Timeline {
    pub(super) fn insert(&mut self, payment: &Payment, place: usize) {
        let lists = self.lists(payment);
        lists.settled.insert(Timed::of(payment, place, payment.settled_at()));
        lists.started.insert(Timed::of(payment, place, payment.started_at));
        if payment.status == Status::Cancelled {
            lists.paid.insert(Timed::of(payment, place, payment.paid_at));
        }
    }

    /// Takes a payment out before it changes.
    pub(super) fn remove(&mut self, payment: &Payment, place: usize) {
        let lists = self.lists(payment);
        lists.settled.remove(&Timed::of(payment, place, payment.settled_at()));
        lists.started.remove(&Timed::of(payment, place, payment.started_at));
        if payment.status == Status::Cancelled {
            lists.paid.remove(&Timed::of(payment, place, payment.paid_at));
        }
    }

    fn lists(&mut self, payment: &Payment) -> &mut Lists {
        let lists = if payment.account.sandbox { &mut self.tests } else { &mut self.real };
        &mut lists[payment.status as usize]
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The payments of this status in the order of the key, those made through test channels apart from the others.
    pub(super) fn sorted(&self, status: Status, tests: bool, key: SortKey) -> Strand<'_> {
        let lists = if tests { &self.tests } else { &self.real };
        let lists = &lists[status as usize];
        let by_time = |entries| Strand { entries, never_paid: false };
        match (key, status) {
            (SortKey::Updated, _) | (SortKey::Paid, Status::Paid) => by_time(&lists.settled),
            (SortKey::Paid, Status::Cancelled) => by_time(&lists.paid),
            (SortKey::Started, _) => by_time(&lists.started),
            (SortKey::Paid, Status::Ready | Status::Failed) => Strand::never_paid(&lists.started, key),
        }
    }
}

/// Payments that are sorted alike, of which a list is plaited together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strand<'t> {
    pub(super) entries: &'t Ranks<Timed>,
    /// Whether they come before all that have a time they were paid at, by their own.
    never_paid: bool,
}

impl<'t> Strand<'t> {
    /// Payments that were never paid, by the time they were started; that is all the time they have.
    pub(super) fn never_paid(started: &'t Ranks<Timed>, key: SortKey) -> Self {
        Self { entries: started, never_paid: key == SortKey::Paid }
    }

    /// Where an entry stands among those of all strands.
    pub(super) fn position(self, entry: &Timed) -> (SortTime, usize) {
        let time = if self.never_paid { (0, entry.at) } else { (entry.at, 0) };
        (time, entry.place)
    }
}
