//! `cargo xtask release`: the tasks of a release.

use anyhow::{Result, bail};

use crate::release::workspace::Workspace;
use crate::release::{bump, changelog, dist, licenses, package, plan, publish, sbom, verify};
use crate::{root, terminal};

const TEXT: &str = "\
cargo xtask release TASK

  plan                   what changed in each crate since the last tag, the next version, the publishing order
  bump VERSION|plan      sets the version of all crates; never backwards, and not while something is uncommitted
  changelog [--date D]   what is unreleased becomes the section of the version that Cargo.toml says;
                         `--check` only looks at the form of CHANGELOG.md
  package                packs every crate and builds each from its package alone
  sbom                   what is in the binary, as CycloneDX 1.6 JSON
  licenses               the licences of what is in the binary; one that is not allowed fails
  dist [--twice]         binary, completions, manual pages, licences and checksums as an archive; `--twice`
                         builds it once more elsewhere and compares the bytes
  verify                 all of it, dry, with a table of what was checked
  publish --dry-run      all that publishing does, short of sending; without --dry-run: how a person does it

Files go to target/release-files. docs/how-to/release.md has the steps in order.";

/// Runs the task that the arguments name.
///
/// # Errors
///
/// Fails when the task is unknown, or with the task's own failure.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if matches!(words.as_slice(), [] | ["help" | "--help" | "-h"]) {
        terminal::answer(TEXT);
        return Ok(());
    }
    let workspace = || Workspace::read(&root::find()?);
    match words.as_slice() {
        ["plan"] => plan::run(&workspace()?),
        ["bump", version] => bump::run(&workspace()?, version),
        ["changelog"] => changelog::run(&workspace()?, None),
        ["changelog", "--date", date] => changelog::run(&workspace()?, Some(date)),
        ["changelog", "--check"] => changelog::check(&workspace()?),
        ["package"] => package::run(&workspace()?),
        ["sbom"] => sbom::run(&workspace()?),
        ["licenses"] => licenses::run(&workspace()?),
        ["dist"] => dist::run(&workspace()?, false),
        ["dist", "--twice"] => dist::run(&workspace()?, true),
        ["verify"] => verify::run(&workspace()?),
        ["publish"] => publish::run(&workspace()?, false),
        ["publish", "--dry-run"] => publish::run(&workspace()?, true),
        _ => {
            bail!("there is no such task, or not with these words. To see what there is: cargo xtask release")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(words: &[&str]) -> Result<()> {
        run(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn no_task_at_all_explains_itself() {
        given(&[]).unwrap();
        given(&["--help"]).unwrap();
    }

    #[test]
    fn what_is_no_task_is_refused_and_points_to_the_help() {
        for words in
            [&["pln"][..], &["plan", "now"], &["bump"], &["publish", "--really"], &["dist", "--thrice"]]
        {
            assert!(given(words).unwrap_err().to_string().contains("cargo xtask release"), "{words:?}");
        }
    }

    #[test]
    fn every_task_stands_in_the_help() {
        for task in ["plan", "bump", "changelog", "package", "sbom", "licenses", "dist", "verify", "publish"]
        {
            assert!(TEXT.contains(&format!("\n  {task} ")), "{task}");
        }
    }
}
