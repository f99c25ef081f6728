//! What changed for callers of a crate, by cargo-semver-checks.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::version::Change;
use crate::process;

/// The words of its summary, up to the version that it asks for.
const ASKS_FOR: &str = "semver requires new ";

/// Compares the public interface of `package` with that at `tag`.
///
/// # Errors
///
/// Fails when the tool cannot compare. That is never taken for "nothing changed".
pub(crate) fn compare(root: &Path, package: &str, tag: &str) -> Result<Change> {
    let mut command = process::cargo(root);
    // As if only the last number rose, so that whatever asks for more is told.
    command.args(["semver-checks", "check-release", "--package", package, "--baseline-rev", tag]);
    command.args(["--release-type", "patch"]);
    let output = command.output().context("cargo-semver-checks could not be started")?;
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    verdict(output.status.success(), &said)
        .with_context(|| format!("`{package}` could not be compared with {tag}"))
}

fn verdict(succeeded: bool, said: &str) -> Result<Change> {
    if succeeded {
        return Ok(Change::Patch);
    }
    let asked: Vec<&str> = said.match_indices(ASKS_FOR).map(|(at, _)| &said[at + ASKS_FOR.len()..]).collect();
    if asked.iter().any(|asked| asked.starts_with("major version")) {
        return Ok(Change::Major);
    }
    if asked.iter().any(|asked| asked.starts_with("minor version")) {
        return Ok(Change::Minor);
    }
    bail!("cargo-semver-checks failed without a verdict:\n{}", said.trim());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_how_much_changed() {
        assert_eq!(verdict(true, "Summary no semver update required").unwrap(), Change::Patch);
        let major = "Summary semver requires new major version: 2 major and 1 minor checks failed";
        assert_eq!(verdict(false, major).unwrap(), Change::Major);
        let minor = "Summary semver requires new minor version: 0 major and 1 minor checks failed";
        assert_eq!(verdict(false, minor).unwrap(), Change::Minor);
    }

    #[test]
    fn a_tool_that_fails_says_nothing_of_the_crate() {
        let error = verdict(false, "error: unsupported rustdoc format v99").unwrap_err().to_string();
        assert!(error.contains("without a verdict") && error.contains("v99"), "{error}");
    }
}
