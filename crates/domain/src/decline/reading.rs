//! Finds the PG's code in a text.
//!
//! Codes come as `[CA31]text`, `[500626|text]` or `code:F113`, in doubt several of them, of which the
//! last one that we know counts: an outer `[400]` is the HTTP status the PG answered with. Only where no
//! known code stands in such a frame is a bare one believed.

use super::PgErrorCode;
use super::codes::{Row, row_of};

/// The longest text between brackets that is looked at.
const FRAME: usize = 64;

/// What was found of codes in a text.
pub(super) struct Reading {
    /// The row of the code, if we know it.
    pub(super) row: Option<&'static Row>,
    /// The code that counts: the known one, else the last that looks like one.
    pub(super) code: Option<PgErrorCode>,
}

pub(super) fn read(text: &str) -> Reading {
    let mut unknown = None;
    let mut known = None;
    for candidate in framed(text) {
        match row_of(&candidate.to_ascii_uppercase()) {
            Some(row) => known = Some((row, candidate)),
            None if looks_like_code(candidate) => unknown = Some(candidate),
            None => {}
        }
    }
    match known.or_else(|| bare(text)) {
        Some((row, code)) => Reading { row: Some(row), code: PgErrorCode::parse(code) },
        None => Reading { row: None, code: unknown.and_then(PgErrorCode::parse) },
    }
}

/// The codes in brackets and after `code:`, in the order of the text.
fn framed(text: &str) -> Vec<&str> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (at, _) in text.match_indices('[') {
        if let Some(code) = bracketed(&text[at + 1..]) {
            found.push((at, code));
        }
    }
    let lower = text.to_ascii_lowercase();
    for (at, label) in lower.match_indices("code:") {
        let rest = text[at + label.len()..].trim_start();
        let code = &rest[..rest.find(|c| !is_code_char(c)).unwrap_or(rest.len())];
        if !code.is_empty() {
            found.push((at, code));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, code)| code).collect()
}

/// The code at the start of what follows a `[`, if it ends with `]` or with `|text]`.
fn bracketed(rest: &str) -> Option<&str> {
    let code = &rest[..rest.find(|c| !is_code_char(c))?];
    let after = rest[code.len()..].chars().next()?;
    let closed = after == ']' || after == '|' && rest.chars().take(FRAME).any(|c| c == ']');
    (closed && !code.is_empty()).then_some(code)
}

/// The last known code that stands in the text as a word of its own.
///
/// A number is one only as the first word, alone: elsewhere `1001` may be an amount and `2026` a year.
fn bare(text: &str) -> Option<(&'static Row, &str)> {
    let known = |word: &str| row_of(&word.to_ascii_uppercase());
    let lettered = text
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.bytes().any(|b| b.is_ascii_alphabetic()))
        .find_map(|word| known(word).map(|row| (row, word)));
    lettered.or_else(|| {
        let first = text.split(|c: char| c.is_whitespace() || c == ':').find(|word| !word.is_empty())?;
        known(first).map(|row| (row, first))
    })
}

fn is_code_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// Codes carry a digit; a number of three digits is an HTTP status.
fn looks_like_code(word: &str) -> bool {
    let numeral = word.bytes().all(|b| b.is_ascii_digit());
    word.bytes().any(|b| b.is_ascii_digit()) && !(numeral && word.len() <= 3)
}
