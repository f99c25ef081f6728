//! Where one merchant's changes are noted.

use std::sync::Arc;

use super::{Change, Data};

/// The file, and the number under which the merchant stands in it.
#[derive(Clone, Debug)]
pub(crate) struct Notes {
    data: Arc<Data>,
    merchant: u32,
}

impl Notes {
    pub(crate) fn new(data: Arc<Data>, merchant: u32) -> Self {
        Self { data, merchant }
    }

    pub(crate) fn note(&self, change: &Change) {
        self.note_together(self.line(change).as_slice());
    }

    /// A change as it will stand in the file; none if it cannot be written, which is logged.
    pub(crate) fn line(&self, change: &Change) -> Option<String> {
        Data::line(self.merchant, change)
    }

    /// Notes changes of which the file is to have all or none.
    pub(crate) fn note_together(&self, lines: &[String]) {
        self.data.note(lines);
    }

    /// Returns when everything noted before the call is on the disk.
    pub(crate) async fn flush(&self) -> std::io::Result<()> {
        self.data.flush().await
    }

    /// Returns when nothing is left that was to be on the disk and could not be written.
    pub(crate) async fn catch_up(&self) -> std::io::Result<()> {
        self.data.catch_up().await
    }
}
