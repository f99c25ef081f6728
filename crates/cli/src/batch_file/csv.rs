//! Rows of a CSV file.

use std::io::{self, BufRead};

use super::cells::{Cells, Row, signature_of};
use super::column::Column;
use super::complaint::{Complaint, Complaints, Fault};
use super::csv_line::{BadQuote, Fields};
use super::encoding::Encoding;
use super::lines::{Line, Lines};

/// What may stand between two values; where more than one fits the heading, the first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Reads rows by the heading of the file.
pub(super) struct CsvRows<R> {
    lines: Lines<R>,
    encoding: Encoding,
    heading: Heading,
    fields: Fields,
}

/// What the first line says.
struct Heading {
    /// Mixed into the signature of every row, because the same values mean something else under another one.
    signature: u64,
    delimiter: u8,
    columns: Vec<Column>,
    places: [Option<u64>; Column::COUNT],
}

impl<R: BufRead> CsvRows<R> {
    /// Reads the heading.
    pub(super) fn open(file: R, encoding: Encoding) -> io::Result<Result<Self, Complaints>> {
        let mut lines = Lines::new(file, encoding);
        let mut complaints = Complaints::default();
        let heading = match lines.next()? {
            None => {
                complaints.add(Complaint::of_file(Fault::Empty));
                None
            }
            Some(Line { number, bytes: None }) => {
                complaints.add(Complaint::at(number, None, Fault::TooLong));
                None
            }
            Some(Line { number, bytes: Some(bytes) }) => {
                Heading::read(number, bytes, encoding, &mut complaints)
            }
        };
        Ok(match heading {
            Some(heading) if complaints.is_empty() => {
                Ok(Self { lines, encoding, heading, fields: Fields::default() })
            }
            _ => Err(complaints),
        })
    }

    /// The next row.
    pub(super) fn next(&mut self) -> io::Result<Option<Row<'_>>> {
        let Some(Line { number, bytes }) = self.lines.next()? else { return Ok(None) };
        let Some(bytes) = bytes else { return Ok(Some(Row::too_long(number))) };
        let signature = signature_of(bytes).wrapping_add(self.heading.signature);
        let split = self.fields.split(bytes, self.heading.delimiter);
        Ok(Some(Row { line: number, signature, cells: self.cells(number, split) }))
    }

    fn cells(&self, line: u64, split: Result<(), BadQuote>) -> Result<Cells<'_>, Vec<Complaint>> {
        if let Err(BadQuote { field }) = split {
            return Err(vec![Complaint::at(line, Some(field), Fault::Quote)]);
        }
        let columns = &self.heading.columns;
        if self.fields.len() != columns.len() {
            let fault = Fault::Ragged { values: self.fields.len() as u64, columns: columns.len() as u64 };
            return Err(vec![Complaint::at(line, None, fault)]);
        }
        let mut cells = Cells::at(self.heading.places);
        let mut wrong = Vec::new();
        for (&column, bytes) in columns.iter().zip(self.fields.iter()) {
            match self.encoding.decode(bytes) {
                Some(value) => cells.set(column, value),
                None => {
                    let place = self.heading.places[column.number()];
                    wrong.push(Complaint::at(line, place, Fault::Encoding).about(column));
                }
            }
        }
        if wrong.is_empty() { Ok(cells) } else { Err(wrong) }
    }
}

impl Heading {
    /// The columns; whatever is wrong with them is complained of.
    fn read(line: u64, bytes: &[u8], encoding: Encoding, complaints: &mut Complaints) -> Option<Self> {
        let delimiter = delimiter_of(bytes, encoding);
        let mut fields = Fields::default();
        if let Err(BadQuote { field }) = fields.split(bytes, delimiter) {
            complaints.add(Complaint::at(line, Some(field), Fault::Quote));
            return None;
        }
        let signature = signature_of(bytes);
        let mut heading = Self { signature, delimiter, columns: Vec::new(), places: [None; Column::COUNT] };
        for (place, name) in (1..).zip(fields.iter()) {
            let Some(column) = encoding.decode(name).and_then(|name| Column::of_heading(&name)) else {
                complaints.add(Complaint::at(line, Some(place), Fault::UnknownColumn));
                continue;
            };
            if heading.places[column.number()].replace(place).is_some() {
                complaints.add(Complaint::at(line, Some(place), Fault::DoubleColumn).about(column));
            }
            heading.columns.push(column);
        }
        let missing = Column::REQUIRED.iter().filter(|column| heading.places[column.number()].is_none());
        missing.for_each(|&column| {
            complaints.add(Complaint::at(line, None, Fault::MissingColumn).about(column));
        });
        Some(heading)
    }
}

/// The delimiter by which most columns are known.
fn delimiter_of(heading: &[u8], encoding: Encoding) -> u8 {
    let known = |delimiter: u8| {
        let mut fields = Fields::default();
        let names = fields.split(heading, delimiter).map(|()| fields.iter());
        let is_known = |name: &&[u8]| encoding.decode(name).is_some_and(|n| Column::of_heading(&n).is_some());
        names.map_or(0, |names| names.filter(is_known).count())
    };
    let most = DELIMITERS.map(known).into_iter().max().unwrap_or(0);
    DELIMITERS.into_iter().find(|&delimiter| known(delimiter) == most).unwrap_or(b',')
}
