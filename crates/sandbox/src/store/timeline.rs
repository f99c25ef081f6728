//! The finished payments by their times: each status in the orders that lists come in.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::counts::Counts;
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

/// Payments of each status by one of their times: the time, and the place in the store.
type ByTime = [BTreeSet<(i64, usize)>; 4];

/// An entry a payment in each index.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    settled: ByTime,
    started: ByTime,
    /// Of cancelled ones; those that are paid settled when they were.
    paid: ByTime,
    counts: Counts,
    lags: Lags,
}

/// How much later than their other times payments settled, at least and at most. It only widens.
#[derive(Clone, Copy, Debug, Default)]
struct Lag {
    least: i64,
    most: i64,
}

/// By status.
#[derive(Debug, Default)]
struct Lags {
    started: [Lag; 4],
    paid: [Lag; 4],
}

impl Lag {
    fn widen(&mut self, by: i64) {
        self.least = self.least.min(by);
        self.most = self.most.max(by);
    }

    /// When what settled within the period can have had its other time.
    fn before(self, period: &RangeInclusive<i64>) -> RangeInclusive<i64> {
        period.start().saturating_sub(self.most)..=period.end().saturating_sub(self.least)
    }
}

impl Timeline {
    pub(super) fn insert(&mut self, payment: &Payment, place: usize) {
        let (status, settled) = (payment.status, payment.settled_at());
        self.counts.add(status, settled);
        let of_status = status as usize;
        self.settled[of_status].insert((settled, place));
        self.started[of_status].insert((payment.started_at, place));
        if status == Status::Cancelled {
            self.paid[of_status].insert((payment.paid_at, place));
        }
        self.lags.started[of_status].widen(settled - payment.started_at);
        self.lags.paid[of_status].widen(settled - payment.paid_at);
    }

    /// Takes a payment out before it changes.
    pub(super) fn remove(&mut self, payment: &Payment, place: usize) {
        let (status, settled) = (payment.status, payment.settled_at());
        self.counts.take(status, settled);
        let of_status = status as usize;
        self.settled[of_status].remove(&(settled, place));
        self.started[of_status].remove(&(payment.started_at, place));
        self.paid[of_status].remove(&(payment.paid_at, place));
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many came to this status within the period.
    pub(super) fn count(&self, status: Status, period: &RangeInclusive<i64>) -> usize {
        self.counts.within(status, period)
    }

    /// The places of all that came to this status within the period, and perhaps of some that did not, in the order of
    /// the key.
    pub(super) fn sorted(
        &self,
        status: Status,
        key: SortKey,
        period: &RangeInclusive<i64>,
    ) -> impl DoubleEndedIterator<Item = usize> {
        let of_status = status as usize;
        let (places, times) = match (key, status) {
            (SortKey::Updated, _) | (SortKey::Paid, Status::Paid) => (&self.settled, period.clone()),
            (SortKey::Paid, Status::Cancelled) => (&self.paid, self.lags.paid[of_status].before(period)),
            (SortKey::Started, _) | (SortKey::Paid, Status::Ready | Status::Failed) => {
                (&self.started, self.lags.started[of_status].before(period))
            }
        };
        let (first, last) = ((*times.start(), 0), (*times.end(), usize::MAX));
        places[of_status].range(first..=last).map(|(_, place)| *place)
    }
}
