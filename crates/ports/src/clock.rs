//! Time as a port.

use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;

/// A reading of a clock that only goes forward: the time since some fixed moment of this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Monotonic(Duration);

impl Monotonic {
    /// That long after the fixed moment.
    pub fn new(since_start: Duration) -> Self {
        Self(since_start)
    }

    /// The time since the fixed moment.
    pub fn since_start(self) -> Duration {
        self.0
    }

    /// That much later.
    #[must_use]
    pub fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(by))
    }

    /// That much earlier; the fixed moment itself if that lies later.
    #[must_use]
    pub fn before(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(by))
    }

    /// The time from `earlier` to here; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

/// Where time comes from. One instance serves a whole process, so that readings can be compared.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Clock: Send + Sync {
    /// The civil time. It may jump.
    fn now(&self) -> Timestamp;

    /// The time that only goes forward, also while the machine sleeps. Deadlines within a process use this one.
    fn monotonic(&self) -> Monotonic;

    /// Returns at `deadline`, or at once if it has passed. Dropping the future has no effect.
    async fn sleep_until(&self, deadline: Monotonic);
}

const _: fn(&dyn Clock) = |_| ();
