//! What people look through: the newest first, in pages.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::places::Places;
use super::{BillingKey, Payment, Scheduled, SortKey, Status, StatusQuery, Store};
use crate::ids::ImpUid;

/// Which part of a list is meant: so many entries after so many others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) skip: usize,
    pub(crate) take: usize,
}

impl Part {
    pub(crate) const ALL: Self = Self { skip: 0, take: usize::MAX };

    pub(super) fn of<T>(self, newest_first: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        newest_first.skip(self.skip).take(self.take)
    }
}

impl Store {
    /// The payments of a status, or all, and how many there are. Ready ones that wait come first.
    pub(crate) fn newest(&self, status: Option<Status>, part: Part) -> (usize, Vec<Arc<Payment>>) {
        if status.is_none() {
            let all = part.of(self.waiting.iter().rev().chain(self.payments.iter().rev()));
            return (self.waiting.len() + self.payments.len(), all.map(Arc::clone).collect());
        }
        let (period, key) = (0..=i64::MAX, SortKey::Updated);
        self.status_page(&StatusQuery { status, tests: true, period, key, descending: true }, part)
    }

    /// The payments of a status, or of any, that have this name as their imp_uid, merchant_uid or customer_uid, and how
    /// many there are.
    pub(crate) fn named(&self, name: &str, status: Option<Status>, part: Part) -> (usize, Vec<Arc<Payment>>) {
        let by_imp_uid = ImpUid::parse(name).and_then(|imp_uid| self.by_imp_uid.get(&imp_uid));
        let by_merchant = self.by_merchant_uid.get(name).into_iter().flat_map(Places::as_slice);
        let by_customer = self.by_customer.get(name).into_iter().flat_map(Places::as_slice);
        let places: BTreeSet<usize> =
            by_imp_uid.into_iter().chain(by_merchant).chain(by_customer).copied().collect();
        let found = places.iter().rev().filter_map(|place| self.payments.get(*place));
        let found: Vec<_> =
            found.filter(|payment| status.is_none_or(|status| status == payment.status)).collect();
        (found.len(), part.of(found.into_iter()).map(Arc::clone).collect())
    }

    /// The billing keys, those issued last first, and how many there are.
    pub(crate) fn newest_keys(&self, part: Part) -> (usize, Vec<Arc<BillingKey>>) {
        (self.keys.count(), self.keys.newest(part))
    }

    /// The schedules, those registered last first, and how many there are.
    pub(crate) fn newest_schedules(&self, part: Part) -> (usize, Vec<Scheduled>) {
        let number = self.schedules.next_place();
        (number, part.of((0..number).rev()).filter_map(|place| self.schedule(place)).collect())
    }
}
