//! What is stored, in a file that outlives the process: a log of changes that only grows while the sandbox runs.
//!
//! A line holds the changes that were made since the line before it, so that what one call did is there as a whole or
//! not at all. No answer leaves before the line with its changes is on the disk. A last line that is torn was never
//! answered for, and is dropped when the file is read again.
//!
//! Changes that cannot be written are kept in memory and tried again, before the next call is let in: on a full disk
//! one call loses its answer, and those after it are refused before they do anything, until there is room.

mod change;
mod compact;
mod file;
mod kept_card;
mod notes;
mod pending;

use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Notify;

pub(crate) use change::{Change, Entry};
pub use file::DataError;
pub(crate) use kept_card::{behaviour, refusal};
pub(crate) use notes::Notes;

use file::DataFile;
use pending::Pending;

/// The changes that are not on the disk yet, and the file they go to.
pub(crate) struct Data {
    pending: Pending,
    /// None once it was let go.
    file: Arc<tokio::sync::Mutex<Option<DataFile>>>,
    wake: Notify,
}

impl Data {
    /// Opens the file, makes it if there is none, and returns what it holds; it is written anew without what later
    /// changes have made idle.
    pub(crate) fn open(path: &Path) -> Result<(Self, Vec<Entry>), DataError> {
        let (old, entries) = DataFile::read(path)?;
        let entries = compact::compacted(entries);
        let file = old.rewritten(path, &entries)?;
        let data = Self {
            pending: Pending::default(),
            file: Arc::new(tokio::sync::Mutex::new(Some(file))),
            wake: Notify::new(),
        };
        Ok((data, entries))
    }

    /// A change of a merchant as it stands in the file.
    fn line(merchant: u32, change: &Change) -> Option<String> {
        let line = serde_json::to_string(&(merchant, change));
        // Only maps with other than text keys fail, which no change has.
        line.inspect_err(|error| tracing::error!(line = error.line(), "a change cannot be written")).ok()
    }

    /// Notes changes that are written together. Whoever makes changes in an order notes them in that order.
    fn note(&self, lines: &[String]) {
        self.pending.add(lines);
        self.wake.notify_one();
    }

    /// Returns when everything noted before the call is on the disk. What cannot be written stays noted.
    pub(crate) async fn flush(&self) -> io::Result<()> {
        let mut file = Arc::clone(&self.file).lock_owned().await;
        // Behind the lock, so that what another caller took is on the disk by now.
        let batch = self.pending.take();
        if batch.is_empty() {
            return Ok(());
        }
        let pending = self.pending.clone();
        // All of it happens in there: whoever waits here may go away.
        let writing = tokio::task::spawn_blocking(move || {
            let Some(file) = file.as_mut() else { return Err(io::Error::other("the file was let go")) };
            let written = file.append(&batch);
            match &written {
                Ok(()) => pending.written(),
                Err(error) => {
                    tracing::error!(kind = ?error.kind(), "the data file cannot be written");
                    pending.put_back(batch);
                }
            }
            written
        });
        writing.await.unwrap_or_else(|_| Err(io::Error::other("the writer was stopped")))
    }

    /// Returns when nothing is left that was to be on the disk and could not be written.
    pub(crate) async fn catch_up(&self) -> io::Result<()> {
        if self.pending.is_behind() { self.flush().await } else { Ok(()) }
    }

    /// Writes what is noted and lets the file go, so that another sandbox can have it, whoever still holds a merchant of
    /// this one. What changes after it is not kept.
    pub(crate) async fn let_go(&self) {
        // It is logged.
        let _ = self.flush().await;
        drop(self.file.lock().await.take());
    }

    /// Writes what is noted and not waited for by a call: what falls due, and what a program changes itself.
    pub(crate) async fn keep_flushing(&self) {
        loop {
            self.wake.notified().await;
            // It is logged, and the calls that wait for it are not answered.
            let _ = self.flush().await;
        }
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let batch = self.pending.take();
        let mut file = self.file.try_lock().ok();
        if let Some(file) = file.as_mut().and_then(|file| file.as_mut()).filter(|_| !batch.is_empty()) {
            let _ = file.append(&batch);
        }
    }
}

impl std::fmt::Debug for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Data")
    }
}

#[cfg(test)]
mod tests;
