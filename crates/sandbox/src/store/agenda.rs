//! What has a time to be done at, the earliest first.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::ImpUid;

/// Something to be done when its time comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// The schedule at this place of the store is to be charged.
    Schedule(usize),
    /// The failed payment with this name turns paid.
    TurnPaid(ImpUid),
}

/// Where a job stands in the agenda: when it falls due, Unix seconds, and its number among all jobs ever put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub(crate) due: i64,
    number: u64,
}

/// The jobs by the time they fall due; jobs of one second come in the order they were put in.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    jobs: BTreeMap<Slot, Job>,
    numbers: u64,
}

impl Agenda {
    pub(super) fn add(&mut self, due: i64, job: Job) -> Slot {
        let slot = Slot { due, number: self.numbers };
        self.numbers += 1;
        self.jobs.insert(slot, job);
        slot
    }

    pub(super) fn remove(&mut self, slot: Slot) {
        self.jobs.remove(&slot);
    }

    /// When the next job falls due.
    pub(super) fn next(&self) -> Option<i64> {
        self.jobs.first_key_value().map(|(slot, _)| slot.due)
    }

    /// Takes out the first job that is due by then.
    pub(super) fn take(&mut self, until: i64) -> Option<(i64, Job)> {
        let first = self.jobs.first_entry().filter(|first| first.key().due <= until)?;
        let (slot, job) = first.remove_entry();
        Some((slot.due, job))
    }

    pub(super) fn clear(&mut self) {
        self.jobs.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place_of(job: Job) -> usize {
        match job {
            Job::Schedule(place) => place,
            Job::TurnPaid(_) => usize::MAX,
        }
    }

    proptest! {
        #[test]
        fn jobs_come_by_time_and_then_in_the_order_they_were_put_in(dues in prop::collection::vec(0_i64..20, 0..60)) {
            let mut agenda = Agenda::default();
            for (place, due) in dues.iter().enumerate() {
                agenda.add(*due, Job::Schedule(place));
            }
            let mut expected: Vec<_> = dues.iter().enumerate().map(|(place, due)| (*due, place)).collect();
            expected.sort_unstable();
            let taken = std::iter::from_fn(|| agenda.take(i64::MAX));
            let taken: Vec<_> = taken.map(|(due, job)| (due, place_of(job))).collect();
            prop_assert_eq!(taken, expected);
        }
    }

    #[test]
    fn a_job_waits_for_its_time_and_can_be_taken_back() {
        let mut agenda = Agenda::default();
        let early = agenda.add(10, Job::Schedule(0));
        agenda.add(20, Job::Schedule(1));
        assert_eq!((agenda.next(), agenda.take(9)), (Some(10), None));
        agenda.remove(early);
        assert_eq!(agenda.take(20), Some((20, Job::Schedule(1))));
        assert_eq!((agenda.next(), agenda.take(i64::MAX)), (None, None));
    }
}
