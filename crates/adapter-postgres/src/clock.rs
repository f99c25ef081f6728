//! The database's clock.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_ports::{Clock, Monotonic};

/// The database's civil time, carried forward by this process's own monotonic time.
///
/// Leases and windows are compared with times that other machines have written. Machines whose clocks are off agree
/// on this one. It is read when a connection is made and with every transaction, at no cost of its own. Clones are
/// one clock.
#[derive(Clone)]
pub struct DatabaseClock {
    inner: Arc<dyn Clock>,
    last: Arc<Mutex<Reading>>,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    /// What the database's clock said.
    civil: Timestamp,
    /// When it was heard here.
    heard: Monotonic,
}

impl DatabaseClock {
    pub(crate) fn new(inner: Arc<dyn Clock>, civil: Timestamp) -> Self {
        let reading = Reading { civil, heard: inner.monotonic() };
        Self { inner, last: Arc::new(Mutex::new(reading)) }
    }

    /// Takes what the database's clock has just said.
    pub(crate) fn hear(&self, civil: Timestamp) {
        let heard = self.inner.monotonic();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Reading { civil, heard };
    }

    /// How far this machine's own clock is ahead of the database's.
    pub fn skew(&self) -> SignedDuration {
        self.inner.now().duration_since(self.now())
    }
}

impl std::fmt::Debug for DatabaseClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseClock").finish_non_exhaustive()
    }
}

#[async_trait]
impl Clock for DatabaseClock {
    fn now(&self) -> Timestamp {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let since = SignedDuration::try_from(self.inner.monotonic().since(last.heard));
        since.ok().and_then(|since| last.civil.checked_add(since).ok()).unwrap_or(Timestamp::MAX)
    }

    fn monotonic(&self) -> Monotonic {
        self.inner.monotonic()
    }

    async fn sleep_until(&self, deadline: Monotonic) {
        self.inner.sleep_until(deadline).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use keyin_adapter_memory::ManualClock;

    use super::*;

    #[test]
    fn it_goes_by_the_database_whatever_the_machine_says() {
        let machine = Arc::new(ManualClock::default());
        let database = Timestamp::constant(1_790_000_000, 5);
        let clock = DatabaseClock::new(machine.clone(), database);
        assert_eq!(clock.now(), database);
        machine.advance(Duration::from_secs(90));
        machine.set_civil(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::constant(1_790_000_090, 5));
        clock.hear(Timestamp::constant(1_790_000_080, 0));
        assert_eq!(clock.now(), Timestamp::constant(1_790_000_080, 0));
        assert_eq!(clock.monotonic(), machine.monotonic());
    }

    #[test]
    fn the_skew_is_how_far_the_machine_is_ahead() {
        let machine = Arc::new(ManualClock::default());
        let clock = DatabaseClock::new(machine.clone(), machine.now());
        assert_eq!(clock.skew(), SignedDuration::ZERO);
        machine.set_civil(machine.now() + SignedDuration::from_secs(90));
        assert_eq!(clock.skew(), SignedDuration::from_secs(90));
    }
}
