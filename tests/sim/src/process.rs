//! A process that may stop for a while, or end, at any step.
//!
//! Everything a process does to the world goes through its ports, with a step before and a step after each call. A
//! process that has ended never gets beyond its next step: whatever it had sent goes on without it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use keyin_ports::{Clock, Monotonic};
use tokio::sync::Notify;

use crate::clock::SimClock;

/// What befalls a process, by the number of its step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Misfortune {
    /// It ends at this step.
    pub(crate) end_at: Option<u64>,
    /// It stops at this step for so long.
    pub(crate) stop: Option<(u64, Duration)>,
    /// It stops for so long after each claim it has won.
    pub(crate) stop_after_claim: Duration,
    /// It stops for so long after it has looked at each permit, within what is assumed of processes.
    pub(crate) stall_before_send: Duration,
}

#[derive(Debug)]
pub(crate) struct Process {
    clock: SimClock,
    misfortune: Misfortune,
    steps: AtomicU64,
    dead: AtomicBool,
    stopped_until: Mutex<Monotonic>,
    end: Notify,
}

impl Process {
    pub(crate) fn start(clock: SimClock, misfortune: Misfortune) -> Self {
        Self {
            clock,
            misfortune,
            steps: AtomicU64::new(0),
            dead: AtomicBool::new(false),
            stopped_until: Mutex::default(),
            end: Notify::new(),
        }
    }

    /// Comes back if and when the process is alive and not stopped.
    pub(crate) async fn step(&self) {
        self.clock.stir();
        let number = self.steps.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some((at, by)) = self.misfortune.stop
            && at == number
        {
            *self.stopped_until.lock().unwrap_or_else(PoisonError::into_inner) =
                self.clock.monotonic().after(by);
        }
        if self.misfortune.end_at == Some(number) {
            self.end();
        }
        let until = *self.stopped_until.lock().unwrap_or_else(PoisonError::into_inner);
        if self.clock.monotonic() < until {
            self.clock.sleep_until(until).await;
        }
        if self.is_dead() {
            std::future::pending::<()>().await;
        }
    }

    /// The stop after a claim.
    pub(crate) async fn stop_after_claim(&self) {
        self.stop(self.misfortune.stop_after_claim).await;
    }

    /// The stop between looking at a permit and sending.
    pub(crate) async fn stall_before_send(&self) {
        self.stop(self.misfortune.stall_before_send).await;
    }

    async fn stop(&self, by: Duration) {
        if !by.is_zero() {
            self.clock.sleep(by).await;
        }
        if self.is_dead() {
            std::future::pending::<()>().await;
        }
    }

    /// Ends it, as `kill -9` does.
    pub(crate) fn end(&self) {
        self.dead.store(true, Ordering::Relaxed);
        self.end.notify_waiters();
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::Relaxed)
    }

    /// Comes back when it has ended.
    pub(crate) async fn ended(&self) {
        while !self.is_dead() {
            self.end.notified().await;
        }
    }
}
