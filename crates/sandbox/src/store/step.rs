//! One step: what is done to the store under its lock.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard};

use super::Store;
use crate::lock::lock;

/// The store, for one step at a time.
#[derive(Debug)]
pub(crate) struct SharedStore(Mutex<Store>);

/// The store while a step is taken. What it notes is handed to the data file at its end, together: on the disk it is there
/// as a whole or not at all.
#[derive(Debug)]
pub(crate) struct Step<'a>(MutexGuard<'a, Store>);

impl SharedStore {
    pub(crate) fn new(store: Store) -> Self {
        Self(Mutex::new(store))
    }

    /// Begins a step when no other is under way.
    pub(crate) fn lock(&self) -> Step<'_> {
        Step(lock(&self.0))
    }
}

impl Deref for Step<'_> {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.0
    }
}

impl DerefMut for Step<'_> {
    fn deref_mut(&mut self) -> &mut Store {
        &mut self.0
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.0.hand_over();
    }
}
