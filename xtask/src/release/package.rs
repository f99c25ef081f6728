//! `cargo xtask release package`: every crate packs, and builds from its package alone.

use anyhow::{Result, bail};

use super::workspace::Workspace;
use super::{contents, metadata, order};
use crate::{process, terminal};

/// Checks what can be said of the packages without building them. Returns the publishing order.
///
/// # Errors
///
/// Fails with every gap and every stray file at once.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>> {
    let ordered = order::order(&workspace.crates)?;
    let mut faults = Vec::new();
    for one in &ordered {
        faults.extend(metadata::gaps(one));
        faults.extend(contents::faults(&one.name, &contents::list(&workspace.root, one)?));
    }
    if !faults.is_empty() {
        bail!(
            "the packages are not ready:\n  {}\n  To mend it: see what the other crates' Cargo.toml say, `include` above all",
            faults.join("\n  ")
        );
    }
    Ok(ordered.iter().map(|one| one.name.clone()).collect())
}

/// Packs every crate and builds each from its package, against the packages of the others. Returns the order.
///
/// # Errors
///
/// Fails as [`check`] does, when the tree has changes that are not committed, or when a package does not build.
pub(crate) fn pack(workspace: &Workspace) -> Result<Vec<String>> {
    let names = check(workspace)?;
    let mut command = process::cargo(&workspace.root);
    command.args(["package", "--locked"]);
    for name in &names {
        command.args(["--package", name]);
    }
    process::run(
        &mut command,
        "commit what is not committed; then mend what does not build from the packed files alone",
    )?;
    Ok(names)
}

/// Packs every crate and says in which order they are published.
///
/// # Errors
///
/// As [`pack`].
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let names = pack(workspace)?;
    terminal::answer(&format!(
        "{} packages, each built from itself, in target/package. Published in this order:",
        names.len()
    ));
    for (at, name) in names.iter().enumerate() {
        terminal::answer(&format!("{:3}  {name} {}", at + 1, workspace.version));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn every_package_has_what_it_needs_and_nothing_else() {
        let workspace = Workspace::read(&root::find().unwrap()).unwrap();
        if let Err(error) = check(&workspace) {
            panic!("{error:#}");
        }
    }
}
