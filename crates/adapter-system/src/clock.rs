//! The operating system's clocks.

use std::time::Instant;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_ports::{Clock, Monotonic};

/// The operating system's civil and monotonic clocks, and tokio's timer.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock whose monotonic readings count from now. Make one for each process and share it.
    pub fn new() -> Self {
        Self { start: Instant::now() }
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
