//! A page of the payments of a status, cut out of the sorted indexes.

use std::iter::Peekable;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::timeline::{SortKey, SortTime};
use super::{Payment, Status, Store};

/// Which payments are asked for, and in which order.
pub(crate) struct StatusQuery {
    /// `None`: any.
    pub(crate) status: Option<Status>,
    /// When they came to their status, Unix seconds.
    pub(crate) period: RangeInclusive<i64>,
    pub(crate) key: SortKey,
    pub(crate) descending: bool,
}

impl StatusQuery {
    fn statuses(&self) -> impl Iterator<Item = Status> {
        let asked = self.status;
        Status::ALL.into_iter().filter(move |known| asked.is_none_or(|status| status == *known))
    }

    /// Whether a payment is among those asked for.
    pub(crate) fn means(&self, payment: &Payment) -> bool {
        self.status.is_none_or(|status| status == payment.status)
            && self.period.contains(&payment.settled_at())
    }
}

impl Store {
    /// How many there are. Those whose call still waits count as `ready`.
    pub(crate) fn count(&self, query: &StatusQuery) -> usize {
        let waiting = self.waiting.iter().filter(|payment| query.means(payment)).count();
        query.statuses().map(|status| self.by_time.count(status, &query.period)).sum::<usize>() + waiting
    }

    /// All of them in their order. Nothing is gone through that the caller does not take.
    pub(crate) fn sorted<'s>(
        &'s self,
        query: &'s StatusQuery,
    ) -> impl Iterator<Item = &'s Arc<Payment>> + 's {
        let mut parts: Vec<Peekable<Part<'s>>> =
            query.statuses().map(|status| self.part(query, status).peekable()).collect();
        parts.push(self.waiting_part(query).peekable());
        std::iter::from_fn(move || {
            let first = (0..parts.len()).filter_map(|part| Some((parts[part].peek()?.0, part)));
            let next = if query.descending { first.max() } else { first.min() };
            next.and_then(|(_, part)| parts[part].next()).map(|(_, payment)| payment)
        })
    }

    /// The payments of one status.
    fn part<'s>(&'s self, query: &'s StatusQuery, status: Status) -> Part<'s> {
        let places = self.by_time.sorted(status, query.key, &query.period);
        let entry = move |place: usize| {
            let payment = self.payments.get(place).filter(|payment| query.means(payment))?;
            Some(((query.key.of(payment), place), payment))
        };
        if query.descending {
            Box::new(places.rev().filter_map(entry))
        } else {
            Box::new(places.filter_map(entry))
        }
    }

    /// Those whose call still waits: made after all that are finished.
    fn waiting_part<'s>(&'s self, query: &'s StatusQuery) -> Part<'s> {
        let meant = self.waiting.iter().enumerate().filter(|(_, payment)| query.means(payment));
        let mut waiting: Vec<(Rank, &Arc<Payment>)> = meant
            .map(|(number, payment)| ((query.key.of(payment), self.payments.len() + number), payment))
            .collect();
        waiting.sort_unstable_by_key(|(rank, _)| *rank);
        if query.descending {
            waiting.reverse();
        }
        Box::new(waiting.into_iter())
    }
}

/// The order of a list: by time, then as they were made.
type Rank = (SortTime, usize);
/// Payments of a list in its order.
type Part<'s> = Box<dyn Iterator<Item = (Rank, &'s Arc<Payment>)> + 's>;

#[cfg(test)]
mod tests;
