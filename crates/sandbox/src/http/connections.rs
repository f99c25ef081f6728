//! The connections that are open, and which of them goes when there are too many.

use std::collections::HashMap;
use std::time::Duration;

use tokio::task::{AbortHandle, Id, JoinSet};

use crate::http::wait::{Wait, Waits};

/// As many are open at most by default: a silent one takes about ten kilobytes.
const MOST: usize = 4_096;
/// As many files and sockets are left for everything else: the data file, webhooks, and what the process does besides.
const LEFT: usize = 64;

/// How long it takes to be seen that a connection has begun to wait for its caller, while all had a call under way.
const NEXT_LOOK: Duration = Duration::from_millis(10);

/// How many connections may be open at once in this process, by default.
pub(crate) fn usual_limit() -> usize {
    MOST.min(may_be_open().saturating_sub(LEFT)).max(1)
}

/// How many files and sockets the process may have open.
#[cfg(unix)]
fn may_be_open() -> usize {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX)
}

#[cfg(not(unix))]
fn may_be_open() -> usize {
    usize::MAX
}

/// The tasks of all connections.
pub(crate) struct Connections {
    most: usize,
    tasks: JoinSet<()>,
    open: HashMap<Id, (AbortHandle, Wait)>,
    waits: Waits,
}

impl Connections {
    pub(crate) fn at_most(most: usize) -> Self {
        Self { most, tasks: JoinSet::new(), open: HashMap::new(), waits: Waits::default() }
    }

    /// Serves a connection; the task notes in the wait when it waits for its caller.
    pub(crate) fn serve<F: Future<Output = ()> + Send + 'static>(&mut self, serving: impl FnOnce(Wait) -> F) {
        let wait = self.waits.one();
        let task = self.tasks.spawn(serving(wait.clone()));
        self.open.insert(task.id(), (task, wait));
    }

    /// Returns when there is room for another: where there is none, the one goes that has waited longest for its caller,
    /// and while all have a call under way, one of them has to come to its end.
    pub(crate) async fn room(&mut self) {
        while self.open.len() >= self.most {
            self.close_longest_waiting();
            tokio::select! {
                _ = self.one_ended() => {}
                () = tokio::time::sleep(NEXT_LOOK) => {}
            }
        }
    }

    fn close_longest_waiting(&self) {
        let waiting = self.open.values().filter_map(|(task, wait)| Some((wait.since()?, task)));
        if let Some((_, task)) = waiting.min_by_key(|(since, _)| *since) {
            tracing::debug!("a connection is closed for another one");
            task.abort();
        }
    }

    /// Returns when one has ended; false when there is none.
    pub(crate) async fn one_ended(&mut self) -> bool {
        let ended = match self.tasks.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            Some(Err(error)) => error.id(),
            None => return false,
        };
        self.open.remove(&ended);
        true
    }

    /// Waits until all have ended, but no longer than that; then closes those that are left.
    pub(crate) async fn end_within(mut self, grace: Duration) {
        let all = async { while self.one_ended().await {} };
        if tokio::time::timeout(grace, all).await.is_err() {
            self.tasks.shutdown().await;
        }
    }
}
