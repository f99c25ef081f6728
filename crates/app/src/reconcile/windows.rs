//! A period as windows that one answer of the gateway holds.

use keyin_domain::jiff::Timestamp;
use keyin_ports::RecordWindow;

/// How many payments a window shall hold; an answer of the gateway holds 1,000.
const AIM: i64 = 700;

/// A window is no more than so many times longer than the one before it.
const GROWTH: i64 = 4;

const DAY: i64 = 86_400;

/// Walks from one time to another, in steps that follow from how many payments the steps before had.
pub(super) struct Windows {
    at: Timestamp,
    end: Timestamp,
    seconds: i64,
}

impl Windows {
    pub(super) fn new(from: Timestamp, to: Timestamp) -> Self {
        Self { at: from, end: to, seconds: DAY }
    }

    /// The window to ask for; none if the end is reached.
    pub(super) fn next(&self) -> Option<RecordWindow> {
        let longest = i64::try_from(RecordWindow::LONGEST.as_secs()).unwrap_or(DAY);
        let left = self.end.as_second() - self.at.as_second();
        let end = Timestamp::from_second(self.at.as_second() + left.min(longest)).ok()?;
        RecordWindow::new(self.at, end).ok().map(|whole| whole.first(self.seconds))
    }

    /// There was too much in it.
    pub(super) fn shorten(&mut self, window: RecordWindow, total: u64) {
        let total = i64::try_from(total).unwrap_or(i64::MAX).max(1);
        let fitting = window.seconds().saturating_mul(AIM) / total;
        self.seconds = fitting.min(window.seconds() / 2).max(1);
    }

    /// It is done, and so many payments were in it.
    pub(super) fn pass(&mut self, window: RecordWindow, found: usize) {
        let found = i64::try_from(found).unwrap_or(i64::MAX).max(1);
        self.at = window.to();
        let fitting = window.seconds().saturating_mul(AIM) / found;
        self.seconds = fitting.min(window.seconds().saturating_mul(GROWTH)).max(1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BEGAN: i64 = 1_767_225_600;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(BEGAN + second).unwrap()
    }

    /// Walks over payments at these seconds; the windows passed, and how often was asked.
    fn walked(payments: &[i64], length: i64) -> (Vec<(i64, i64)>, usize) {
        let mut sorted = payments.to_vec();
        sorted.sort_unstable();
        let before = |end: Timestamp| sorted.partition_point(|second| BEGAN + second < end.as_second());
        let mut windows = Windows::new(at(0), at(length));
        let (mut passed, mut asked) = (Vec::new(), 0);
        while let Some(window) = windows.next() {
            asked += 1;
            let found = before(window.to()) - before(window.from());
            if found > 1_000 && window.seconds() > 1 {
                windows.shorten(window, found as u64);
            } else {
                passed.push((window.from().as_second() - BEGAN, window.to().as_second() - BEGAN));
                windows.pass(window, found);
            }
        }
        (passed, asked)
    }

    fn cover(passed: &[(i64, i64)], length: i64) -> bool {
        passed.first().is_some_and(|first| first.0 == 0)
            && passed.last().is_some_and(|last| last.1 == length)
            && passed.windows(2).all(|pair| pair[0].1 == pair[1].0)
    }

    #[test]
    fn a_quiet_year_takes_few_questions() {
        let (passed, asked) = walked(&[], 365 * DAY);
        assert!(cover(&passed, 365 * DAY));
        assert!(asked < 12, "{asked}");
        assert!(passed.iter().all(|(from, to)| to - from <= 90 * DAY));
    }

    #[test]
    fn a_busy_day_takes_little_more_than_its_pages() {
        let payments: Vec<i64> = (0..200_000).map(|number| number * DAY / 200_000).collect();
        let (passed, asked) = walked(&payments, DAY);
        assert!(cover(&passed, DAY));
        // Once too much, and from then on as many as it aims at.
        assert!(asked <= 200_000 / 700 + 5, "{asked}");
    }

    #[test]
    fn a_burst_in_one_second_is_reached() {
        let payments = vec![40_000; 5_000];
        let (passed, asked) = walked(&payments, DAY);
        assert!(cover(&passed, DAY) && passed.contains(&(40_000, 40_001)));
        assert!(asked < 60, "{asked}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_second_is_walked_over_once(
            payments in proptest::collection::vec(0_i64..5_000, 0..4_000),
            length in 1_i64..6_000,
        ) {
            let (passed, asked) = walked(&payments, length);
            prop_assert!(cover(&passed, length));
            prop_assert!(asked < 200);
        }
    }
}
