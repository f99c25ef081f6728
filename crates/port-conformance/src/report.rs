//! Running a catalogue, and what came of it.

use std::collections::BTreeSet;
use std::fmt;

use crate::case::{Broken, Case, Stopped};

/// What came of a catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Promises kept.
    pub passed: Vec<&'static str>,
    /// Promises broken, and how it showed.
    pub failed: Vec<(&'static str, Broken)>,
    /// Not run: left out by the caller, or the fixture cannot bring the situation about.
    pub skipped: Vec<&'static str>,
}

/// Names were to be left out that are in no catalogue: a promise was renamed, or the name is mistyped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchCase(pub Vec<String>);

impl fmt::Display for NoSuchCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the catalogue has no case named {}", self.0.join(", "))
    }
}

impl std::error::Error for NoSuchCase {}

/// Runs every case of `catalogue` in order, except those in `left_out`.
///
/// # Errors
/// When `left_out` names a case that does not exist.
pub async fn run<F: ?Sized>(
    catalogue: &[Case<F>],
    fixture: &F,
    left_out: &[&str],
) -> Result<Report, NoSuchCase> {
    let known: BTreeSet<&str> = catalogue.iter().map(|case| case.name).collect();
    let strangers: Vec<String> =
        left_out.iter().filter(|name| !known.contains(**name)).map(|&name| name.to_owned()).collect();
    if !strangers.is_empty() {
        return Err(NoSuchCase(strangers));
    }
    let mut report = Report::default();
    for case in catalogue {
        if left_out.contains(&case.name) {
            report.skipped.push(case.name);
            continue;
        }
        match (case.run)(fixture).await {
            Ok(()) => report.passed.push(case.name),
            Err(Stopped::Broken(how)) => report.failed.push((case.name, how)),
            Err(Stopped::Unsupported) => report.skipped.push(case.name),
        }
    }
    Ok(report)
}

impl Report {
    /// Whether every promise is kept but those in `skipped`, and exactly those were not tried.
    ///
    /// # Errors
    /// The report itself, to be shown.
    pub fn kept_all_but(self, skipped: &[&str]) -> Result<(), Self> {
        let tried_all_others =
            self.skipped.iter().collect::<BTreeSet<_>>() == skipped.iter().collect::<BTreeSet<_>>();
        if self.failed.is_empty() && tried_all_others && !self.passed.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} kept, {} broken, {} skipped",
            self.passed.len(),
            self.failed.len(),
            self.skipped.len()
        )?;
        for (name, how) in &self.failed {
            writeln!(f, "  broken  {name}: {how}")?;
        }
        for name in &self.skipped {
            writeln!(f, "  skipped {name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
