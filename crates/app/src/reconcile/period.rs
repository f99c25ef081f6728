//! What is compared.

use keyin_domain::jiff::{SignedDuration, Timestamp};

/// A stretch of time in whole seconds: its beginning belongs to it, its end does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: Timestamp,
    to: Timestamp,
}

/// The end of a period is not after its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a period must end after it begins")]
pub struct EmptyPeriod;

impl Period {
    /// From that time until just before the other. Parts of seconds are rounded so that it gets longer: the
    /// gateway's times are whole seconds.
    ///
    /// # Errors
    /// When it is empty.
    pub fn new(from: Timestamp, to: Timestamp) -> Result<Self, EmptyPeriod> {
        if from < to { Ok(Self { from: second_of(from), to: next_second(to) }) } else { Err(EmptyPeriod) }
    }

    /// When it begins.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// When it is over.
    pub fn to(&self) -> Timestamp {
        self.to
    }

    pub(super) fn contains(&self, at: Option<Timestamp>) -> bool {
        at.is_some_and(|at| self.from <= at && at < self.to)
    }

    /// What of it has passed.
    pub(super) fn until(self, now: Timestamp) -> Self {
        let now = next_second(now);
        Self { to: self.to.min(now), from: self.from.min(now) }
    }
}

fn second_of(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time).min(time)
}

/// The time itself if it is a whole second, else the next one.
pub(super) fn next_second(time: Timestamp) -> Timestamp {
    let second = second_of(time);
    if second == time { time } else { second.checked_add(SignedDuration::from_secs(1)).unwrap_or(second) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64, nanosecond: i32) -> Timestamp {
        Timestamp::new(second, nanosecond).unwrap()
    }

    #[test]
    fn a_period_has_whole_seconds_and_is_not_empty() {
        let period = Period::new(at(10, 1), at(20, 1)).unwrap();
        assert_eq!((period.from(), period.to()), (at(10, 0), at(21, 0)));
        let exact = Period::new(at(10, 0), at(20, 0)).unwrap();
        assert_eq!((exact.from(), exact.to()), (at(10, 0), at(20, 0)));
        assert_eq!(Period::new(at(10, 0), at(10, 0)), Err(EmptyPeriod));
        assert_eq!(Period::new(at(11, 0), at(10, 0)), Err(EmptyPeriod));
    }

    #[test]
    fn what_has_not_passed_is_left_out() {
        let period = Period::new(at(10, 0), at(20, 0)).unwrap();
        assert_eq!(period.until(at(15, 5)).to(), at(16, 0));
        assert_eq!(period.until(at(30, 0)), period);
        let future = period.until(at(5, 0));
        assert_eq!((future.from(), future.to()), (at(5, 0), at(5, 0)));
        assert!(!future.contains(Some(at(5, 0))));
    }
}
