//! Where the sandbox takes its time from: this file and no other reads a clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// A source of civil time.
pub(crate) trait TimeSource: Send + Sync {
    /// Unix time in whole seconds, as the I'mport API counts.
    fn now(&self) -> i64;
}

/// The clock of the machine.
pub(crate) struct RealTime;

impl TimeSource for RealTime {
    fn now(&self) -> i64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until a test moves it.
#[cfg(test)]
pub(crate) struct HandMovedTime(pub(crate) std::sync::atomic::AtomicI64);

#[cfg(test)]
impl TimeSource for std::sync::Arc<HandMovedTime> {
    fn now(&self) -> i64 {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}
