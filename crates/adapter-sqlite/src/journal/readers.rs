//! The threads that read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::connection;
use super::threads::Threads;
use super::writer::Writer;
use crate::trouble::Trouble;

/// So many long walks may go on while a charge is found at once.
const THREADS: usize = 2;

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// Hands reads to connections of their own, which never wait for a commit.
#[derive(Clone)]
pub(super) enum Readers {
    /// Of a file. The last of these waits until the threads have ended and their connections are closed.
    Threads(Arc<Threads<Job>>),
    /// What is in memory has one connection, the writer's.
    Writer(Writer),
}

impl std::fmt::Debug for Readers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Readers").finish_non_exhaustive()
    }
}

impl Readers {
    /// Starts the threads on a file that is a journal, up to date.
    pub(super) async fn start(path: PathBuf, busy_timeout: Duration) -> Result<Self, Trouble> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        let mut threads = Vec::new();
        for _ in 0..THREADS {
            let (thread, opened) = start_one(path.clone(), busy_timeout, Arc::clone(&waiting))?;
            threads.push(thread);
            opened.await.map_err(|_| Trouble::Ended)??;
        }
        Ok(Self::Threads(Arc::new(Threads::new(jobs, threads))))
    }

    /// Reads what every change left that was told before.
    ///
    /// A read whose caller has gone before its turn is not begun.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let threads = match self {
            Self::Threads(threads) => threads,
            Self::Writer(writer) => return writer.alone(|connection| work(connection)).await,
        };
        let (told, done) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            if !told.is_closed() {
                drop(told.send(work(connection)));
            }
        });
        if !threads.hand_over(job) {
            return Err(Trouble::Ended);
        }
        done.await.map_err(|_| Trouble::Ended)?
    }
}

type Opened = oneshot::Receiver<Result<(), Trouble>>;

fn start_one(
    path: PathBuf,
    busy_timeout: Duration,
    waiting: Arc<Mutex<mpsc::Receiver<Job>>>,
) -> Result<(JoinHandle<()>, Opened), Trouble> {
    let (told, opened) = oneshot::channel();
    let serve = move || match connection::for_reading(Path::new(&path), busy_timeout) {
        Ok(connection) => {
            if told.send(Ok(())).is_ok() {
                serve(&connection, &waiting);
            }
        }
        Err(trouble) => drop(told.send(Err(trouble))),
    };
    let thread = thread::Builder::new().name("keyin-reader".to_owned());
    Ok((thread.spawn(serve).map_err(Trouble::NotStarted)?, opened))
}

fn serve(connection: &Connection, waiting: &Mutex<mpsc::Receiver<Job>>) {
    // Whoever is free waits with the lock in hand; it is given back before the work begins.
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    while let Some(job) = next() {
        job(connection);
    }
}
