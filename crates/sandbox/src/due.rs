//! What falls due as time passes: on the clock when it is moved, and by itself while it runs.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{Notify, watch};

use crate::api;
use crate::control::ControlError;
use crate::events::EventKind;
use crate::lock::lock;
use crate::store::{Job, Payment, Scheduled};
use crate::time::{Clock, ClockMode};
use crate::webhooks::Webhook;
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
    /// The billing key that was to pay, where there is one.
    pub customer_uid: Option<String>,
    /// The payment that was made; `None` when the attempt was refused without one.
    pub imp_uid: Option<String>,
    /// The payment's status, `paid` or `failed`; of a webhook the one that it told.
    pub status: &'static str,
    /// The webhook that was sent; what it was answered stands in its log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<u64>,
}

/// What fell due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RanKind {
    /// The attempt of a scheduled payment.
    Schedule,
    /// A failed payment that turned paid by itself.
    TurnPaid,
    /// A webhook.
    Webhook,
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

/// Does the first job that is due by then, at its own time.
pub(crate) fn run_next(world: &World, until: i64) -> Option<Ran> {
    let _passing = lock(&world.due.passing);
    run_first(world, until, i64::MIN)
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
    world.clock_moved();
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

impl Ran {
    fn schedule((schedule, payment): &Scheduled, at: i64) -> Self {
        Self {
            at,
            kind: RanKind::Schedule,
            merchant_uid: schedule.order.merchant_uid.to_string(),
            customer_uid: Some(schedule.customer_uid.to_string()),
            imp_uid: payment.as_ref().map(|payment| payment.imp_uid.to_string()),
            status: payment.as_ref().map_or("failed", |payment| payment.status.name()),
            webhook: None,
        }
    }

    fn turn_paid(payment: &Payment, at: i64) -> Self {
        Self {
            at,
            kind: RanKind::TurnPaid,
            merchant_uid: payment.merchant_uid.to_string(),
            customer_uid: payment.customer_uid.as_deref().map(str::to_owned),
            imp_uid: Some(payment.imp_uid.to_string()),
            status: payment.status.name(),
            webhook: None,
        }
    }

    pub(crate) fn webhook(webhook: &Webhook, at: i64) -> Self {
        Self {
            at,
            kind: RanKind::Webhook,
            merchant_uid: webhook.merchant_uid.clone(),
            customer_uid: None,
            imp_uid: Some(webhook.imp_uid.clone()),
            status: webhook.status,
            webhook: Some(webhook.id),
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
