//! The webhooks that fall due are sent: by themselves, and when a control asks for it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::Ran;
use crate::time::{Clock, ClockMode};
use crate::webhooks::{Failure, Message, Sending, Webhook, send};
use crate::world::World;

/// The longest the running clock goes unwatched: the machine's may be set anew meanwhile.
const LONGEST_NAP: Duration = Duration::from_secs(60);

/// Sends the first webhook that is due by then, at its own time or now, whichever is later, and waits for the answer.
/// Whoever calls this has the turn.
pub(super) async fn deliver_first(world: &World, until: i64) -> Option<Ran> {
    let (due, delivery) = world.webhooks.take(until)?;
    world.time.reach(due);
    // Nobody is told what the sandbox itself may have forgotten tomorrow.
    let written = world.flush().await;
    let began = world.now();
    let hosts = &world.shared.webhook_hosts;
    let outcome = match written {
        Ok(()) => send(&delivery.url, &delivery.message, hosts, delivery.sending()).await,
        Err(_) => Err(Failure::NotWritten),
    };
    let ran = world.webhooks.get(delivery.id).map(|webhook| Ran::webhook(&webhook, began));
    world.webhooks.sent(delivery, began, outcome, world.settings().webhook_retries);
    ran
}

/// Sends a webhook of the log once more, to where it was sent before. `None`: there is none with this number.
pub(crate) async fn resend(world: &World, id: u64) -> Option<Webhook> {
    let webhook = world.webhooks.get(id)?;
    let message = Message { content_type: webhook.content_type, body: webhook.body };
    let began = world.now();
    let outcome = send(&webhook.url, &message, &world.shared.webhook_hosts, Sending::Again).await;
    world.webhooks.resent(id, began, outcome);
    world.webhooks.get(id)
}

/// Sends what falls due, until the server is told to stop.
pub(super) async fn keep_sending(world: Arc<World>, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        () = send_forever(&world) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

async fn send_forever(world: &World) {
    loop {
        let turn = world.webhooks.turn().await;
        while deliver_first(world, world.now()).await.is_some() {}
        drop(turn);
        tokio::select! {
            () = tokio::time::sleep(nap(world)) => {}
            () = world.webhooks.woken() => {}
        }
    }
}

/// How long to wait until the next look.
fn nap(world: &World) -> Duration {
    let Clock { now, mode } = world.time.shown();
    let next = world.webhooks.next_due().filter(|_| mode == ClockMode::Real);
    let wait = next.and_then(|next| u64::try_from(next.saturating_sub(now)).ok());
    wait.map_or(LONGEST_NAP, |seconds| Duration::from_secs(seconds).min(LONGEST_NAP))
}
