//! The values of one row.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::column::Column;
use super::complaint::{Complaint, Fault};

/// The values of one row, by column.
#[derive(Debug, Default)]
pub(super) struct Cells<'a> {
    values: [Option<Cow<'a, str>>; Column::COUNT],
    places: [Option<u64>; Column::COUNT],
}

/// A row as it was read.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// Its line, from 1.
    pub(super) line: u64,
    /// Differs if anything in the row differs.
    pub(super) signature: u64,
    /// Its values, or why they cannot be told apart.
    pub(super) cells: Result<Cells<'a>, Vec<Complaint>>,
}

impl Row<'_> {
    pub(super) fn too_long(line: u64) -> Self {
        Self { line, signature: 0, cells: Err(vec![Complaint::at(line, None, Fault::TooLong)]) }
    }
}

/// Lines that differ have signatures that differ, but for a chance of one in 2^64.
pub(super) fn signature_of(line: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    hasher.finish()
}

impl<'a> Cells<'a> {
    /// No values yet; where each column stands.
    pub(super) fn at(places: [Option<u64>; Column::COUNT]) -> Self {
        Self { values: Default::default(), places }
    }

    pub(super) fn set(&mut self, column: Column, value: Cow<'a, str>) {
        self.values[column.number()] = Some(value);
    }

    /// Notes where a column stands; whether it stood nowhere before.
    pub(super) fn place(&mut self, column: Column, place: u64) -> bool {
        self.places[column.number()].replace(place).is_none()
    }

    /// The value; none if nothing stands there.
    pub(super) fn get(&self, column: Column) -> Option<&str> {
        self.values[column.number()].as_deref().filter(|value| !value.is_empty())
    }

    pub(super) fn place_of(&self, column: Column) -> Option<u64> {
        self.places[column.number()]
    }
}
