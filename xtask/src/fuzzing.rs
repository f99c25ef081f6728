//! The fuzz targets under the engine: built by the stable toolchain, run, and their inputs kept.

mod engine;
mod findings;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::terminal;
pub(crate) use engine::{Engine, build};
use findings::Finding;

/// So many targets run at the same time.
const AT_ONCE: usize = 2;

/// What a run does.
pub(crate) struct Plan {
    /// The targets, by name.
    pub(crate) targets: Vec<String>,
    /// How long each of them runs.
    pub(crate) seconds: u64,
    /// Only this input, once.
    pub(crate) input: Option<PathBuf>,
    /// Nothing is mutated; of what earlier runs have found, what reaches something new is kept.
    pub(crate) minimise: bool,
    /// The run starts from the kept inputs alone, and mutates them by this seed. A target without a socket goes the same
    /// way each time; what an input reaches behind one depends on the moment, too.
    pub(crate) seed: Option<u32>,
}

/// Where the inputs are kept, a folder a target.
pub(crate) fn corpus(root: &Path) -> PathBuf {
    root.join("tests/fuzz/corpus")
}

/// The targets, in the order of their names: each has a folder, which a test of theirs makes sure of.
///
/// # Errors
///
/// Fails when the folder cannot be read.
pub(crate) fn targets(corpus: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(corpus).context("the inputs of the fuzz targets cannot be read")?;
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Runs the targets of the plan, two at a time, and tells what each did.
///
/// # Errors
///
/// Fails when one cannot be run, and with everything that was found.
pub(crate) fn run(engine: &Engine, corpus: &Path, plan: &Plan) -> Result<()> {
    let mut found = Vec::new();
    for some in plan.targets.chunks(AT_ONCE) {
        let runs: Vec<Result<Option<Finding>>> = thread::scope(|scope| {
            let one = |name: &String| {
                let name = name.clone();
                scope.spawn(move || engine.fuzz(&name, &corpus.join(&name), plan))
            };
            let started: Vec<_> = some.iter().map(one).collect();
            let ended = started.into_iter().map(|run| run.join());
            ended.map(|run| run.unwrap_or_else(|_| bail!("a run broke off"))).collect()
        });
        for run in runs {
            found.extend(run?);
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    bail!("{}", lines.join("\n"))
}

/// Runs one input through its target.
///
/// # Errors
///
/// Fails when the target does.
pub(crate) fn replay(engine: &Engine, targets: &[String], input: &Path) -> Result<()> {
    for name in targets {
        engine.replay(name, input)?;
    }
    Ok(())
}

/// Adds to the kept inputs the fewest of those found by earlier runs that reach what the kept ones do not.
///
/// # Errors
///
/// Fails when the engine does.
pub(crate) fn minimise(engine: &Engine, corpus: &Path, targets: &[String]) -> Result<()> {
    for name in targets {
        let kept = engine.minimise(name, &corpus.join(name))?;
        terminal::line(&format!("{name}: {kept} inputs are kept"));
    }
    Ok(())
}
