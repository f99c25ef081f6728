//! The stretch of time that schedules are asked for.

use std::time::Duration;

use keyin_domain::jiff::{SignedDuration, Timestamp};

use crate::{InvalidWindow, RecordWindow};

/// A stretch of time in whole seconds that one list may ask for: its beginning belongs to it, its end does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScheduleWindow(RecordWindow);

impl ScheduleWindow {
    /// The API takes three months, and does not say how it counts them: 89 days fit in any.
    pub const LONGEST: Duration = Duration::from_secs(89 * 86_400);

    /// From that time until just before the other.
    ///
    /// # Errors
    /// When it is empty or too long, or a time is not a whole second.
    pub fn new(from: Timestamp, to: Timestamp) -> Result<Self, InvalidWindow> {
        let window = RecordWindow::new(from, to)?;
        if window.seconds() > Self::LONGEST.as_secs() as i64 {
            return Err(InvalidWindow::TooLong);
        }
        Ok(Self(window))
    }

    /// The first second that belongs to it.
    pub fn from(self) -> Timestamp {
        self.0.from()
    }

    /// The first second behind it.
    pub fn to(self) -> Timestamp {
        self.0.to()
    }

    /// Whether that time lies in it.
    pub fn contains(self, at: Timestamp) -> bool {
        self.0.contains(at)
    }

    /// Windows that touch and together are the stretch between those whole seconds, earliest first; none if it is
    /// empty.
    pub fn cut(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Self> {
        let mut begin = from;
        std::iter::from_fn(move || {
            let furthest = begin.checked_add(SignedDuration::from_secs(Self::LONGEST.as_secs() as i64));
            let window = Self::new(begin, furthest.unwrap_or(Timestamp::MAX).min(to)).ok()?;
            begin = window.to();
            Some(window)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    const LONGEST: i64 = 89 * 86_400;

    #[test]
    fn a_window_has_89_days_at_most() {
        assert!(ScheduleWindow::new(at(5), at(5 + LONGEST)).is_ok());
        assert_eq!(ScheduleWindow::new(at(5), at(6 + LONGEST)), Err(InvalidWindow::TooLong));
        assert_eq!(ScheduleWindow::new(at(5), at(5)), Err(InvalidWindow::Empty));
    }

    #[test]
    fn a_stretch_is_cut_into_windows_that_touch() {
        let cut = |from, to| -> Vec<(i64, i64)> {
            let windows = ScheduleWindow::cut(at(from), at(to));
            windows.map(|window| (window.from().as_second(), window.to().as_second())).collect()
        };
        assert_eq!(cut(5, 5), []);
        assert_eq!(cut(9, 5), []);
        assert_eq!(cut(5, 6), [(5, 6)]);
        assert_eq!(cut(0, LONGEST), [(0, LONGEST)]);
        assert_eq!(
            cut(0, 2 * LONGEST + 1),
            [(0, LONGEST), (LONGEST, 2 * LONGEST), (2 * LONGEST, 2 * LONGEST + 1)]
        );
    }
}
