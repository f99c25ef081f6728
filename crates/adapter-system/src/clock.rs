//! The operating system's clocks.

use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_ports::{Clock, Monotonic};

/// The operating system's civil and monotonic clocks, and tokio's timer.
///
/// The monotonic one goes on while the machine sleeps, so that a right to send that was given before is over after.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Uptime,
}

impl SystemClock {
    /// A clock whose monotonic readings count from now. Make one for each process and share it.
    pub fn new() -> Self {
        Self { start: Uptime::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn monotonic(&self) -> Monotonic {
        Monotonic::new(self.start.elapsed())
    }

    async fn sleep_until(&self, deadline: Monotonic) {
        tokio::time::sleep(deadline.since(self.monotonic())).await;
    }
}

/// A moment of the time that goes on in sleep.
#[cfg(unix)]
#[derive(Clone, Copy, Debug)]
struct Uptime(Duration);

#[cfg(unix)]
impl Uptime {
    fn now() -> Self {
        use rustix::time::{ClockId, clock_gettime};
        // Elsewhere the usual one does not stand still either.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        const CLOCK: ClockId = ClockId::Boottime;
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        const CLOCK: ClockId = ClockId::Monotonic;
        let now = clock_gettime(CLOCK);
        let seconds = u64::try_from(now.tv_sec).unwrap_or_default();
        Self(Duration::new(seconds, u32::try_from(now.tv_nsec).unwrap_or_default()))
    }

    fn elapsed(self) -> Duration {
        Self::now().0.saturating_sub(self.0)
    }
}

/// There the standard library's goes on in sleep.
#[cfg(not(unix))]
type Uptime = std::time::Instant;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_monotonic_time_begins_at_zero_and_only_grows() {
        let clock = SystemClock::default();
        let first = clock.monotonic();
        assert!(first.since_start() < Duration::from_secs(60));
        assert!(first <= clock.monotonic());
        assert!(clock.now() > Timestamp::UNIX_EPOCH);
    }

    #[tokio::test]
    async fn who_sleeps_wakes_at_the_moment_and_not_before() {
        let clock = SystemClock::new();
        let moment = clock.monotonic().after(Duration::from_millis(5));
        clock.sleep_until(moment).await;
        assert!(clock.monotonic() >= moment);
        // It has passed.
        clock.sleep_until(moment).await;
    }
}
