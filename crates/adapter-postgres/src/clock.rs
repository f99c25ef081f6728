//! The database's clock.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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

/// What the database's clock says, and this process's at the same moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    civil: Timestamp,
    here: Monotonic,
}

impl Reading {
    /// What the database has just said, or is taken to say.
    pub(crate) fn now(civil: Timestamp, clock: &dyn Clock) -> Self {
        Self { civil, here: clock.monotonic() }
    }

    /// How much more time has passed since `earlier` for the database than for this process, which may have stood
    /// still with its whole machine.
    pub(crate) fn lost_since(&self, earlier: &Self) -> Duration {
        let there = Duration::try_from(self.civil.duration_since(earlier.civil)).unwrap_or_default();
        there.saturating_sub(self.here.since(earlier.here))
    }
}

impl DatabaseClock {
    pub(crate) fn new(inner: Arc<dyn Clock>, reading: Reading) -> Self {
        Self { inner, last: Arc::new(Mutex::new(reading)) }
    }

    /// Takes what the database's clock has just said.
    pub(crate) fn hear(&self, reading: Reading) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = reading;
    }

    /// What the database's clock is taken to say now.
    pub(crate) fn reading(&self) -> Reading {
        Reading::now(self.now(), self)
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
        let since = SignedDuration::try_from(self.inner.monotonic().since(last.here));
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
    use keyin_adapter_memory::ManualClock;

    use super::*;

    #[test]
    fn it_goes_by_the_database_whatever_the_machine_says() {
        let machine = Arc::new(ManualClock::default());
        let database = Timestamp::constant(1_790_000_000, 5);
        let said = |civil| Reading::now(civil, machine.as_ref());
        let clock = DatabaseClock::new(machine.clone(), said(database));
        assert_eq!(clock.now(), database);
        machine.advance(Duration::from_secs(90));
        machine.set_civil(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::constant(1_790_000_090, 5));
        clock.hear(said(Timestamp::constant(1_790_000_080, 0)));
        assert_eq!(clock.now(), Timestamp::constant(1_790_000_080, 0));
        assert_eq!(clock.monotonic(), machine.monotonic());
    }

    #[test]
    fn time_is_lost_while_only_the_database_goes_on() {
        let machine = ManualClock::default();
        let before = Reading::now(Timestamp::constant(1_790_000_000, 0), &machine);
        machine.advance(Duration::from_secs(3));
        let lost = |second| Reading::now(Timestamp::constant(second, 0), &machine).lost_since(&before);
        assert_eq!(lost(1_790_000_028), Duration::from_secs(25));
        // A database whose clock is set back takes no time away.
        for second in [1_790_000_003, 1_790_000_002, 1_789_000_000] {
            assert_eq!(lost(second), Duration::ZERO);
        }
    }

    #[test]
    fn the_skew_is_how_far_the_machine_is_ahead() {
        let machine = Arc::new(ManualClock::default());
        let clock = DatabaseClock::new(machine.clone(), Reading::now(machine.now(), machine.as_ref()));
        assert_eq!(clock.skew(), SignedDuration::ZERO);
        machine.set_civil(machine.now() + SignedDuration::from_secs(90));
        assert_eq!(clock.skew(), SignedDuration::from_secs(90));
    }
}
