//! Moving the clock: what falls due on the way ahead is done in the order of time, jobs and webhooks alike.

use super::sending::deliver_first;
use super::{Advanced, Ran, jobs};
use crate::control_error::ControlError;
use crate::time::ClockMode;
use crate::world::World;

/// Moves the clock ahead; whether it runs stays as it is. Everything on the way is done, each at its own time: of one
/// moment the jobs first, then the webhooks, each of which is answered before the next thing is done.
pub(crate) async fn advance(world: &World, seconds: u64) -> Result<Advanced, ControlError> {
    let _turn = world.webhooks.turn().await;
    let until = world.time.ahead(seconds)?;
    let ran = pass(world, until).await;
    world.time.reach(until);
    world.clock_moved();
    Ok(Advanced { clock: world.time.shown(), ran })
}

/// Makes the clock stand, there or where it is, or run, from there or with the machine's. Moved ahead, it does what is
/// on the way as [`advance`] does.
pub(crate) async fn put(world: &World, at: Option<i64>, mode: ClockMode) -> Result<Advanced, ControlError> {
    let _turn = world.webhooks.turn().await;
    let until = world.time.to_be(at, mode)?;
    let mut ran = if until > world.now() { pass(world, until).await } else { Vec::new() };
    let moved = match mode {
        ClockMode::Manual => jobs::stand(world, at)?,
        ClockMode::Real => jobs::run(world, at)?,
    };
    // What fell due while webhooks were answered.
    ran.extend(moved.ran);
    Ok(Advanced { ran, ..moved })
}

/// Does all that falls due until then, while the clock shows what it did.
async fn pass(world: &World, until: i64) -> Vec<Ran> {
    // What was due before the clock moves is no part of what the moving ran, whoever came to send it.
    while deliver_first(world, world.now()).await.is_some() {}
    let mut ran = Vec::new();
    loop {
        let next_webhook = world.webhooks.next_due().filter(|due| *due <= until);
        if let Some(job) = jobs::run_next(world, next_webhook.unwrap_or(until)) {
            ran.push(job);
        } else if next_webhook.is_some() {
            ran.extend(deliver_first(world, until).await);
        } else {
            break;
        }
    }
    ran
}
