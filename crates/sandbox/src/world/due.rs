//! Whose turn it is to do what falls due.

use std::sync::{Mutex, MutexGuard};

use tokio::sync::Notify;

use crate::lock::lock;

/// The passing of time in one world.
#[derive(Debug, Default)]
pub(crate) struct Due {
    /// Held while jobs are done, so that each is done once and in order.
    passing: Mutex<()>,
    wake: Notify,
}

impl Due {
    /// Waits until nobody else does what falls due.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.passing)
    }

    /// Says that something else may be the next to fall due, or that the clock was moved.
    pub(crate) fn changed(&self) {
        self.wake.notify_one();
    }

    /// Waits until somebody has said so.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }
}
