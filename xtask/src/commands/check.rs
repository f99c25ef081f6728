//! `cargo xtask check`: everything that can be said about the code without running it.

use std::path::Path;

use anyhow::Result;

use crate::release::workspace::Workspace;
use crate::release::{changelog, package};
use crate::{architecture, features, process, programs, root, supply, terminal, tidy};

/// Runs the checks, quickest and most telling first.
///
/// # Errors
///
/// Fails with the first check that fails.
pub(crate) fn run() -> Result<()> {
    programs::require(&[&programs::GIT, &programs::CC, &programs::RUSTFMT, &programs::CLIPPY])?;
    let root = root::find()?;

    terminal::headline("format");
    format(&root)?;
    terminal::headline("tidy rules");
    tidy::check(&root)?;
    terminal::headline("architecture table");
    architecture::check(&root)?;
    terminal::headline("licences, bans and sources of dependencies");
    supply::check(&root)?;
    terminal::headline("packages and changelog");
    let workspace = Workspace::read(&root)?;
    package::check(&workspace)?;
    changelog::check(&workspace)?;
    terminal::headline("clippy, warnings are errors");
    clippy(&root)?;
    terminal::headline("each crate alone, with every set of its features");
    features::check(&root)?;
    terminal::headline("documentation, broken links are errors");
    documentation(&root)?;
    terminal::headline("check passed");
    Ok(())
}

fn format(root: &Path) -> Result<()> {
    process::run(process::cargo(root).args(["fmt", "--all", "--", "--check"]), "run `cargo fmt --all`")
}

fn clippy(root: &Path) -> Result<()> {
    process::run(
        process::cargo(root).args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ]),
        "follow the advice that stands with each warning above",
    )
}

fn documentation(root: &Path) -> Result<()> {
    process::run(
        process::cargo(root)
            .args(["doc", "--workspace", "--no-deps", "--all-features"])
            .env("RUSTDOCFLAGS", "-D warnings"),
        "mend the links and the examples that rustdoc names above",
    )
}
