//! A clock that is set by hand.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_ports::{Clock, Monotonic};
use tokio::sync::watch;

#[derive(Clone, Copy, Debug)]
struct Reading {
    monotonic: Monotonic,
    civil: Timestamp,
}

/// A clock that stands until somebody moves it. Whoever sleeps wakes when it is moved far enough; no real
/// time passes, so it serves in any runtime, paused or not, with one thread or many.
#[derive(Debug)]
pub struct ManualClock {
    reading: watch::Sender<Reading>,
    /// How many sleep until when.
    sleepers: Mutex<BTreeMap<Monotonic, usize>>,
}

impl Default for ManualClock {
    /// Stands at 2026-01-01 00:00:00 UTC.
    fn default() -> Self {
        Self::at(Timestamp::constant(1_767_225_600, 0))
    }
}

impl ManualClock {
    /// Stands at that civil time.
    pub fn at(civil: Timestamp) -> Self {
        let reading = Reading { monotonic: Monotonic::default(), civil };
        Self { reading: watch::Sender::new(reading), sleepers: Mutex::default() }
    }

    /// Lets that much time pass, in both times.
    pub fn advance(&self, by: Duration) {
        self.reading.send_modify(|reading| {
            reading.monotonic = reading.monotonic.after(by);
            let later = SignedDuration::try_from(by).ok().and_then(|by| reading.civil.checked_add(by).ok());
            reading.civil = later.unwrap_or(Timestamp::MAX);
        });
    }

    /// Sets the civil time, forward or back, as an operator or a time service would. Nobody wakes.
    pub fn set_civil(&self, civil: Timestamp) {
        self.reading.send_modify(|reading| reading.civil = civil);
    }

    /// The earliest moment that somebody sleeps until.
    pub fn next_waking(&self) -> Option<Monotonic> {
        self.sleepers().keys().next().copied()
    }

    /// Lets time pass until the next sleeper wakes; false if nobody sleeps.
    pub fn advance_to_next_waking(&self) -> bool {
        let next = self.next_waking();
        if let Some(next) = next {
            self.advance(next.since(self.monotonic()));
        }
        next.is_some()
    }

    fn sleepers(&self) -> MutexGuard<'_, BTreeMap<Monotonic, usize>> {
        self.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the sleeper off the list, also when its future is dropped.
struct Asleep<'a> {
    clock: &'a ManualClock,
    until: Monotonic,
}

impl<'a> Asleep<'a> {
    fn new(clock: &'a ManualClock, until: Monotonic) -> Self {
        *clock.sleepers().entry(until).or_default() += 1;
        Self { clock, until }
    }
}

impl Drop for Asleep<'_> {
    fn drop(&mut self) {
        let mut sleepers = self.clock.sleepers();
        if let Some(count) = sleepers.get_mut(&self.until) {
            *count -= 1;
            if *count == 0 {
                sleepers.remove(&self.until);
            }
        }
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.reading.borrow().civil
    }

    fn monotonic(&self) -> Monotonic {
        self.reading.borrow().monotonic
    }

    async fn sleep_until(&self, deadline: Monotonic) {
        let mut readings = self.reading.subscribe();
        let has_passed = |reading: &Reading| reading.monotonic >= deadline;
        if has_passed(&readings.borrow()) {
            return;
        }
        let _asleep = Asleep::new(self, deadline);
        // The sender lives in `self`, which is borrowed: waiting cannot end for want of one.
        let _ = readings.wait_for(has_passed).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn after(seconds: u64) -> Monotonic {
        Monotonic::new(Duration::from_secs(seconds))
    }

    #[test]
    fn it_stands_until_it_is_moved() {
        let clock = ManualClock::default();
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(clock.monotonic(), Monotonic::default());
        clock.advance(90 * SECOND);
        assert_eq!(clock.now().to_string(), "2026-01-01T00:01:30Z");
        assert_eq!(clock.monotonic(), after(90));
    }

    #[test]
    fn the_civil_time_may_jump_and_the_other_does_not() {
        let clock = ManualClock::default();
        clock.advance(SECOND);
        clock.set_civil(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        assert_eq!(clock.monotonic(), after(1));
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[tokio::test(start_paused = true)]
    async fn sleepers_wake_in_their_order() {
        let clock = Arc::new(ManualClock::default());
        let sleep = |seconds| {
            let clock = Arc::clone(&clock);
            tokio::spawn(async move { clock.sleep_until(after(seconds)).await })
        };
        let (late, early) = (sleep(5), sleep(2));
        tokio::task::yield_now().await;
        assert_eq!(clock.next_waking(), Some(after(2)));
        assert!(clock.advance_to_next_waking());
        early.await.unwrap();
        assert!(!late.is_finished());
        assert!(clock.advance_to_next_waking());
        late.await.unwrap();
        assert_eq!(clock.monotonic(), after(5));
        assert!(!clock.advance_to_next_waking());
    }

    #[tokio::test]
    async fn a_moment_that_has_passed_is_not_slept_until() {
        let clock = ManualClock::default();
        clock.advance(3 * SECOND);
        clock.sleep_until(after(3)).await;
        clock.sleep_until(after(1)).await;
    }

    #[tokio::test]
    async fn who_gives_up_sleeping_is_forgotten() {
        let clock = ManualClock::default();
        let mut sleep = clock.sleep_until(after(9));
        assert!(still_waits(&mut sleep).await);
        assert_eq!(clock.next_waking(), Some(after(9)));
        drop(sleep);
        assert_eq!(clock.next_waking(), None);
    }

    /// Polls once; whether the future still waits.
    async fn still_waits<F: Future + Unpin>(future: &mut F) -> bool {
        std::future::poll_fn(|cx| {
            std::task::Poll::Ready(std::pin::Pin::new(&mut *future).poll(cx).is_pending())
        })
        .await
    }
}
