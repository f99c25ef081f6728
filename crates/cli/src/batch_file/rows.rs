//! Rows of a file, whatever its format.

use std::io::{self, BufRead};
use std::path::Path;

use super::cells::Row;
use super::complaint::Complaints;
use super::csv::CsvRows;
use super::encoding::Encoding;
use super::json_lines::JsonRows;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Comma-separated values with a heading.
    Csv,
    /// A JSON object in each line.
    JsonLines,
}

impl Format {
    /// The format of that name.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "csv" => Some(Self::Csv),
            "jsonl" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// What the extension of a file says.
    pub(crate) fn of_extension(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "jsonl" | "ndjson" | "json" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// Reads row after row.
pub(super) enum Rows<R> {
    Csv(Box<CsvRows<R>>),
    JsonLines(JsonRows<R>),
}

impl<R: BufRead> Rows<R> {
    /// From the beginning of the file.
    pub(super) fn open(file: R, format: Format, encoding: Encoding) -> io::Result<Result<Self, Complaints>> {
        Ok(match format {
            Format::Csv => CsvRows::open(file, encoding)?.map(|rows| Self::Csv(Box::new(rows))),
            Format::JsonLines => Ok(Self::JsonLines(JsonRows::new(file, encoding))),
        })
    }

    /// The next row; none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Row<'_>>> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::JsonLines(rows) => rows.next(),
        }
    }
}
