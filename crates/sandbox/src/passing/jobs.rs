//! The jobs of the store that fall due: attempts of schedules, and failed payments that turn paid.

use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use tokio::sync::watch;

use super::{Advanced, Ran};
use crate::api;
use crate::control_error::ControlError;
use crate::events::EventKind;
use crate::store::Job;
use crate::time::{Clock, ClockMode};
use crate::world::World;

/// The longest the running clock goes unwatched: the machine's may be set anew meanwhile.
const LONGEST_NAP: Duration = Duration::from_secs(60);
/// So many jobs of one moment are done before others get their turn.
const AT_A_STRETCH: usize = 1_000;

/// Does the first job that is due by then, at its own time.
pub(super) fn run_next(world: &World, until: i64) -> Option<Ran> {
    let _passing = world.due.turn();
    run_first(world, until, i64::MIN)
}

/// Makes the clock stand, there or where it is. Moved ahead, it does what is on the way.
pub(crate) fn stand(world: &World, at: Option<i64>) -> Result<Advanced, ControlError> {
    let passing = world.due.turn();
    let clock = world.time.stand(at)?;
    done(world, clock, passing)
}

/// Lets the clock run, from there or with the machine's. Moved ahead, it does what is on the way.
pub(crate) fn run(world: &World, from: Option<i64>) -> Result<Advanced, ControlError> {
    let passing = world.due.turn();
    let clock = world.time.run(from)?;
    done(world, clock, passing)
}

fn done(world: &World, clock: Clock, passing: MutexGuard<'_, ()>) -> Result<Advanced, ControlError> {
    let ran = run_on_the_way(world, clock.now);
    drop(passing);
    world.clock_moved();
    Ok(Advanced { clock, ran })
}

fn run_on_the_way(world: &World, until: i64) -> Vec<Ran> {
    std::iter::from_fn(|| run_first(world, until, i64::MIN)).collect()
}

/// Does the first job that is due by then: at its own time, but not before `earliest`.
fn run_first(world: &World, until: i64, earliest: i64) -> Option<Ran> {
    loop {
        let mut store = world.store.lock();
        let (due, job) = store.take_job(until)?;
        let at = due.max(earliest);
        match job {
            Job::Schedule(place) => {
                if let Some(executed) = api::execute(world, store, place, at) {
                    return Some(Ran::schedule(&executed, at));
                }
            }
            Job::TurnPaid(imp_uid) => {
                if let Some(payment) = store.turn_paid(imp_uid, at) {
                    drop(store);
                    world.happened(EventKind::TurnedPaid, &payment, at);
                    return Some(Ran::turn_paid(&payment, at));
                }
            }
        }
    }
}

/// Does what falls due while the clock runs, until the server is told to stop.
pub(super) async fn keep_time(world: Arc<World>, mut stop: watch::Receiver<bool>) {
    loop {
        let nap = run_what_is_late(&world);
        tokio::select! {
            () = tokio::time::sleep(nap) => {}
            () = world.due.woken() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// How long to wait until the next look.
fn run_what_is_late(world: &World) -> Duration {
    let _passing = world.due.turn();
    let Clock { now, mode } = world.time.shown();
    if mode == ClockMode::Manual {
        return LONGEST_NAP;
    }
    if std::iter::from_fn(|| run_first(world, now, now)).take(AT_A_STRETCH).count() == AT_A_STRETCH {
        return Duration::ZERO;
    }
    let next = world.store.lock().next_job();
    let wait = next.and_then(|next| u64::try_from(next.saturating_sub(now)).ok());
    wait.map_or(LONGEST_NAP, |seconds| Duration::from_secs(seconds).min(LONGEST_NAP))
}
