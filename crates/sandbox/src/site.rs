//! What all connections of one sandbox share.

use std::time::Duration;

use crate::control_token::ControlToken;
use crate::merchants::Merchants;

/// One sandbox behind its address.
pub(crate) struct Site {
    pub(crate) merchants: Merchants,
    /// What lets callers on other machines use the controls; without one nobody there may.
    pub(crate) control_token: Option<ControlToken>,
    /// How long a caller may take to send a head, and again to send a body or to take an answer in.
    pub(crate) patience: Duration,
}

impl Site {
    /// Returns when everything that changed before the call is on the disk, where it is to be there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) async fn flush(&self) -> std::io::Result<()> {
        // All merchants are kept in one file.
        self.merchants.first().flush().await
    }

    /// Returns when nothing is left that was to be on the disk and could not be written.
    ///
    /// # Errors
    /// If it still cannot be.
    pub(crate) async fn catch_up(&self) -> std::io::Result<()> {
        self.merchants.first().catch_up().await
    }
}
