//! `cargo xtask sim`: the seeded simulation of charges.

use anyhow::Result;

use crate::{process, root, terminal};

/// Builds the simulation and hands the arguments on to it.
///
/// # Errors
///
/// Fails when a schedule doubles, loses or never settles a charge, or when a planted bug is not found.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let root = root::find()?;
    let simulation = ["run", "--quiet", "--profile", "proof", "--package", "keyin-sim", "--"];
    process::run(
        process::cargo(&root).args(simulation).args(arguments),
        "run the seed it names alone with `cargo xtask sim --seed SEED` and read the history it prints",
    )
}

/// What the tests take of it: schedules without a bug, and every known bug found.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn prove() -> Result<()> {
    terminal::headline("simulation");
    run(&["--schedules".to_owned(), "100000".to_owned()])?;
    run(&["--every-plant".to_owned()])
}
