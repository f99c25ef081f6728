//! The clock of a schedule: it stands until everybody sleeps, then jumps to the next waking.
//!
//! Sleepers wake in the order of their deadlines, and among equal ones in the order they fell asleep, so that a
//! schedule goes the same way each time.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_ports::{Clock, Monotonic};

/// 2026-01-01 00:00:00 UTC.
pub(crate) const START: Timestamp = Timestamp::constant(1_767_225_600, 0);

type Place = (Monotonic, u64);

#[derive(Debug, Default)]
struct State {
    now: Monotonic,
    sleepers: BTreeMap<Place, Waker>,
    last: u64,
    /// Grows with everything that happens, so that a standstill can be told.
    stirred: u64,
}

/// One clock for all the processes of a schedule.
#[derive(Clone, Debug, Default)]
pub(crate) struct SimClock(Arc<Mutex<State>>);

impl SimClock {
    /// Jumps to the next waking; false if nobody sleeps.
    pub(crate) fn jump(&self) -> bool {
        let woken = {
            let mut state = self.state();
            let Some((&(next, _), _)) = state.sleepers.first_key_value() else { return false };
            state.now = state.now.max(next);
            let now = state.now;
            let later = state.sleepers.split_off(&(now, u64::MAX));
            std::mem::replace(&mut state.sleepers, later)
        };
        woken.into_values().for_each(Waker::wake);
        true
    }

    /// How much has happened so far.
    pub(crate) fn stirred(&self) -> u64 {
        self.state().stirred
    }

    /// Something has happened.
    pub(crate) fn stir(&self) {
        self.state().stirred += 1;
    }

    pub(crate) async fn sleep(&self, by: Duration) {
        self.sleep_until(self.monotonic().after(by)).await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        let since = SignedDuration::try_from(self.monotonic().since_start()).unwrap_or(SignedDuration::MAX);
        START.checked_add(since).unwrap_or(Timestamp::MAX)
    }

    fn monotonic(&self) -> Monotonic {
        self.state().now
    }

    async fn sleep_until(&self, deadline: Monotonic) {
        Sleep { clock: self.clone(), deadline, place: None }.await;
    }
}

struct Sleep {
    clock: SimClock,
    deadline: Monotonic,
    place: Option<Place>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.state();
        state.stirred += 1;
        if state.now >= self.deadline {
            return Poll::Ready(());
        }
        let deadline = self.deadline;
        let place = *self.place.get_or_insert_with(|| {
            state.last += 1;
            (deadline, state.last)
        });
        state.sleepers.insert(place, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.clock.state().sleepers.remove(&place);
        }
    }
}
