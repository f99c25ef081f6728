//! The thread that writes.

use std::num::NonZeroUsize;
use std::sync::{Arc, mpsc};
use std::thread;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::desk::Desk;
use super::group;
use super::job::{LoneWork, Shared, SharedWork};
use super::threads::Threads;
use crate::trouble::Trouble;

enum Job {
    Shared(Box<dyn SharedWork>),
    Lone(LoneWork),
}

/// Hands work to the thread. The last of these waits until the thread has ended and the connection is closed.
#[derive(Clone)]
pub(super) struct Writer {
    thread: Arc<Threads<Job>>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Writer {
    /// Starts the thread, which opens the connection itself.
    pub(super) async fn start(
        open: impl FnOnce() -> Result<Connection, Trouble> + Send + 'static,
        jobs_per_commit: NonZeroUsize,
    ) -> Result<Self, Trouble> {
        let (jobs, waiting) = mpsc::channel();
        let (told, opened) = oneshot::channel();
        let begin = move || match open() {
            Ok(connection) => serve(&connection, told, &waiting, jobs_per_commit),
            // Nobody may wait any more; then nobody misses the error either.
            Err(trouble) => drop(told.send(Err(trouble))),
        };
        let thread = thread::Builder::new().name("keyin-journal".to_owned());
        let thread = thread.spawn(begin).map_err(Trouble::NotStarted)?;
        opened.await.map_err(|_| Trouble::Ended)??;
        Ok(Self { thread: Arc::new(Threads::new(jobs, vec![thread])) })
    }

    /// Does the work in a transaction, with whatever else waits for one, after all that was handed over
    /// before; returns when it is on disk. If that fails, nothing of it was done.
    ///
    /// Work whose caller has gone before its turn is not begun.
    pub(super) async fn change<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Desk<'_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (work, done) = Shared::new(work);
        self.hand_over(Job::Shared(work))?;
        done.await.map_err(|_| Trouble::Ended)?
    }

    /// Does the work on the thread's connection, in no transaction, after all that was handed over before.
    pub(super) async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (told, done) = oneshot::channel();
        let work: LoneWork = Box::new(move |connection| {
            if !told.is_closed() {
                drop(told.send(work(connection)));
            }
        });
        self.hand_over(Job::Lone(work))?;
        done.await.map_err(|_| Trouble::Ended)?
    }

    fn hand_over(&self, job: Job) -> Result<(), Trouble> {
        if self.thread.hand_over(job) { Ok(()) } else { Err(Trouble::Ended) }
    }
}

/// Tells whether the desk is ready, then works at it until nobody can hand anything over any more.
fn serve(
    connection: &Connection,
    told: oneshot::Sender<Result<(), Trouble>>,
    waiting: &mpsc::Receiver<Job>,
    jobs_per_commit: NonZeroUsize,
) {
    match Desk::at(connection) {
        Ok(desk) => {
            if told.send(Ok(())).is_ok() {
                work_at(desk, waiting, jobs_per_commit);
            }
        }
        Err(trouble) => drop(told.send(Err(trouble))),
    }
}

/// Whatever waits when the thread is free shares a commit. Nothing is waited for, so one change by itself
/// takes no longer than its own commit.
fn work_at(mut desk: Desk<'_>, waiting: &mpsc::Receiver<Job>, jobs_per_commit: NonZeroUsize) {
    let mut behind = None;
    while let Some(job) = behind.take().or_else(|| waiting.recv().ok()) {
        let mut group = match job {
            Job::Shared(work) => vec![work],
            Job::Lone(work) => {
                work(desk.connection);
                desk.known.forget();
                continue;
            }
        };
        while group.len() < jobs_per_commit.get() {
            match waiting.try_recv() {
                Ok(Job::Shared(work)) => group.push(work),
                Ok(lone @ Job::Lone(_)) => {
                    behind = Some(lone);
                    break;
                }
                Err(_) => break,
            }
        }
        group::commit_together(&mut desk, group);
    }
}
