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

/// What the tests take of them: a cluster of fewer charges than by itself, since most of its time is waiting for
/// processes that are stopped.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn prove() -> Result<()> {
    let fewer = ["--charges", "3000", "--strikes", "6"];
    for (name, arguments) in [("crash", &[][..]), ("cluster", &fewer), ("leakscan", &[])] {
        terminal::headline(name);
        let arguments: Vec<String> = arguments.iter().map(|&text| text.to_owned()).collect();
        run(name, &arguments)?;
    }
    Ok(())
}
