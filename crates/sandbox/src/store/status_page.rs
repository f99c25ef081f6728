//! A page of the payments of a status, cut out of the sorted lists.

mod plait;

use std::ops::RangeInclusive;
use std::sync::Arc;

use plait::Plait;

use super::ranks::Ranks;
use super::timeline::{SortKey, Strand, Timed};
use super::{Part, Payment, Status, Store};

/// Which payments are asked for, and in which order.
pub(crate) struct StatusQuery {
    /// `None`: any.
    pub(crate) status: Option<Status>,
    /// Whether those made through test channels are among them.
    pub(crate) tests: bool,
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
            && (self.tests || !payment.account.sandbox)
            && self.period.contains(&payment.settled_at())
    }
}

impl Store {
    /// How many there are, and a part of them in their order. Those whose call still waits count as `ready`, and as made
    /// after all that are finished.
    pub(crate) fn status_page(&self, query: &StatusQuery, part: Part) -> (usize, Vec<Arc<Payment>>) {
        let mut waiting = Ranks::default();
        for (number, payment) in self.waiting.iter().enumerate().filter(|(_, payment)| query.means(payment)) {
            waiting.insert(Timed::of(payment, self.payments.len() + number, payment.started_at));
        }
        let mut strands = vec![Strand::never_paid(&waiting, query.key)];
        for tests in [false, true].into_iter().filter(|tests| query.tests || !tests) {
            strands.extend(query.statuses().map(|status| self.by_time.sorted(status, tests, query.key)));
        }
        let plait = Plait::of(strands, &query.period);
        let (total, places) = (plait.total(), plait.part(query.descending, part));
        let payment = |place: usize| match place.checked_sub(self.payments.len()) {
            Some(number) => self.waiting.get(number),
            None => self.payments.get(place),
        };
        (total, places.filter_map(payment).map(Arc::clone).collect())
    }
}

#[cfg(test)]
mod tests;
