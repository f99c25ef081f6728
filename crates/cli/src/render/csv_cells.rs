//! Cells of a CSV file that a spreadsheet opens.

use std::fmt::Display;
use std::io::Write;

/// One line that is being written, cell by cell.
pub(crate) struct CsvCells<'a> {
    line: &'a mut Vec<u8>,
    is_first: bool,
}

impl<'a> CsvCells<'a> {
    pub(crate) fn new(line: &'a mut Vec<u8>) -> Self {
        Self { line, is_first: true }
    }

    /// A text that may come from anywhere. What a spreadsheet would take for a formula gets an apostrophe in
    /// front, which makes a text of it; a control character becomes a space, so that a row stays a line.
    pub(crate) fn text(&mut self, text: &str) {
        self.begin();
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
        let is_quoted = text.contains([',', '"', ';', '\'']) || text.starts_with(' ') || text.ends_with(' ');
        if is_quoted {
            self.line.push(b'"');
        }
        if is_formula {
            self.line.push(b'\'');
        }
        if is_quoted || text.contains(char::is_control) {
            for letter in text.chars() {
                self.letter(letter);
            }
        } else {
            self.line.extend_from_slice(text.as_bytes());
        }
        if is_quoted {
            self.line.push(b'"');
        }
    }

    /// A number, a word or a time of ours.
    pub(crate) fn plain(&mut self, value: impl Display) {
        self.begin();
        // Writing to memory does not fail.
        let _ = write!(self.line, "{value}");
    }

    /// A text if there is one.
    pub(crate) fn maybe(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }

    /// Ends the line as spreadsheets write it; the line feed itself is the stream's.
    pub(crate) fn end(self) {
        self.line.push(b'\r');
    }

    fn begin(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.line.push(b',');
        }
    }

    fn letter(&mut self, letter: char) {
        match letter {
            '"' => self.line.extend_from_slice(b"\"\""),
            control if control.is_control() => self.line.push(b' '),
            other => self.line.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(write: impl FnOnce(&mut CsvCells<'_>)) -> String {
        let mut line = Vec::new();
        let mut cells = CsvCells::new(&mut line);
        write(&mut cells);
        cells.end();
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let written = line(|cells| {
            cells.plain(7);
            cells.text("사과, 배");
            cells.text("say \"hi\"");
            cells.maybe(None);
            cells.text("two\nlines");
        });
        assert_eq!(written, "7,\"사과, 배\",\"say \"\"hi\"\"\",,two lines\r");
    }

    #[test]
    fn nothing_becomes_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "＝1＋1", "=cmd|' /c calc'!a0"] {
            let written = line(|cells| cells.text(formula));
            assert!(written.trim_start_matches('"').starts_with('\''), "{written}");
            assert!(!written.trim_end_matches('\r').contains(['\t', '\r', '\n']), "{written:?}");
        }
    }
}
