//! The differences as a CSV file, which appears whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use keyin_app::Difference;
use keyin_domain::Language;

use crate::csv_target::{self, BYTE_ORDER_MARK, NOT_OURS};
use crate::problem::Problem;
use crate::render::{CsvCells, DIFFERENCE_COLUMNS, difference_cells};

/// Rows are kept in a file without a name until all is compared: half a list would look like a whole one, and
/// what is killed leaves nothing behind.
pub(super) struct CsvFile {
    path: PathBuf,
    language: Language,
    rows: BufWriter<File>,
    line: Vec<u8>,
    broken: Option<io::Error>,
}

impl CsvFile {
    /// Finds out before the work whether the file can be written; what it holds stays until the end.
    pub(super) fn begin(path: PathBuf, language: Language) -> Result<Self, Problem> {
        let rows = probe(&path, language).and_then(|()| tempfile::tempfile());
        let rows = rows.map_err(|error| not_written(&path, &error, language))?;
        let mut file = Self { path, language, rows: BufWriter::new(rows), line: Vec::new(), broken: None };
        file.line.extend_from_slice(BYTE_ORDER_MARK.as_bytes());
        file.write_line(|cells| DIFFERENCE_COLUMNS.iter().for_each(|name| cells.plain(name)));
        Ok(file)
    }

    /// Adds a row. What goes wrong is told by [`keep`](Self::keep): the walk itself is worth its end.
    pub(super) fn add(&mut self, found: &Difference) {
        let language = self.language;
        self.write_line(|cells| difference_cells(found, language, cells));
    }

    /// Puts the rows into the file.
    pub(super) fn keep(mut self) -> Result<(), Problem> {
        let kept = match self.broken.take() {
            Some(error) => Err(error),
            None => self.copy(),
        };
        kept.map_err(|error| not_written(&self.path, &error, self.language))
    }

    fn write_line(&mut self, write: impl FnOnce(&mut CsvCells<'_>)) {
        let mut cells = CsvCells::new(&mut self.line);
        write(&mut cells);
        cells.end();
        self.line.push(b'\n');
        if self.broken.is_none() {
            self.broken = self.rows.write_all(&self.line).err();
        }
        self.line.clear();
    }

    fn copy(&mut self) -> io::Result<()> {
        self.rows.flush()?;
        let rows = self.rows.get_mut();
        rows.rewind()?;
        let mut file = replaceable(&self.path, self.language)?;
        if file.metadata()?.is_file() {
            file.set_len(0)?;
        }
        io::copy(rows, &mut file).map(drop)
    }
}

/// Whether the file can be written: it, or a file without a name beside it.
fn probe(path: &Path, language: Language) -> io::Result<()> {
    if path.exists() {
        return replaceable(path, language).map(drop);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::tempfile_in(folder).map(drop)
}

fn replaceable(path: &Path, language: Language) -> io::Result<File> {
    let file = csv_target::open(path)?;
    if csv_target::is_replaceable(&file)? {
        return Ok(file);
    }
    let (english, korean) = NOT_OURS;
    Err(io::Error::other(match language {
        Language::English => english,
        Language::Korean => korean,
    }))
}

fn not_written(path: &Path, error: &io::Error, language: Language) -> Problem {
    let message = match language {
        Language::English => format!("{} cannot be written: {error}", path.display()),
        Language::Korean => format!("{} 파일을 쓸 수 없습니다: {error}", path.display()),
    };
    Problem::unavailable("csv.not_written", message)
}
