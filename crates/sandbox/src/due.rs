//! What falls due as time passes: on the clock when it is moved, and by itself while it runs.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{Notify, watch};

use crate::api;
use crate::control::ControlError;
use crate::lock::lock;
use crate::store::{Job, Scheduled};
use crate::time::{Clock, ClockMode};
use crate::world::World;

/// The longest the running clock goes unwatched: the machine's may be set anew meanwhile.
const LONGEST_NAP: Duration = Duration::from_secs(60);
/// So many jobs of one moment are done before others get their turn.
const AT_A_STRETCH: usize = 1_000;

/// One thing that fell due and was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ran {
    /// When, Unix seconds.
    pub at: i64,
    /// What it was.
    pub kind: RanKind,
    /// The merchant's name for the payment.
    pub merchant_uid: String,
    /// The billing key that was to pay.
    pub customer_uid: String,
    /// The payment that was made; `None` when the attempt was refused without one.
    pub imp_uid: Option<String>,
    /// `paid` or `failed`.
    pub status: &'static str,
}

/// What fell due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RanKind {
    /// The attempt of a scheduled payment.
    Schedule,
}

/// What the clock shows after it was moved, and what ran on the way, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advanced {
    /// The clock.
    #[serde(flatten)]
    pub clock: Clock,
    /// What fell due, in the order of time.
    pub ran: Vec<Ran>,
}

/// The passing of time in one world.
#[derive(Debug, Default)]
pub(crate) struct Due {
    /// Held while jobs are done, so that each is done once and in order.
    passing: Mutex<()>,
    wake: Notify,
}

impl Due {
    /// Says that something else may be the next to fall due, or that the clock was moved.
    pub(crate) fn changed(&self) {
        self.wake.notify_one();
    }
}

/// Moves the clock ahead; whether it runs stays as it is. Everything on the way is done, each at its own time.
pub(crate) fn advance(world: &World, seconds: u64) -> Result<Advanced, ControlError> {
    let _passing = lock(&world.due.passing);
    let until = world.time.ahead(seconds)?;
    let ran = run_on_the_way(world, until);
    moved(world, world.time.advance(seconds)?, ran)
}

/// Makes the clock stand, there or where it is. Moved ahead, it does what is on the way.
pub(crate) fn stand(world: &World, at: Option<i64>) -> Result<Advanced, ControlError> {
    let passing = lock(&world.due.passing);
    let clock = world.time.stand(at)?;
    done(world, clock, passing)
}

/// Lets the clock run, from there or with the machine's. Moved ahead, it does what is on the way.
pub(crate) fn run(world: &World, from: Option<i64>) -> Result<Advanced, ControlError> {
    let passing = lock(&world.due.passing);
    let clock = world.time.run(from)?;
    done(world, clock, passing)
}

fn done(world: &World, clock: Clock, passing: MutexGuard<'_, ()>) -> Result<Advanced, ControlError> {
    let ran = run_on_the_way(world, clock.now);
    drop(passing);
    moved(world, clock, ran)
}

fn moved(world: &World, clock: Clock, ran: Vec<Ran>) -> Result<Advanced, ControlError> {
    world.due.changed();
    Ok(Advanced { clock, ran })
}

fn run_on_the_way(world: &World, until: i64) -> Vec<Ran> {
    std::iter::from_fn(|| run_first(world, until, i64::MIN)).collect()
}

/// Does the first job that is due by then: at its own time, but not before `earliest`.
fn run_first(world: &World, until: i64, earliest: i64) -> Option<Ran> {
    loop {
        let mut store = lock(&world.store);
        let (due, job) = store.take_job(until)?;
        let at = due.max(earliest);
        match job {
            Job::Schedule(place) => {
                if let Some(executed) = api::execute(world, store, place, at) {
                    return Some(Ran::schedule(&executed, at));
                }
            }
        }
    }
}

impl Ran {
    fn schedule((schedule, payment): &Scheduled, at: i64) -> Self {
        Self {
            at,
            kind: RanKind::Schedule,
            merchant_uid: schedule.order.merchant_uid.to_string(),
            customer_uid: schedule.customer_uid.to_string(),
            imp_uid: payment.as_ref().map(|payment| payment.imp_uid.to_string()),
            status: payment.as_ref().map_or("failed", |payment| payment.status.name()),
        }
    }
}

/// Does what falls due while the clock runs, until the server is told to stop.
pub(crate) async fn keep_time(world: Arc<World>, mut stop: watch::Receiver<bool>) {
    loop {
        let nap = run_what_is_late(&world);
        tokio::select! {
            () = tokio::time::sleep(nap) => {}
            () = world.due.wake.notified() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// How long to wait until the next look.
fn run_what_is_late(world: &World) -> Duration {
    let _passing = lock(&world.due.passing);
    let Clock { now, mode } = world.time.shown();
    if mode == ClockMode::Manual {
        return LONGEST_NAP;
    }
    if std::iter::from_fn(|| run_first(world, now, now)).take(AT_A_STRETCH).count() == AT_A_STRETCH {
        return Duration::ZERO;
    }
    let next = lock(&world.store).next_job();
    let wait = next.and_then(|next| u64::try_from(next.saturating_sub(now)).ok());
    wait.map_or(LONGEST_NAP, |seconds| Duration::from_secs(seconds).min(LONGEST_NAP))
}
