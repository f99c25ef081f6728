//! The file itself: read whole, written anew once, then only appended to.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::Entry;

/// The first line: what the file is, and in which form.
const HEAD: &str = "{\"keyin_sandbox_data\":1}\n";

/// Why a data file cannot be used. The file is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// It cannot be opened, read or written.
    #[error("the file cannot be used")]
    Io(#[from] io::Error),
    /// Another sandbox has it open.
    #[error("another sandbox uses the file")]
    InUse,
    /// It is not empty and does not begin as a data file does.
    #[error("the file is not a sandbox's data file of this version")]
    NotOurs,
    /// A line other than a torn last one cannot be read.
    #[error("line {line} of the file cannot be read")]
    Line {
        /// The number of the line, from 1.
        line: usize,
    },
}

/// The open file.
#[derive(Debug)]
pub(super) struct DataFile {
    file: File,
    /// How much of it is whole lines, in bytes.
    length: u64,
    /// Whether something else may stand behind them.
    torn: bool,
    /// The file that was read. Its lock is kept, too: somebody may have opened it before it was replaced.
    _before: Option<File>,
}

impl DataFile {
    /// Opens, locks and reads the file; there is an empty one if there was none.
    pub(super) fn read(path: &Path) -> Result<(Self, Vec<Entry>), DataError> {
        let mut file = options().create(true).open(path)?;
        try_lock(&file)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let entries = parse(&bytes)?;
        let length = bytes.len() as u64;
        Ok((Self { file, length, torn: false, _before: None }, entries))
    }

    /// Puts a file with these changes in the place of this one: another file first, then its name.
    pub(super) fn rewritten(self, path: &Path, entries: &[Entry]) -> Result<Self, DataError> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let file = options().create(true).open(&beside)?;
        try_lock(&file)?;
        // One that did not become the file may stand there.
        file.set_len(0)?;
        let mut out = BufWriter::new(&file);
        out.write_all(HEAD.as_bytes())?;
        for entry in entries {
            serde_json::to_writer(&mut out, std::slice::from_ref(entry)).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        drop(out);
        file.sync_all()?;
        std::fs::rename(&beside, path)?;
        sync_folder(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file, length, torn: false, _before: Some(self.file) })
    }

    /// Writes a line of changes and waits until it is on the disk. After a failure the line is not there.
    pub(super) fn append(&mut self, changes: &str) -> io::Result<()> {
        self.mend()?;
        let line = format!("[{changes}]\n");
        self.torn = true;
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => {
                self.torn = false;
                self.length += line.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Where that fails, too, it is done before the next line.
                let _ = self.mend();
                Err(error)
            }
        }
    }

    /// Takes away what stands behind the whole lines: another line behind half a line could not be read.
    fn mend(&mut self) -> io::Result<()> {
        if self.torn {
            self.file.set_len(self.length)?;
            self.torn = false;
        }
        Ok(())
    }
}

/// For reading and for writing at the end, by nobody but the owner: names and addresses of buyers stand there.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

fn try_lock(file: &File) -> Result<(), DataError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => DataError::InUse,
        TryLockError::Error(error) => DataError::Io(error),
    })
}

/// Makes a new name last.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if cfg!(unix) { File::open(folder.unwrap_or(Path::new(".")))?.sync_all() } else { Ok(()) }
}

fn parse(bytes: &[u8]) -> Result<Vec<Entry>, DataError> {
    let Some(rest) = bytes.strip_prefix(HEAD.as_bytes()) else {
        // A file whose very first line is torn was never used.
        return if HEAD.as_bytes().starts_with(bytes) { Ok(Vec::new()) } else { Err(DataError::NotOurs) };
    };
    let mut entries = Vec::new();
    for (number, line) in rest.split_inclusive(|byte| *byte == b'\n').enumerate() {
        // The line break is written last, so a line without one is torn, whatever stands in it.
        let Some(line) = line.strip_suffix(b"\n") else { break };
        let changes: Vec<Entry> =
            serde_json::from_slice(line).map_err(|_| DataError::Line { line: number + 2 })?;
        entries.extend(changes);
    }
    Ok(entries)
}
