//! `cargo xtask test`: the checks, then every test, then the proofs, then the fuzz targets for a short while.

use anyhow::{Result, bail};

use crate::commands::{check, fuzz, proof, sim};
use crate::{process, root, terminal};

/// Runs the checks and then `cargo test --workspace`, doctests included. What stands after `--` goes to cargo.
///
/// # Errors
///
/// Fails with the first check that fails, or when a test fails.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let for_cargo = after_the_dashes(arguments)?;
    check::run()?;
    let root = root::find()?;
    terminal::headline("tests and doctests");
    process::run(
        process::cargo(&root).args(["test", "--workspace"]).args(for_cargo),
        "read the failure above; one test runs alone with `cargo test --package PACKAGE NAME`",
    )?;
    sim::prove()?;
    proof::prove()?;
    fuzz::prove()?;
    terminal::headline("all tests passed");
    Ok(())
}

fn after_the_dashes(arguments: &[String]) -> Result<&[String]> {
    match arguments.split_first() {
        None => Ok(&[]),
        Some((first, rest)) if first == "--" => Ok(rest),
        Some(_) => bail!("arguments for cargo stand after `--`: cargo xtask test -- ARGS"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_stands_after_the_dashes_goes_to_cargo() {
        assert_eq!(after_the_dashes(&words("")).unwrap(), words(""));
        assert_eq!(after_the_dashes(&words("--")).unwrap(), words(""));
        assert_eq!(after_the_dashes(&words("-- -p a -- b")).unwrap(), words("-p a -- b"));
    }

    #[test]
    fn anything_before_the_dashes_is_refused() {
        assert!(after_the_dashes(&words("-p a")).unwrap_err().to_string().contains("after `--`"));
    }
}
