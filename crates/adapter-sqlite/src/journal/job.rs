//! Work that waits for the thread which writes.

use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::desk::Desk;
use crate::trouble::Trouble;

/// Work within a transaction that others may share. It is done once more if a neighbour spoils the
/// transaction, and its caller is told when the COMMIT is known to have come through, or not.
pub(super) trait SharedWork: Send {
    /// Whether the caller still waits.
    fn is_wanted(&self) -> bool;

    /// Does the work and keeps what it came to. False if what it wrote must be taken back.
    fn attempt(&mut self, desk: &mut Desk<'_>) -> bool;

    /// Tells what it came to.
    fn tell(self: Box<Self>);

    /// Tells that nothing of it is known to be on disk.
    fn fail(self: Box<Self>, trouble: Arc<Trouble>);
}

/// Work by itself.
pub(super) type LoneWork = Box<dyn FnOnce(&Connection) + Send>;

pub(super) struct Shared<W, T> {
    work: W,
    told: oneshot::Sender<Result<T, Trouble>>,
    came_to: Option<Result<T, Trouble>>,
}

impl<T, W> Shared<W, T>
where
    T: Send + 'static,
    W: FnMut(&mut Desk<'_>) -> Result<T, Trouble> + Send + 'static,
{
    pub(super) fn new(work: W) -> (Box<Self>, oneshot::Receiver<Result<T, Trouble>>) {
        let (told, done) = oneshot::channel();
        (Box::new(Self { work, told, came_to: None }), done)
    }
}

impl<T, W> SharedWork for Shared<W, T>
where
    T: Send + 'static,
    W: FnMut(&mut Desk<'_>) -> Result<T, Trouble> + Send + 'static,
{
    fn is_wanted(&self) -> bool {
        !self.told.is_closed()
    }

    fn attempt(&mut self, desk: &mut Desk<'_>) -> bool {
        let came_to = (self.work)(desk);
        // What is missing is found out before anything is written.
        let clean = matches!(came_to, Ok(_) | Err(Trouble::Missing));
        self.came_to = Some(came_to);
        clean
    }

    fn tell(self: Box<Self>) {
        // If the caller went meanwhile, the work is done all the same.
        drop(self.told.send(self.came_to.unwrap_or(Err(Trouble::Ended))));
    }

    fn fail(self: Box<Self>, trouble: Arc<Trouble>) {
        drop(self.told.send(Err(Trouble::OfAll(trouble))));
    }
}
