//! Lines of a file, one at a time, none of them endless.

use std::io::{self, BufRead, Read};

use super::encoding::Encoding;

/// More bytes than any row has whose values are all as long as they may be.
pub(super) const LONGEST: usize = 64 * 1024;

/// Reads line after line into one buffer.
pub(super) struct Lines<R> {
    file: R,
    encoding: Encoding,
    number: u64,
    line: Vec<u8>,
}

/// A line that was read.
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub(super) number: u64,
    /// It, without its end and without a byte-order mark; none if it is longer than [`LONGEST`].
    pub(super) bytes: Option<&'a [u8]>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(file: R, encoding: Encoding) -> Self {
        Self { file, encoding, number: 0, line: Vec::new() }
    }

    /// The next line that is not blank; none at the end of the file.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        let mut is_there = self.read()?;
        while is_there && self.current().trim_ascii().is_empty() {
            is_there = self.read()?;
        }
        if !is_there {
            return Ok(None);
        }
        let bytes = self.current();
        Ok(Some(Line { number: self.number, bytes: (bytes.len() <= LONGEST).then_some(bytes) }))
    }

    /// Reads a line, of one that is too long the beginning; false at the end of the file.
    fn read(&mut self) -> io::Result<bool> {
        self.line.clear();
        let most = LONGEST + 8;
        if self.file.by_ref().take(most as u64).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(false);
        }
        self.number += 1;
        if self.line.len() == most && !self.line.ends_with(b"\n") {
            self.file.skip_until(b'\n')?;
        }
        Ok(true)
    }

    fn current(&self) -> &[u8] {
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.number == 1 { self.encoding.strip_mark(line) } else { line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut lines = Lines::new(text, Encoding::Utf8 { marked: true });
        let mut read = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            read.push((line.number, line.bytes.map(<[u8]>::to_vec)));
        }
        read
    }

    #[test]
    fn every_end_of_a_line_is_known_and_blank_lines_are_passed_over() {
        let line = |number, text: &str| (number, Some(text.as_bytes().to_vec()));
        assert_eq!(read(b"a\nb\r\n\n \t\r\nc"), [line(1, "a"), line(2, "b"), line(5, "c")]);
        assert_eq!(read("\u{feff}a\n\u{feff}b".as_bytes()), [line(1, "a"), line(2, "\u{feff}b")]);
        assert_eq!(read(b""), []);
    }

    #[test]
    fn an_endless_line_is_passed_over() {
        let longest = "x".repeat(LONGEST);
        let text = format!("{longest}\r\n{longest}x\n{}\nlast", "y".repeat(10 * LONGEST));
        let lines = read(text.as_bytes());
        let known: Vec<_> = lines.iter().map(|(number, line)| (*number, line.is_some())).collect();
        assert_eq!(known, [(1, true), (2, false), (3, false), (4, true)]);
    }
}
