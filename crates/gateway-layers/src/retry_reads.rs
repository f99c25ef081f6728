//! Asks again when a read was not answered.

mod backoff;
mod billing_keys;
mod channels;
mod gateway;
mod records;
mod schedules;

use std::future::Future;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use keyin_ports::{Clock, Random, ReadError};

use backoff::Backoff;

/// How often a read is tried, and how long is waited in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetrySettings {
    /// Tries in all, the first one included.
    pub attempts: NonZeroU32,
    /// The shortest wait.
    pub base: Duration,
    /// The longest wait.
    pub cap: Duration,
}

impl Default for RetrySettings {
    /// Three tries, 0.2 to 5 seconds between them.
    fn default() -> Self {
        let attempts = NonZeroU32::MIN.saturating_add(2);
        Self { attempts, base: Duration::from_millis(200), cap: Duration::from_secs(5) }
    }
}

/// Repeats a read that ends in [`ReadError::Unavailable`], after a wait with decorrelated jitter: each
/// wait lies by chance between the shortest one and three times the wait before it, so that many callers
/// do not come back together.
///
/// Only reads: `look_up`, `find`, `recorded`, `list` and `list_of`. Calls that change something go through once. Every other
/// error of a read is an answer and is not asked for again.
#[derive(Clone)]
pub struct RetryReads<P: ?Sized> {
    inner: Arc<P>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    settings: RetrySettings,
}

impl<P: ?Sized> RetryReads<P> {
    /// Over that port; waits by that clock, with that chance.
    pub fn new(
        inner: Arc<P>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        settings: RetrySettings,
    ) -> Self {
        Self { inner, clock, random, settings }
    }

    async fn read<T, F>(&self, mut call: impl FnMut() -> F + Send) -> Result<T, ReadError>
    where
        T: Send,
        F: Future<Output = Result<T, ReadError>> + Send,
    {
        let mut backoff = Backoff::new(self.settings.base, self.settings.cap);
        for attempt in 1..self.settings.attempts.get() {
            let answer = call().await;
            if !matches!(answer, Err(ReadError::Unavailable(_))) {
                return answer;
            }
            let wait = backoff.next(&*self.random);
            tracing::debug!(attempt, wait_ms = wait.as_millis() as u64, "a read is repeated");
            self.clock.sleep_until(self.clock.monotonic().after(wait)).await;
        }
        call().await
    }
}

impl<P: ?Sized> std::fmt::Debug for RetryReads<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RetryReads").field("settings", &self.settings).finish_non_exhaustive()
    }
}
