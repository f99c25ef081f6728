//! The parts, cheapest first.

use std::path::Path;

use anyhow::{Context, Result};

use super::{coverage, mutants};
use crate::commands::{fuzz, proof, sim};
use crate::{process, programs};

/// One part.
pub(super) struct Part {
    pub(super) name: &'static str,
    /// What it does, in a few words.
    pub(super) about: &'static str,
    pub(super) run: fn(&Path) -> Result<()>,
}

pub(super) const PARTS: [Part; 8] = [
    Part { name: "deny", about: "licences, bans, sources and advisories of all dependencies", run: deny },
    Part { name: "sim", about: "a million simulated schedules, and every known bug found", run: simulate },
    Part { name: "crash", about: "5,000 random kills over both stores, 200 of the gateway", run: crash },
    Part { name: "cluster", about: "three processes on one PostgreSQL, with all strikes", run: cluster },
    Part { name: "stories", about: "50 runs of the story and concurrency tests", run: stories },
    Part {
        name: "coverage",
        about: "lines of domain, ports, app and adapters that tests run: 90 % of each at least",
        run: coverage::run,
    },
    Part {
        name: "mutants",
        about: "changes of the domain and of the use cases that tests notice: 95 % at least",
        run: mutants::run,
    },
    Part { name: "fuzz", about: "an hour for each fuzz target", run: an_hour_each },
];

/// So often the stories are run.
const RUNS: u32 = 50;

/// So many stories are told at the same time: they mostly wait, and what disturbs them is welcome.
const AT_ONCE: &str = "8";

/// The packages with stories, or with tests of what is done at the same time.
const WITH_STORIES: [&str; 8] = [
    "keyin-adapter-iamport",
    "keyin-adapter-memory",
    "keyin-adapter-postgres",
    "keyin-adapter-sqlite",
    "keyin-app",
    "keyin-gateway-layers",
    "keyin-sandbox",
    "keyin-tests",
];

fn deny(root: &Path) -> Result<()> {
    programs::require(&[&programs::DENY])?;
    // An entry that nothing needs any more is as wrong as one that is missing.
    let strict =
        ["-D", "unmatched-skip", "-D", "unnecessary-skip", "-D", "license-exception-not-encountered"];
    process::run(
        process::cargo(root).args(["deny", "check"]).args(strict),
        "do without the crate, or add a dated entry with its reason to deny.toml; the advisories need the network",
    )
}

fn simulate(_root: &Path) -> Result<()> {
    sim::run(&words("--schedules 1000000"))?;
    sim::run(&words("--every-plant"))
}

fn crash(_root: &Path) -> Result<()> {
    proof::run("crash", &words("--kills 5000 --gateway-kills 200"))
}

fn cluster(_root: &Path) -> Result<()> {
    proof::run("cluster", &[])
}

fn stories(root: &Path) -> Result<()> {
    for round in 1..=RUNS {
        let mut command = process::cargo(root);
        command.args(["test", "--quiet", "--profile", "proof", "--test", "it"]);
        command.env("RUST_TEST_THREADS", AT_ONCE);
        for package in WITH_STORIES {
            command.args(["--package", package]);
        }
        process::run(&mut command, "look for what the test leaves to chance")
            .with_context(|| format!("round {round} of {RUNS}"))?;
    }
    Ok(())
}

fn an_hour_each(_root: &Path) -> Result<()> {
    fuzz::run(&words("--seconds 3600"))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
