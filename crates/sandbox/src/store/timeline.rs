//! The finished payments by the time that belongs to their status.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Payment, Status};

/// An entry a payment: its status, when it came to it, and its place in the store.
#[derive(Debug, Default)]
pub(super) struct Timeline(BTreeSet<(Status, i64, usize)>);

impl Timeline {
    pub(super) fn insert(&mut self, payment: &Payment, place: usize) {
        self.0.insert((payment.status, payment.settled_at(), place));
    }

    /// Takes a payment out before it changes.
    pub(super) fn remove(&mut self, payment: &Payment, place: usize) {
        self.0.remove(&(payment.status, payment.settled_at(), place));
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The places of the payments that came to this status within the period.
    pub(super) fn within(&self, status: Status, period: &RangeInclusive<i64>) -> impl Iterator<Item = usize> {
        let first = (status, *period.start(), 0);
        let last = (status, *period.end(), usize::MAX);
        self.0.range(first..=last).map(|(_, _, place)| *place)
    }
}
