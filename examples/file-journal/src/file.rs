//! The file: lines are read once, and appended under its lock.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use keyin_ports::{Change, JournalError};

use crate::book::{Book, Entry};

/// An open file, and what it held when it was last read.
pub(crate) struct File {
    file: fs::File,
    book: Book,
    /// How many bytes of the file are in the book: always whole lines.
    read: u64,
}

/// What the file is locked for.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// Others may read at the same time.
    Read,
    /// Nobody else reads or writes.
    Write,
}

impl File {
    /// Opens the file, or makes it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            // A new name is in its folder for good only when the folder is synced.
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(Self { file, book: Book::default(), read: 0 })
    }

    /// Does something under the lock, with all in the book that any process has written.
    pub(crate) fn locked<T>(
        &mut self,
        access: Access,
        work: impl FnOnce(&mut Self) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        match access {
            Access::Read => self.file.lock_shared(),
            Access::Write => self.file.lock(),
        }
        .map_err(unavailable)?;
        let done = self.catch_up().and_then(|()| work(self));
        self.file.unlock().map_err(unavailable)?;
        done
    }

    pub(crate) fn book(&self) -> &Book {
        &self.book
    }

    /// Appends changes in one step: either all of them are durable when it returns, or it is an error.
    pub(crate) fn append(&mut self, changes: impl IntoIterator<Item = Change>) -> Result<(), JournalError> {
        let mut lines = Vec::new();
        let mut entries = Vec::new();
        for change in changes {
            let entry = Entry::from(change);
            serde_json::to_writer(&mut lines, &entry)
                .map_err(|_| damaged("an entry that cannot be written"))?;
            lines.push(SEPARATOR);
            entries.push(entry);
        }
        // The last separator ends the step: without it none of its lines counts.
        if let Some(last) = lines.last_mut() {
            *last = END;
        }
        self.cut_what_broke_off().and_then(|()| self.file.write_all(&lines)).map_err(unavailable)?;
        self.file.sync_data().map_err(unavailable)?;
        self.read += lines.len() as u64;
        entries.into_iter().for_each(|entry| self.book.add(entry));
        Ok(())
    }

    /// Reads what was appended since.
    fn catch_up(&mut self) -> Result<(), JournalError> {
        let mut new = Vec::new();
        self.file.seek(SeekFrom::Start(self.read)).map_err(unavailable)?;
        self.file.read_to_end(&mut new).map_err(unavailable)?;
        let whole = new.iter().rposition(|&byte| byte == END).map_or(0, |end| end + 1);
        let (whole, broken_off) = new.split_at(whole);
        if !broken_off.iter().zip(BEGINNING).all(|(found, expected)| found == expected) {
            return Err(damaged("a file of something else"));
        }
        let lines = whole.split(|&byte| byte == SEPARATOR || byte == END).filter(|line| !line.is_empty());
        let entries: Result<Vec<Entry>, _> = lines.map(serde_json::from_slice).collect();
        // The parser's own message would repeat what stands there.
        let entries = entries.map_err(|_| damaged("an entry that cannot be read"))?;
        entries.into_iter().for_each(|entry| self.book.add(entry));
        self.read += whole.len() as u64;
        Ok(())
    }

    /// A process that died while it wrote leaves a part of a step, which nobody was told of.
    fn cut_what_broke_off(&mut self) -> io::Result<()> {
        if self.file.metadata()?.len() > self.read {
            self.file.set_len(self.read)?;
        }
        Ok(())
    }
}

/// How every entry begins: what breaks off and begins otherwise is not this journal's to cut.
const BEGINNING: &[u8] = b"{\"charge\":";
/// Stands between the entries of one step. JSON escapes it within texts.
const SEPARATOR: u8 = b'\t';
/// Ends a step.
const END: u8 = b'\n';

fn unavailable(error: io::Error) -> JournalError {
    JournalError::Unavailable(Box::new(error))
}

fn damaged(what: &'static str) -> JournalError {
    JournalError::Damaged(what.into())
}
