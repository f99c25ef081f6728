//! All schedules, found by merchant_uid, by customer and by time.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::Schedule;

/// The schedules in the order they were registered, and three ways to find them.
#[derive(Debug, Default)]
pub(super) struct Schedules {
    all: Vec<Arc<Schedule>>,
    by_merchant_uid: HashMap<Arc<str>, usize>,
    by_time: ByTime,
    by_customer: HashMap<Box<str>, ByTime>,
}

/// Places by `schedule_at`.
type ByTime = BTreeSet<(i64, usize)>;

impl Schedules {
    /// The place the next schedule will have.
    pub(super) fn next_place(&self) -> usize {
        self.all.len()
    }

    pub(super) fn add(&mut self, schedule: Schedule) -> Arc<Schedule> {
        let place = self.all.len();
        self.by_merchant_uid.insert(Arc::clone(&schedule.order.merchant_uid), place);
        self.by_time.insert((schedule.schedule_at, place));
        let own = self.by_customer.entry(schedule.customer_uid.clone()).or_default();
        own.insert((schedule.schedule_at, place));
        let schedule = Arc::new(schedule);
        self.all.push(Arc::clone(&schedule));
        schedule
    }

    pub(super) fn place(&self, merchant_uid: &str) -> Option<usize> {
        self.by_merchant_uid.get(merchant_uid).copied()
    }

    pub(super) fn get(&self, place: usize) -> Option<&Arc<Schedule>> {
        self.all.get(place)
    }

    /// Changes a schedule; its time may change with it.
    pub(super) fn change(
        &mut self,
        place: usize,
        change: impl FnOnce(&mut Schedule),
    ) -> Option<Arc<Schedule>> {
        let schedule = self.all.get_mut(place)?;
        let before = schedule.schedule_at;
        change(Arc::make_mut(schedule));
        if schedule.schedule_at != before {
            let own = self.by_customer.entry(schedule.customer_uid.clone()).or_default();
            for times in [&mut self.by_time, own] {
                times.remove(&(before, place));
                times.insert((schedule.schedule_at, place));
            }
        }
        Some(Arc::clone(schedule))
    }

    /// The places within the period, whose end does not belong to it, the earliest first; of one customer, or of all.
    pub(super) fn within(
        &self,
        customer_uid: Option<&str>,
        period: &Range<i64>,
    ) -> impl DoubleEndedIterator<Item = usize> {
        let times = match customer_uid {
            Some(customer_uid) => self.by_customer.get(customer_uid),
            None => Some(&self.by_time),
        };
        // A period that ends before it begins has nothing; the set would not take it.
        let times = times.filter(|_| period.start <= period.end);
        let range = (period.start, 0)..(period.end, 0);
        times.into_iter().flat_map(move |times| times.range(range.clone())).map(|(_, place)| *place)
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
