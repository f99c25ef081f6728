//! Where results go: standard output for results, standard error for everything else.

use std::io::Write;

use keyin_domain::Language;
use serde_json::Value;

use crate::problem::Problem;

/// How this run speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    /// JSON for programs, or text for people.
    pub(crate) json: bool,
    /// The language of texts and messages.
    pub(crate) language: Language,
}

impl Output {
    /// One result: the document for programs, or the text for people.
    pub(crate) fn result(&self, document: &Value, text: &str) {
        if self.json { write_line(&mut std::io::stdout(), &document.to_string()) } else { self.text(text) }
    }

    /// A line for people; nothing in JSON mode.
    pub(crate) fn text(&self, text: &str) {
        if !self.json {
            write_line(&mut std::io::stdout(), text);
        }
    }

    /// A remark beside the result, on standard error.
    pub(crate) fn remark(&self, text: &str) {
        write_line(&mut std::io::stderr(), text);
    }

    /// What went wrong: the JSON error on standard output, or the message on standard error.
    pub(crate) fn problem(&self, problem: &Problem) {
        if self.json {
            write_line(&mut std::io::stdout(), &problem.to_json().to_string());
        } else {
            write_line(&mut std::io::stderr(), &format!("keyin: {}", problem.text(self.language)));
        }
    }

    /// Whichever language the user speaks.
    pub(crate) fn pick<'a>(&self, english: &'a str, korean: &'a str) -> &'a str {
        match self.language {
            Language::English => english,
            Language::Korean => korean,
        }
    }
}

/// A closed pipe is the reader's wish and no error.
fn write_line(stream: &mut impl Write, line: &str) {
    let _ = writeln!(stream, "{line}").and_then(|()| stream.flush());
}

/// Whole lines to a stream, many at a time.
pub(crate) struct Lines<W: Write> {
    stream: W,
    held: Vec<u8>,
    open: bool,
}

impl<W: Write> Lines<W> {
    /// So many bytes are held before they are written.
    const HOLDS: usize = 64 * 1024;

    pub(crate) fn new(stream: W) -> Self {
        Self { stream, held: Vec::new(), open: true }
    }

    /// Adds a line. Whether the reader still reads.
    pub(crate) fn line(&mut self, text: &str) -> bool {
        self.line_by(|line| line.extend_from_slice(text.as_bytes()))
    }

    /// Adds a line that is written in place.
    pub(crate) fn line_by(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> bool {
        write(&mut self.held);
        self.held.push(b'\n');
        if self.held.len() >= Self::HOLDS {
            self.flush();
        }
        self.open
    }

    /// Whether something is not written yet.
    pub(crate) fn holds_any(&self) -> bool {
        !self.held.is_empty()
    }

    /// Writes what is held. Whether the reader still reads.
    pub(crate) fn flush(&mut self) -> bool {
        let written = self.stream.write_all(&self.held).and_then(|()| self.stream.flush());
        self.open &= written.is_ok();
        self.held.clear();
        self.open
    }
}
