//! A steady number of calls a second, or no limit.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use keyin_ports::{Clock, Monotonic, Pace};

/// Lets at most so many calls through a second, evenly spaced: each caller takes the next free place and
/// waits for it.
pub struct SteadyPace {
    clock: Arc<dyn Clock>,
    gap: Duration,
    next: Mutex<Monotonic>,
}

impl SteadyPace {
    /// `per_second` calls a second; 0 is taken as 1.
    pub fn new(clock: Arc<dyn Clock>, per_second: u32) -> Self {
        let gap = Duration::from_secs(1) / per_second.max(1);
        Self { clock, gap, next: Mutex::new(Monotonic::default()) }
    }

    fn take_place(&self) -> Monotonic {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (*next).max(self.clock.monotonic());
        *next = place.after(self.gap);
        place
    }
}

#[async_trait]
impl Pace for SteadyPace {
    fn admit_now(&self) -> bool {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.monotonic();
        let is_free = *next <= now;
        if is_free {
            *next = now.after(self.gap);
        }
        is_free
    }

    async fn admit(&self) {
        let place = self.take_place();
        self.clock.sleep_until(place).await;
    }
}

/// Lets every call through at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unpaced;

#[async_trait]
impl Pace for Unpaced {
    fn admit_now(&self) -> bool {
        true
    }

    async fn admit(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use keyin_domain::jiff::Timestamp;

    /// Stands still, and keeps until when it was last slept.
    #[derive(Default)]
    struct StillClock(Mutex<Monotonic>);

    #[async_trait]
    impl Clock for StillClock {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
        fn monotonic(&self) -> Monotonic {
            Monotonic::default()
        }
        async fn sleep_until(&self, deadline: Monotonic) {
            *self.0.lock().unwrap() = deadline;
        }
    }

    #[test]
    fn places_are_evenly_spaced() {
        let pace = SteadyPace::new(Arc::new(StillClock::default()), 5);
        let places: Vec<u128> = (0..4).map(|_| pace.take_place().since_start().as_millis()).collect();
        assert_eq!(places, [0, 200, 400, 600]);
    }

    #[test]
    fn a_place_that_is_free_is_taken_once() {
        let pace = SteadyPace::new(Arc::new(StillClock::default()), 5);
        assert!(pace.admit_now());
        assert!(!pace.admit_now(), "the next is free 200 ms later");
        assert_eq!(pace.take_place().since_start().as_millis(), 200);
    }

    #[tokio::test]
    async fn who_finds_no_free_place_sleeps_until_the_next() {
        let clock = Arc::new(StillClock::default());
        let pace = SteadyPace::new(clock.clone(), 4);
        pace.admit().await;
        pace.admit().await;
        assert_eq!(clock.0.lock().unwrap().since_start(), Duration::from_millis(250));
    }

    #[tokio::test]
    async fn without_a_limit_nobody_waits() {
        assert!(Unpaced.admit_now());
        Unpaced.admit().await;
    }
}
