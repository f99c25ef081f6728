//! The rows of a checked file again, each held against what it looked like when it was checked.

use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom};

use keyin_app::BatchRow;
use keyin_domain::Pg;

use super::check::{BUFFER, CheckedFile};
use super::row_intent::intent_of;
use super::rows::Rows;
use super::signatures::Signatures;

/// Why there are no more rows.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The file is no longer what was checked, from about this line on.
    Changed {
        /// The line; 0 if the heading is another.
        line: u64,
    },
    /// It cannot be read any more.
    Unreadable(io::Error),
}

/// Gives the rows one by one; after a trouble, none.
pub(crate) struct Source {
    rows: Option<Rows<BufReader<File>>>,
    signatures: Signatures,
    default_pg: Option<Pg>,
    line: u64,
}

impl Source {
    /// Those of a file that was checked.
    pub(crate) fn open(checked: CheckedFile, default_pg: Option<Pg>) -> io::Result<Self> {
        let CheckedFile { mut file, format, encoding, signatures, .. } = checked;
        file.seek(SeekFrom::Start(0))?;
        // A heading that has changed since is found below: without rows the first signature fits none.
        let rows = Rows::open(BufReader::with_capacity(BUFFER, file), format, encoding)?.ok();
        Ok(Self { rows, signatures, default_pg, line: 0 })
    }

    fn read(&mut self) -> Result<Option<BatchRow>, Trouble> {
        let changed = |line| Err(Trouble::Changed { line });
        let expected = self.signatures.next().map_err(Trouble::Unreadable)?;
        let row = match &mut self.rows {
            Some(rows) => rows.next().map_err(Trouble::Unreadable)?,
            None => None,
        };
        let (row, expected) = match (row, expected) {
            (None, None) => return Ok(None),
            (Some(row), Some(expected)) => (row, expected),
            (Some(row), None) => return changed(row.line),
            (None, Some(_)) => return changed(self.line),
        };
        self.line = row.line;
        let line = row.line;
        if row.signature != expected {
            return changed(line);
        }
        match row.cells.and_then(|cells| intent_of(line, &cells, self.default_pg.as_ref())) {
            Ok(intent) => Ok(Some(BatchRow { line, intent })),
            // The heading has changed: it decides what the values of the same row mean.
            Err(_) => changed(line),
        }
    }
}

impl Iterator for Source {
    type Item = Result<BatchRow, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
