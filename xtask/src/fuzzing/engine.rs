//! The program that holds the targets and the engine, libFuzzer.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::Plan;
use super::findings::Finding;
use crate::{process, programs, terminal};

/// Makes the compiler note which edges an input reaches and what it compares. All of these are stable flags; what needs
/// another toolchain is the address sanitizer, and there is no unsafe code of ours for it to look at.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Coverflow-checks";

/// The profile of Cargo.toml that it is built with.
const PROFILE: &str = "fuzz";

/// The longest input that is tried, in bytes.
const LONGEST: &str = "-max_len=4096";

/// How long one input may take, in seconds.
const SLOWEST: &str = "-timeout=20";

/// Longer than that, so that a machine that is busy for a moment leaves no input behind that is only slow.
const SLOW: &str = "-report_slow_units=60";

/// The most memory that a target may take, in MB.
const LARGEST: &str = "-rss_limit_mb=2048";

/// How inputs are chosen to be kept: the fewest that reach every edge, however often they do.
const FEWEST: [&str; 2] = ["-set_cover_merge=1", "-use_counters=0"];

/// So many of the last lines are told of a finding.
const LINES_TOLD: usize = 25;

/// The program.
pub(crate) struct Engine {
    root: PathBuf,
    program: PathBuf,
}

/// Builds the program, in a target folder of its own because of its flags.
///
/// # Errors
///
/// Fails when a C++ compiler is missing or the build fails.
pub(crate) fn build(root: &Path) -> Result<Engine> {
    programs::require(&[&programs::CXX])?;
    let host = host(root)?;
    let folder = root.join("target/fuzz");
    terminal::line("building the fuzz targets");
    // With `--target` the flags stay away from build scripts, which are linked without the engine.
    let arguments = ["build", "--quiet", "--profile", PROFILE, "--package", "keyin-fuzz", "--target", &host];
    process::run(
        process::cargo(root).args(arguments).env("CARGO_TARGET_DIR", &folder).env("RUSTFLAGS", FLAGS),
        "mend what does not compile",
    )?;
    let program = folder.join(&host).join(PROFILE).join("keyin-fuzz");
    Ok(Engine { root: root.to_owned(), program })
}

/// The target triple of this machine, as cargo tells it.
fn host(root: &Path) -> Result<String> {
    let told = process::read(process::cargo(root).args(["--version", "--verbose"]))?;
    let told = String::from_utf8(told)?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("cargo did not say for which machine it builds")
}

impl Engine {
    fn command(&self, target: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.root).env("KEYIN_FUZZ_TARGET", target);
        // The engine adds a stack of its own; what is told of a finding shall hold the message.
        command.env("RUST_BACKTRACE", "0");
        command.args([LONGEST, SLOWEST, SLOW, LARGEST]);
        command
    }

    /// What a run found beside the kept inputs; it is not kept by itself, so that a run leaves no changes behind.
    fn found(&self, target: &str) -> PathBuf {
        self.root.join("target/fuzz/found").join(target)
    }

    /// Mutates the kept inputs for as long as the plan says; without a seed also what earlier runs found.
    pub(super) fn fuzz(&self, target: &str, kept: &Path, plan: &Plan) -> Result<Option<Finding>> {
        let fresh = TempDir::new()?;
        let mut found = self.found(target);
        let before = names(kept)?;
        let mut command = self.command(target);
        command.arg(format!("-max_total_time={}", plan.seconds));
        if let Some(seed) = plan.seed {
            command.arg(format!("-seed={seed}"));
            found = fresh.path().to_owned();
        }
        fs::create_dir_all(&found)?;
        // A crash is written beside the kept inputs.
        command.arg(format!("-artifact_prefix={}/", kept.display())).args([&found, kept]);
        let output = command.output().with_context(|| format!("{target} could not be started"))?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            terminal::line(&format!("{target}: {}", summary(&told)));
            return Ok(None);
        }
        let new = names(kept)?.into_iter().find(|name| !before.contains(name));
        let input = new.map(|name| kept.strip_prefix(&self.root).unwrap_or(kept).join(name));
        Ok(Some(Finding { target: target.to_owned(), input, seed: plan.seed, told: telling(&told) }))
    }

    /// Runs one input.
    pub(super) fn replay(&self, target: &str, input: &Path) -> Result<()> {
        process::run(self.command(target).arg(input), "read the failure above")?;
        terminal::line(&format!("{target} takes {}", input.display()));
        Ok(())
    }

    /// Keeps beside what is kept the fewest of the inputs found by earlier runs that reach all that the kept ones do not;
    /// how many are kept now.
    pub(super) fn minimise(&self, target: &str, kept: &Path) -> Result<usize> {
        let found = self.found(target);
        fs::create_dir_all(&found)?;
        let mut command = self.command(target);
        command.args(FEWEST).args([kept, found.as_path()]);
        let output = command.output().with_context(|| format!("{target} could not be started"))?;
        if !output.status.success() {
            bail!("{target}: {}", telling(&String::from_utf8_lossy(&output.stderr)));
        }
        Ok(names(kept)?.len())
    }
}

fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        names.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

/// How many inputs were run, and how many edges they reach.
fn summary(told: &str) -> String {
    let last = |begin: &str| told.lines().rev().find(|line| line.contains(begin)).unwrap_or_default();
    let edges = last(" cov: ").split(" cov: ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or("?");
    let runs = last("Done ").split(' ').nth(1).unwrap_or("?");
    format!("{runs} inputs, {edges} edges, nothing found")
}

/// What the target said when it broke off, without the engine's notes.
fn telling(told: &str) -> String {
    let is_note = |line: &&str| line.starts_with('#') || line.starts_with("INFO:");
    let lines: Vec<&str> = told.lines().filter(|line| !is_note(line)).collect();
    lines[lines.len().saturating_sub(LINES_TOLD)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engines_last_words_are_summed_up() {
        let told = "INFO: Seed: 1\n#2 INITED cov: 7 ft: 7\n#9 DONE   cov: 10 ft: 12 corp: 4/13b\nDone 23070 runs in 11 second(s)\n";
        assert_eq!(summary(told), "23070 inputs, 10 edges, nothing found");
        assert_eq!(telling("#2 INITED\nINFO: a\nthread panicked\n"), "thread panicked");
    }
}
