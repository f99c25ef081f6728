//! Chance, from the seed of a schedule.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Dice that fall the same way for the same seed.
#[derive(Debug)]
pub(crate) struct Dice(Mutex<fastrand::Rng>);

impl Dice {
    pub(crate) fn seeded(seed: u64) -> Self {
        // Seeds that are neighbours shall not begin alike.
        let mut spread = fastrand::Rng::with_seed(seed);
        Self(Mutex::new(fastrand::Rng::with_seed(spread.u64(..))))
    }

    /// True in so many of a thousand throws.
    pub(crate) fn happens(&self, in_a_thousand: u32) -> bool {
        self.rng().u32(0..1_000) < in_a_thousand
    }

    /// A number of the range.
    pub(crate) fn of(&self, range: Range<u64>) -> u64 {
        self.rng().u64(range)
    }

    /// A time below `most`, to the millisecond.
    pub(crate) fn below(&self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX).max(1);
        Duration::from_millis(self.of(0..most))
    }

    /// One of them.
    pub(crate) fn one_of<T: Copy>(&self, choices: &[T]) -> T {
        choices[self.rng().usize(0..choices.len())]
    }

    /// A seed for other dice.
    pub(crate) fn seed(&self) -> u64 {
        self.rng().u64(..)
    }

    fn rng(&self) -> MutexGuard<'_, fastrand::Rng> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
