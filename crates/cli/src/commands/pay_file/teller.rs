//! Who tells of a batch while it runs: lines on standard output, the results file, a bar on the terminal.

use std::fmt::Write;
use std::io::{IsTerminal, Stdout};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use keyin_app::{BatchReport, RowOutcome};

use super::results::Results;
use crate::output::{Lines, Output};
use crate::render::{row_json, row_text};

/// Tells each row at its end.
pub(super) struct Teller {
    output: Output,
    lines: Lines<Stdout>,
    results: Results,
    bar: Option<ProgressBar>,
}

impl Teller {
    pub(super) fn new(output: Output, results: Results, rows: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| bar(output, rows));
        Self { output, lines: Lines::new(std::io::stdout()), results, bar }
    }

    /// Takes the bar away; where the results are, and whether all of them were written.
    pub(super) fn finish(self) -> (PathBuf, bool) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        self.results.finish()
    }
}

impl BatchReport for Teller {
    fn told(&mut self, row: &RowOutcome) {
        let language = self.output.language;
        if self.output.json {
            self.lines.line_by(|line| row_json(row, language, line));
        } else if let Some(text) = row_text(row, language) {
            self.lines.line(&text);
        }
        self.results.add(row);
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    fn tick(&mut self) {
        self.results.flush();
        match &self.bar {
            Some(bar) if self.lines.holds_any() => bar.suspend(|| self.lines.flush()),
            Some(_) => true,
            None => self.lines.flush(),
        };
        if let Some(bar) = &self.bar {
            bar.tick();
        }
    }
}

/// How far it is, how fast, and how long still.
fn bar(output: Output, rows: u64) -> ProgressBar {
    let template = output
        .pick("{bar:30} {pos}/{len}  {rate}  {eta} left", "{bar:30} {pos}/{len}건  {rate}  남은 시간 {eta}");
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, text: &mut dyn Write| {
        // A rate that cannot be written is left out.
        let _ = write!(text, "{:.1}/s", state.per_sec());
    };
    ProgressBar::new(rows).with_style(style.with_key("rate", rate))
}
