//! Keeps the time of merchants: a task for each.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::jobs;
use super::sending::keep_sending;
use crate::world::World;

/// Starts the tasks in the runtime of the sandbox; they end with its server.
#[derive(Clone, Debug)]
pub(crate) struct Keeper {
    runtime: Handle,
    stop: watch::Receiver<bool>,
}

impl Keeper {
    pub(crate) fn new(runtime: Handle, stop: watch::Receiver<bool>) -> Self {
        Self { runtime, stop }
    }

    /// Does what falls due for this merchant, until the server stops or the handle says so.
    pub(crate) fn keep(&self, world: &Arc<World>) -> AbortHandle {
        let jobs = jobs::keep_time(Arc::clone(world), self.stop.clone());
        let webhooks = keep_sending(Arc::clone(world), self.stop.clone());
        self.runtime.spawn(async { tokio::join!(jobs, webhooks) }).abort_handle()
    }
}
