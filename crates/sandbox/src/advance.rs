//! Moving the clock ahead: what falls due on the way is done in the order of time, jobs and webhooks alike.

use crate::control::ControlError;
use crate::due::{self, Advanced};
use crate::webhooks::deliver_first;
use crate::world::World;

/// Moves the clock ahead; whether it runs stays as it is. Everything on the way is done, each at its own time: of one
/// moment the jobs first, then the webhooks, each of which is answered before the next thing is done.
pub(crate) async fn advance(world: &World, seconds: u64) -> Result<Advanced, ControlError> {
    let _turn = world.webhooks.turn().await;
    let until = world.time.ahead(seconds)?;
    // What was due before the clock moves is no part of what the moving ran, whoever came to send it.
    while deliver_first(world, world.now()).await.is_some() {}
    let mut ran = Vec::new();
    loop {
        let next_webhook = world.webhooks.next_due().filter(|due| *due <= until);
        if let Some(job) = due::run_next(world, next_webhook.unwrap_or(until)) {
            ran.push(job);
        } else if next_webhook.is_some() {
            ran.extend(deliver_first(world, until).await);
        } else {
            break;
        }
    }
    world.time.reach(until);
    world.clock_moved();
    Ok(Advanced { clock: world.time.shown(), ran })
}
