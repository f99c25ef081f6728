//! The thread that holds the connection.

use std::sync::mpsc;
use std::thread;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::trouble::Trouble;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Hands work to the thread. The thread ends, and closes the connection, when the last of these is gone.
#[derive(Clone)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
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
    ) -> Result<Self, Trouble> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let (told, opened) = oneshot::channel();
        let serve = move || match open() {
            Ok(mut connection) => {
                if told.send(Ok(())).is_ok() {
                    waiting.into_iter().for_each(|job| job(&mut connection));
                }
            }
            // Nobody may wait any more; then nobody misses the error either.
            Err(trouble) => drop(told.send(Err(trouble))),
        };
        thread::Builder::new().name("keyin-journal".to_owned()).spawn(serve).map_err(Trouble::NotStarted)?;
        opened.await.map_err(|_| Trouble::Ended)??;
        Ok(Self { jobs })
    }

    /// Does the work on the thread, after all that was handed over before.
    ///
    /// Work whose caller has gone before its turn is not begun.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (told, done) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            if !told.is_closed() {
                // If the caller went meanwhile, the work is done all the same.
                drop(told.send(work(connection)));
            }
        });
        self.jobs.send(job).map_err(|_| Trouble::Ended)?;
        done.await.map_err(|_| Trouble::Ended)?
    }
}
