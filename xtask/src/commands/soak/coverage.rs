//! The part that counts the lines that tests run.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::coverage::{Lines, by_crate};
use crate::{process, programs, terminal};

/// The fewest lines of each crate that tests must run, in percent.
const FEWEST: u64 = 90;

/// The folders in `crates` that are measured, by the tests that they have themselves.
///
/// The layers over the gateway are not among them: all they have are generic async functions, and of those the reports show
/// the first line run, hundreds of times, and not one line of what it does.
const MEASURED: [&str; 8] = [
    "domain",
    "ports",
    "app",
    "adapter-iamport",
    "adapter-memory",
    "adapter-postgres",
    "adapter-sqlite",
    "adapter-system",
];

/// Where the reports are written, from the workspace's root.
const REPORTS: &str = "target/coverage";

/// How long one program of tests may be silent, in seconds: some wait for a cluster of PostgreSQL.
const SILENT: &str = "600";

/// Runs the tests with every line counted, and tells how many of each crate they run.
///
/// The counting is the compiler's own (`-Cinstrument-coverage`), which the stable toolchain has whole; the other way, by
/// stopping at each line, is slower than some of the tests have time for.
///
/// # Errors
///
/// Fails when a test does, or when fewer lines of a crate are run than must be.
pub(super) fn run(root: &Path) -> Result<()> {
    programs::require(&[&programs::TARPAULIN])?;
    fs::create_dir_all(root.join(REPORTS))?;
    let mut command = process::cargo(root);
    // The compiler tells of functions that nothing calls, too; linking them in would only make the programs larger.
    command.args(["tarpaulin", "--engine", "llvm", "--no-dead-code", "--skip-clean", "--all-features"]);
    command.args(["--timeout", SILENT, "--target-dir", "target/tarpaulin"]);
    command.args(["--out", "Json", "--out", "Stdout", "--out", "Html", "--output-dir", REPORTS]);
    for folder in MEASURED {
        command.args(["--packages", &format!("keyin-{folder}")]);
        command.args(["--include-files", &format!("crates/{folder}/src/**")]);
    }
    command.args(["--exclude-files", "**/tests.rs", "--exclude-files", "**/tests/**"]);
    process::run(&mut command, "mend the test that fails")?;
    let report = root.join(REPORTS).join("tarpaulin-report.json");
    judge(&fs::read_to_string(report).context("the report of the coverage cannot be read")?)
}

fn judge(report: &str) -> Result<()> {
    let crates = by_crate(report)?;
    let mut too_few = Vec::new();
    for folder in MEASURED {
        let lines = crates.get(folder).copied().unwrap_or_default();
        terminal::line(&format!("{folder:18} {}", lines.shown()));
        if !lines.reach(FEWEST) {
            too_few.push(folder);
        }
    }
    let sum = |of: fn(&Lines) -> u64| crates.values().map(of).sum();
    let together = Lines { all: sum(|lines| lines.all), run: sum(|lines| lines.run) };
    terminal::line(&format!("{:18} {}", "together", together.shown()));
    if too_few.is_empty() {
        return Ok(());
    }
    bail!(
        "tests run fewer than {FEWEST} % of the lines of {}.\n  To mend it: test what the lines do that \
         {REPORTS}/tarpaulin-report.html shows in red, or take them out",
        too_few.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(covered: u64) -> String {
        let file = |folder: &str| {
            format!(r#"{{"path":["crates","{folder}","src","a.rs"],"covered":{covered},"coverable":100}}"#)
        };
        format!(r#"{{"files":[{}]}}"#, MEASURED.map(file).join(","))
    }

    #[test]
    fn each_crate_has_to_reach_it_alone() {
        judge(&report(FEWEST)).unwrap();
        let told = judge(&report(FEWEST - 1)).unwrap_err().to_string();
        assert!(MEASURED.iter().all(|folder| told.contains(folder)), "{told}");
    }

    #[test]
    fn a_crate_that_is_not_in_the_report_does_not_pass() {
        let told = judge(r#"{"files":[]}"#).unwrap_err().to_string();
        assert!(told.contains("adapter-iamport"), "{told}");
    }
}
