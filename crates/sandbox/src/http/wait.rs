//! Which connection has waited longest for its caller. Waits are counted as they begin: their order is all that matters.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What stands for no wait: later than any.
const NONE: u64 = u64::MAX;

/// Counts the waits of all connections.
#[derive(Debug, Default)]
pub(crate) struct Waits(Arc<AtomicU64>);

impl Waits {
    /// Of a new connection. It does not wait before somebody has looked and found nothing: its call may be there already.
    pub(crate) fn one(&self) -> Wait {
        Wait { begun: Arc::new(AtomicU64::new(NONE)), waits: Arc::clone(&self.0) }
    }
}

/// Whether one connection waits for its caller: for more of a call, for the next one, or to take an answer in.
#[derive(Clone, Debug)]
pub(crate) struct Wait {
    begun: Arc<AtomicU64>,
    waits: Arc<AtomicU64>,
}

impl Wait {
    /// It waits, perhaps already for a while.
    pub(crate) fn begins(&self) {
        if self.since().is_none() {
            self.begun.store(self.waits.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        }
    }

    pub(crate) fn ends(&self) {
        self.begun.store(NONE, Ordering::Relaxed);
    }

    /// The number of the wait that lasts; of two the smaller began earlier.
    pub(crate) fn since(&self) -> Option<u64> {
        Some(self.begun.load(Ordering::Relaxed)).filter(|begun| *begun != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_waited_longer_has_the_smaller_number() {
        let waits = Waits::default();
        let (first, second) = (waits.one(), waits.one());
        assert_eq!((first.since(), second.since()), (None, None));
        first.begins();
        second.begins();
        assert!(first.since() < second.since());
        first.begins();
        assert!(first.since() < second.since(), "it is the same wait");
        first.ends();
        assert_eq!(first.since(), None);
        first.begins();
        assert!(first.since() > second.since(), "it is another one");
    }
}
