//! The only place that writes to the terminal, so that headlines look alike and land in the order of the work.

use std::io::Write;

/// Announces a step before it starts.
pub(crate) fn headline(text: &str) {
    line(&format!("\n=== {text}"));
}

/// Says why the run stops, the innermost cause last.
pub(crate) fn failure(error: &anyhow::Error) {
    line(&format!("\nxtask: {error:#}"));
}

/// Writes one line to standard error, beside cargo's own progress.
///
/// A closed terminal is no reason to fail a check, so a write error is let go.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Writes an answer that was asked for to standard output.
pub(crate) fn answer(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
