//! How long to wait.

use std::time::Duration;

use keyin_ports::Random;

/// Decorrelated jitter: from `base` to three times the wait before, never above `cap`.
pub(super) struct Backoff {
    base: u64,
    cap: u64,
    before: u64,
}

impl Backoff {
    pub(super) fn new(base: Duration, cap: Duration) -> Self {
        let nanos = |duration: Duration| u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let base = nanos(base);
        Self { base, cap: nanos(cap), before: base }
    }

    pub(super) fn next(&mut self, random: &dyn Random) -> Duration {
        let spread = self.before.saturating_mul(3).saturating_sub(self.base);
        // With nothing to choose from (a base of zero), there is no wait.
        let chosen = random.next_u64().checked_rem(spread.saturating_add(1)).unwrap_or(0);
        self.before = self.base.saturating_add(chosen).min(self.cap);
        Duration::from_nanos(self.before)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    struct Always(u64);

    impl Random for Always {
        fn next_u64(&self) -> u64 {
            self.0
        }
    }

    struct Counting(AtomicU64);

    impl Random for Counting {
        fn next_u64(&self) -> u64 {
            self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed)
        }
    }

    const BASE: Duration = Duration::from_millis(100);
    const CAP: Duration = Duration::from_secs(2);

    #[test]
    fn the_least_luck_waits_the_base_each_time() {
        let mut backoff = Backoff::new(BASE, CAP);
        assert_eq!([(); 3].map(|()| backoff.next(&Always(0))), [BASE; 3]);
    }

    #[test]
    fn each_wait_lies_between_the_base_and_three_times_the_one_before() {
        let random = Counting(AtomicU64::new(1));
        let mut backoff = Backoff::new(BASE, CAP);
        let (mut before, mut waits) = (BASE, Vec::new());
        for _ in 0..1_000 {
            let wait = backoff.next(&random);
            assert!(wait >= BASE && wait <= (before * 3).min(CAP), "{wait:?} after {before:?}");
            waits.push(wait);
            before = wait;
        }
        assert!(waits.contains(&CAP));
        waits.sort_unstable();
        waits.dedup();
        assert!(waits.len() > 100, "waits differ: {}", waits.len());
    }

    #[test]
    fn extremes_do_not_overflow() {
        for (base, cap) in [(Duration::MAX, Duration::MAX), (Duration::ZERO, Duration::ZERO), (CAP, BASE)] {
            let mut backoff = Backoff::new(base, cap);
            for luck in [0, 1, u64::MAX] {
                assert!(backoff.next(&Always(luck)) <= cap);
            }
        }
    }
}
