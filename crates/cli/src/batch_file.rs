//! A file of billing-key payments: read whole and checked before anything is sent, then read again row by
//! row, so that memory does not grow with it.

mod cells;
mod check;
mod column;
mod complaint;
mod csv;
mod csv_line;
mod duplicates;
mod encoding;
mod json_lines;
mod lines;
mod row_intent;
mod rows;
mod signatures;
mod source;

pub(crate) use check::{CheckedFile, Total, check};
pub(crate) use complaint::{Complaint, Complaints};
pub(crate) use rows::Format;
pub(crate) use source::{Source, Trouble};

#[cfg(test)]
mod tests;
