//! `cargo xtask bench`: speed as ratios, each measured within one run.

use anyhow::Result;

use crate::{process, root, terminal};

/// The benchmarks, by the names cargo knows them under.
const BENCHMARKS: [&str; 6] =
    ["card_number", "adapter_calls", "batch_run", "journal_commits", "postgres_claims", "sandbox"];

/// Runs every benchmark. Never part of `test`: what a clock says is no proof.
///
/// # Errors
///
/// Fails when a benchmark cannot run or misses its goal.
pub(crate) fn run() -> Result<()> {
    let root = root::find()?;
    for name in BENCHMARKS {
        terminal::headline(&format!("benchmark {name}"));
        process::run(
            process::cargo(&root).args(["bench", "--quiet", "--package", "keyin-tests", "--bench", name]),
            "run it once more on a quiet machine; if it misses again, what changed made it slower",
        )?;
    }
    Ok(())
}
