//! `cargo xtask release publish --dry-run`: everything that publishing does, short of it.

use anyhow::{Result, bail};

use super::git::Git;
use super::workspace::Workspace;
use super::{order, package};
use crate::{process, terminal};

/// Whether each package is built once more before it would be sent.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Built {
    /// Here.
    Here,
    /// Just before, by `package`.
    Before,
}

/// Lets cargo do all that it does before it sends the packages, in order, and asks the registry what it asks then.
///
/// # Errors
///
/// Fails when a package is not ready, or when the registry cannot be reached.
pub(crate) fn dry_run(workspace: &Workspace, built: Built) -> Result<usize> {
    Git::new(&workspace.root).require_clean()?;
    let names = package::check(workspace)?;
    let mut command = process::cargo(&workspace.root);
    command.args(["publish", "--dry-run", "--locked"]);
    if built == Built::Before {
        command.arg("--no-verify");
    }
    for name in &names {
        command.args(["--package", name]);
    }
    process::run(
        &mut command,
        "where cargo could not reach the registry, try where it can; else see what it says of the package",
    )?;
    Ok(names.len())
}

/// Runs it dry, or says how a person publishes.
///
/// # Errors
///
/// As [`dry_run`]; and always without `--dry-run`, since this program publishes nothing.
pub(crate) fn run(workspace: &Workspace, dry: bool) -> Result<()> {
    if dry {
        let count = dry_run(workspace, Built::Here)?;
        terminal::answer(&format!("{count} packages would be published; nothing was."));
        return Ok(());
    }
    let names: Vec<String> =
        order::order(&workspace.crates)?.iter().map(|one| format!("--package {}", one.name)).collect();
    bail!("{}", by_hand(&names));
}

fn by_hand(packages: &[String]) -> String {
    format!(
        "what is published cannot be taken back, so a person does it. After `cargo xtask release verify` passed on the \
         tagged commit:\n\n  cargo login\n  cargo publish --locked {}\n\ncargo sends them in the order in which they need \
         each other. docs/how-to/release.md has every step; --dry-run does all of it but the sending.",
        packages.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn without_dry_run_nothing_is_published_and_a_person_is_told_how() {
        let workspace = Workspace::read(&root::find().unwrap()).unwrap();
        let said = run(&workspace, false).unwrap_err().to_string();
        assert!(said.contains("cargo publish --locked --package keyin-domain"), "{said}");
        assert!(!said.contains("keyin-test-postgres") && said.contains("docs/how-to/release.md"));
    }
}
