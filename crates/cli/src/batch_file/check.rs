//! The whole file, checked before anything is sent.

use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom};
use std::path::Path;

use keyin_domain::{Currency, Pg};

use super::column::Column;
use super::complaint::{Complaint, Complaints, Fault};
use super::duplicates::Duplicates;
use super::encoding::{Encoding, Found, find_out};
use super::row_intent::intent_of;
use super::rows::{Format, Rows};
use super::signatures::{SignatureWriter, Signatures};

/// Bytes read at a time.
pub(super) const BUFFER: usize = 64 * 1024;

/// What is charged in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) currency: Currency,
    /// In minor units.
    pub(crate) minor: u128,
    pub(crate) rows: u64,
}

/// A file of which every row can be charged.
pub(crate) struct CheckedFile {
    pub(super) file: File,
    pub(super) format: Format,
    pub(super) encoding: Encoding,
    pub(super) signatures: Signatures,
    /// How many rows it has.
    pub(crate) rows: u64,
    /// What they come to, by currency.
    pub(crate) totals: Vec<Total>,
}

/// Reads the file from beginning to end and checks every row of it.
///
/// # Errors
/// The outer ones are of reading it or of temporary files; the inner ones are what is wrong with it.
pub(crate) fn check(
    path: &Path,
    format: Format,
    default_pg: Option<&Pg>,
) -> io::Result<Result<CheckedFile, Complaints>> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "not a regular file"));
    }
    let fault = match find_out(BufReader::with_capacity(BUFFER, &file))? {
        Found::Text(encoding) => {
            file.seek(SeekFrom::Start(0))?;
            return check_rows(file, metadata.len(), format, encoding, default_pg);
        }
        Found::Utf16 => Fault::Utf16,
        Found::Empty => Fault::Empty,
    };
    let mut complaints = Complaints::default();
    complaints.add(Complaint::of_file(fault));
    Ok(Err(complaints))
}

fn check_rows(
    file: File,
    bytes: u64,
    format: Format,
    encoding: Encoding,
    default_pg: Option<&Pg>,
) -> io::Result<Result<CheckedFile, Complaints>> {
    let mut complaints = Complaints::default();
    let mut duplicates = Duplicates::of_file(bytes);
    let mut signatures = SignatureWriter::new()?;
    let mut totals = Totals::default();
    let mut rows = match Rows::open(BufReader::with_capacity(BUFFER, &file), format, encoding)? {
        Ok(rows) => rows,
        Err(complaints) => return Ok(Err(complaints)),
    };
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        signatures.add(row.signature)?;
        let line = row.line;
        match row.cells.and_then(|cells| intent_of(line, &cells, default_pg)) {
            Ok(intent) => {
                duplicates.add(intent.merchant_uid(), line)?;
                totals.add(intent.amount().total());
            }
            Err(wrong) => wrong.into_iter().for_each(|complaint| complaints.add(complaint)),
        }
    }
    duplicates.find(|duplicate| {
        let fault = Fault::Duplicate { first: duplicate.first };
        complaints.add(Complaint::at(duplicate.line, None, fault).about(Column::MerchantUid));
    })?;
    if count == 0 {
        complaints.add(Complaint::of_file(Fault::NoRows));
    }
    if !complaints.is_empty() {
        return Ok(Err(complaints.sorted()));
    }
    let signatures = signatures.into_reader()?;
    Ok(Ok(CheckedFile { file, format, encoding, signatures, rows: count, totals: totals.0 }))
}

#[derive(Default)]
struct Totals(Vec<Total>);

impl Totals {
    fn add(&mut self, money: keyin_domain::Money) {
        let currency = money.currency();
        match self.0.iter_mut().find(|total| total.currency == currency) {
            Some(total) => {
                total.minor += u128::from(money.minor());
                total.rows += 1;
            }
            None => self.0.push(Total { currency, minor: money.minor().into(), rows: 1 }),
        }
    }
}
