//! The stretch of time that records are asked for.

use std::time::Duration;

use keyin_domain::jiff::{SignedDuration, Timestamp};

/// A stretch of time in whole seconds, as the gateway counts them: its beginning belongs to it, its end does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordWindow {
    from: Timestamp,
    to: Timestamp,
}

/// Why two times make no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidWindow {
    /// The end is not after the beginning.
    #[error("a window must end after it begins")]
    Empty,
    /// It is longer than [`RecordWindow::LONGEST`].
    #[error("a window is 90 days at most")]
    TooLong,
    /// A time is not a whole second.
    #[error("a window begins and ends at whole seconds")]
    NotWholeSeconds,
}

impl RecordWindow {
    /// What the gateway answers at most (PortOne V1 API, `GET /payments/status/{payment_status}`): 90 days.
    pub const LONGEST: Duration = Duration::from_secs(90 * 86_400);

    /// From that time until just before the other.
    ///
    /// # Errors
    /// When it is empty or too long, or a time is not a whole second.
    pub fn new(from: Timestamp, to: Timestamp) -> Result<Self, InvalidWindow> {
        if from.subsec_nanosecond() != 0 || to.subsec_nanosecond() != 0 {
            return Err(InvalidWindow::NotWholeSeconds);
        }
        match Duration::try_from(to.duration_since(from)) {
            Err(_) | Ok(Duration::ZERO) => Err(InvalidWindow::Empty),
            Ok(length) if length > Self::LONGEST => Err(InvalidWindow::TooLong),
            Ok(_) => Ok(Self { from, to }),
        }
    }

    /// The first second that belongs to it.
    pub fn from(self) -> Timestamp {
        self.from
    }

    /// The first second behind it.
    pub fn to(self) -> Timestamp {
        self.to
    }

    /// How many seconds long: one or more.
    pub fn seconds(self) -> i64 {
        self.to.as_second() - self.from.as_second()
    }

    /// Whether that time lies in it.
    pub fn contains(self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }

    /// The beginning of it, so many seconds long, but no longer than it is and no shorter than one.
    #[must_use]
    pub fn first(self, seconds: i64) -> Self {
        let seconds = seconds.clamp(1, self.seconds());
        let to = self.from.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(self.to);
        Self { to, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_window_has_whole_seconds_and_ninety_days_at_most() {
        const DAYS: i64 = 90 * 86_400;
        assert_eq!(RecordWindow::new(at(5), at(5)), Err(InvalidWindow::Empty));
        assert_eq!(RecordWindow::new(at(5), at(4)), Err(InvalidWindow::Empty));
        assert_eq!(RecordWindow::new(at(0), at(DAYS + 1)), Err(InvalidWindow::TooLong));
        let half = Timestamp::new(5, 500_000_000).unwrap();
        assert_eq!(RecordWindow::new(half, at(9)), Err(InvalidWindow::NotWholeSeconds));
        assert_eq!(RecordWindow::new(at(1), half), Err(InvalidWindow::NotWholeSeconds));
        assert_eq!(RecordWindow::new(at(0), at(DAYS)).unwrap().seconds(), DAYS);
        assert_eq!(
            RecordWindow::new(Timestamp::MIN, Timestamp::MAX).unwrap_err(),
            InvalidWindow::NotWholeSeconds
        );
    }

    #[test]
    fn its_end_is_outside() {
        let window = RecordWindow::new(at(10), at(12)).unwrap();
        let half = Timestamp::new(11, 999_999_999).unwrap();
        assert!(window.contains(at(10)) && window.contains(half));
        assert!(!window.contains(at(9)) && !window.contains(at(12)));
    }

    #[test]
    fn its_beginning_is_never_empty_and_never_longer_than_it() {
        let window = RecordWindow::new(at(10), at(20)).unwrap();
        for (asked, given) in [(i64::MIN, 1), (0, 1), (1, 1), (7, 7), (10, 10), (i64::MAX, 10)] {
            let first = window.first(asked);
            assert_eq!((first.from(), first.seconds()), (at(10), given), "{asked}");
        }
    }
}
