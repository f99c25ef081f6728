//! One line on the terminal that says how far long work has come.

use std::io::{IsTerminal, Write};

/// Shows nothing where standard error is no terminal.
pub(crate) struct StatusLine {
    is_terminal: bool,
    is_shown: bool,
}

impl StatusLine {
    pub(crate) fn new() -> Self {
        Self { is_terminal: std::io::stderr().is_terminal(), is_shown: false }
    }

    /// Puts this text in the place of the one before. It stays within one line of 80 columns, as long as it
    /// is that short itself.
    pub(crate) fn show(&mut self, text: &str) {
        if self.is_terminal {
            self.write(&format!("\r\x1b[K{text}"));
            self.is_shown = true;
        }
    }

    /// Takes it away, so that other lines may be written.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            self.write("\r\x1b[K");
        }
    }

    /// A terminal that is gone is no reason to end.
    fn write(&self, text: &str) {
        let mut terminal = std::io::stderr();
        let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
    }
}
