//! How many payments came to a status within a period, without going through them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::Status;

const HOUR: i64 = 3_600;

/// Payments a second and a whole hour, so that a period costs as many steps as it has hours, and those of its first and
/// last hour as many as they have seconds.
#[derive(Debug, Default)]
pub(super) struct Counts {
    seconds: BTreeMap<(Status, i64), usize>,
    hours: BTreeMap<(Status, i64), usize>,
}

impl Counts {
    pub(super) fn add(&mut self, status: Status, at: i64) {
        *self.seconds.entry((status, at)).or_default() += 1;
        *self.hours.entry((status, at.div_euclid(HOUR))).or_default() += 1;
    }

    pub(super) fn take(&mut self, status: Status, at: i64) {
        one_less(&mut self.seconds, (status, at));
        one_less(&mut self.hours, (status, at.div_euclid(HOUR)));
    }

    pub(super) fn within(&self, status: Status, period: &RangeInclusive<i64>) -> usize {
        let (first, last) = (*period.start(), *period.end());
        let (first_hour, last_hour) = (first.div_euclid(HOUR), last.div_euclid(HOUR));
        if last_hour - first_hour < 2 {
            return sum(&self.seconds, status, first, last);
        }
        sum(&self.seconds, status, first, (first_hour + 1) * HOUR - 1)
            + sum(&self.hours, status, first_hour + 1, last_hour - 1)
            + sum(&self.seconds, status, last_hour * HOUR, last)
    }
}

fn sum(counts: &BTreeMap<(Status, i64), usize>, status: Status, first: i64, last: i64) -> usize {
    if first > last {
        0
    } else {
        counts.range((status, first)..=(status, last)).map(|(_, count)| count).sum()
    }
}

fn one_less(counts: &mut BTreeMap<(Status, i64), usize>, key: (Status, i64)) {
    if let Some(count) = counts.get_mut(&key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_period_has_as_many_as_lie_in_it(
            times in prop::collection::vec((0_i64..20_000, any::<bool>()), 0..80),
            first in -10_i64..21_000,
            length in 0_i64..21_000,
        ) {
            let mut counts = Counts::default();
            for (at, _) in &times {
                counts.add(Status::Paid, *at);
                counts.add(Status::Failed, *at);
            }
            let (gone, kept): (Vec<_>, Vec<_>) = times.iter().partition(|(_, goes)| *goes);
            for (at, _) in &gone {
                counts.take(Status::Paid, *at);
            }
            let period = first..=first + length;
            let expected = kept.iter().filter(|(at, _)| period.contains(at)).count();
            prop_assert_eq!(counts.within(Status::Paid, &period), expected);
            let all = times.iter().filter(|(at, _)| period.contains(at)).count();
            prop_assert_eq!(counts.within(Status::Failed, &period), all);
        }
    }
}
