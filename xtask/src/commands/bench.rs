//! `cargo xtask bench`: speed as ratios, each measured within one run.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{process, root, terminal};

/// The benchmarks, by the names cargo knows them under.
const BENCHMARKS: [&str; 6] =
    ["card_number", "adapter_calls", "batch_run", "journal_commits", "postgres_claims", "sandbox"];

/// Runs every benchmark, or with `--peers` the one beside the public clients of the API, which needs Python, Node and
/// their packages. Never part of `test`: what a clock says is no proof.
///
/// # Errors
///
/// Fails when a benchmark cannot run or misses its goal.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let names = match words.as_slice() {
        [] => &BENCHMARKS[..],
        ["--peers"] => &["peers"],
        _ => bail!("`cargo xtask bench` takes nothing but `--peers`"),
    };
    let root = root::find()?;
    names.iter().try_for_each(|name| measure(&root, name))
}

fn measure(root: &Path, name: &str) -> Result<()> {
    terminal::headline(&format!("benchmark {name}"));
    process::run(
        process::cargo(root).args(["bench", "--quiet", "--package", "keyin-tests", "--bench", name]),
        "run it once more on a quiet machine; if it misses again, what changed made it slower",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_does_not_know_is_refused() {
        for words in [&["--peer"][..], &["--peers", "iamport"], &["sandbox"]] {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            assert!(run(&words).unwrap_err().to_string().contains("--peers"), "{words:?}");
        }
    }
}
