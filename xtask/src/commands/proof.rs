//! `cargo xtask crash`, `cluster`, `leakscan`: proofs over real processes.

use anyhow::Result;

use crate::{process, root, terminal};

/// Builds the programs that the proofs consist of, and runs this one with the arguments.
///
/// # Errors
///
/// Fails when the proof does, or lacks something; its own output says which.
pub(crate) fn run(name: &str, arguments: &[String]) -> Result<()> {
    let root = root::find()?;
    let package = ["--quiet", "--package", "keyin-tests"];
    process::run(
        process::cargo(&root).arg("build").args(package).arg("--bins"),
        "mend what does not compile",
    )?;
    process::run(
        process::cargo(&root)
            .arg("run")
            .args(package)
            .args(["--bin", &format!("keyin-{name}"), "--"])
            .args(arguments),
        "read the case that it names above; docs/guarantees.md says what is promised and how it is checked",
    )
}

/// What the tests take of them.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn prove() -> Result<()> {
    terminal::headline("leakscan");
    run("leakscan", &[])
}
