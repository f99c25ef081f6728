//! `cargo xtask release plan`: what changed since the last release, and what the next one is called.

mod shared;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use cargo_metadata::semver::Version;

use shared::Other;

use super::git::Git;
use super::shipped::Shipped;
use super::version::{self, Change};
use super::workspace::{Crate, Workspace};
use super::{order, semver_check};
use crate::{programs, terminal};

/// What the next release is.
pub(crate) struct Plan {
    /// The tag of the last one, if there was any.
    pub(crate) since: Option<String>,
    /// The version that all crates get.
    pub(crate) version: Version,
    /// The crates in publishing order.
    rows: Vec<Row>,
}

/// One crate of it.
#[derive(Debug, PartialEq)]
struct Row {
    name: String,
    /// Why it changed.
    why: Why,
    /// What that means for its callers.
    change: Change,
}

/// Why a crate is another than it was.
#[derive(Clone, Debug, PartialEq)]
enum Why {
    /// It was not published before.
    New,
    /// So many commits touch it.
    Commits(usize),
    /// Nothing touches it, but the root manifest or the lock file says something else of these.
    Manifest(Vec<String>),
    /// Nothing touches it, but these that it needs changed.
    Needs(Vec<String>),
    /// It did not change.
    Same,
}

/// Finds out what changed.
///
/// # Errors
///
/// Fails when git or the semver check does, or when the check has to be made and its tool is missing.
pub(crate) fn make(workspace: &Workspace) -> Result<Plan> {
    let git = Git::new(&workspace.root);
    let ordered = order::order(&workspace.crates)?;
    let Some((tag, last)) = git.last_tag()? else {
        let rows =
            ordered.iter().map(|one| Row { name: one.name.clone(), why: Why::New, change: Change::None });
        return Ok(Plan { since: None, version: workspace.version.clone(), rows: rows.collect() });
    };
    let mut commits = BTreeMap::new();
    for one in &ordered {
        let manifest = format!("{}/Cargo.toml", one.folder);
        let touched = match git.was_there(&tag, &manifest)? {
            true => Some(git.commits_since(&tag, &one.folder)?),
            false => None,
        };
        commits.insert(one.name.as_str(), touched);
    }
    let manifest =
        std::fs::read_to_string(workspace.root.join("Cargo.toml")).context("Cargo.toml could not be read")?;
    let mut other = shared::changed(&git.at(&tag, "Cargo.toml")?, &manifest)?;
    other.binary.extend(locked_otherwise(workspace, &git, &tag)?);
    let mut rows = Vec::new();
    for (name, why) in reasons(&ordered, &commits, &other) {
        let change = match why {
            Why::Same => Change::None,
            Why::New => Change::Minor,
            Why::Needs(_) | Why::Manifest(_) => Change::Patch,
            Why::Commits(_) => {
                programs::require(&[&programs::SEMVER_CHECKS])?;
                terminal::headline(&format!("{name} beside {tag}"));
                semver_check::compare(&workspace.root, name, &tag)?
            }
        };
        rows.push(Row { name: name.to_owned(), why, change });
    }
    let greatest = rows.iter().map(|row| row.change).max().unwrap_or(Change::None);
    let version = match greatest {
        Change::None => last,
        change => version::next(&last, change, &git.versions()?, &workspace.version),
    };
    Ok(Plan { since: Some(tag), version, rows })
}

/// What is in the binary of other versions than at the tag.
fn locked_otherwise(workspace: &Workspace, git: &Git, tag: &str) -> Result<Vec<String>> {
    let lock =
        std::fs::read_to_string(workspace.root.join("Cargo.lock")).context("Cargo.lock could not be read")?;
    let otherwise = shared::locked_otherwise(&git.at(tag, "Cargo.lock")?, &lock)?;
    if otherwise.is_empty() {
        return Ok(Vec::new());
    }
    let shipped = Shipped::read(&workspace.root)?;
    let is_shipped = |name: &String| shipped.components.keys().any(|key| key.name == *name);
    Ok(otherwise.into_iter().filter(is_shipped).collect())
}

/// For each crate, in the given order, why it changed. `commits` counts those that touch it; nothing where it is new.
/// `other` is what the root manifest says otherwise.
fn reasons<'a>(
    ordered: &[&'a Crate],
    commits: &BTreeMap<&str, Option<usize>>,
    other: &Other,
) -> Vec<(&'a str, Why)> {
    let mut found: Vec<(&str, Why)> = Vec::new();
    for one in ordered {
        let why = match commits.get(one.name.as_str()).copied().flatten() {
            None => Why::New,
            Some(0) => {
                let changed =
                    found.iter().filter(|(name, why)| *why != Why::Same && one.needs.contains(*name));
                let changed: Vec<String> = changed.map(|(name, _)| (*name).to_owned()).collect();
                let said = other.of(one);
                match (said.is_empty(), changed.is_empty()) {
                    (false, _) => Why::Manifest(said),
                    (true, false) => Why::Needs(changed),
                    (true, true) => Why::Same,
                }
            }
            Some(count) => Why::Commits(count),
        };
        found.push((&one.name, why));
    }
    found
}

/// Prints the plan.
///
/// # Errors
///
/// As [`make`].
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    terminal::answer(&shown(&make(workspace)?, &workspace.version));
    if Git::new(&workspace.root).require_clean().is_err() {
        terminal::answer("Not all is committed, and what is not was not counted.");
    }
    Ok(())
}

fn shown(plan: &Plan, stands: &Version) -> String {
    let mut text = match &plan.since {
        None => {
            "No release was tagged yet (vX.Y.Z): all is new, and the semver check is skipped.\n".to_owned()
        }
        Some(tag) => format!("Since {tag}:\n"),
    };
    text.push_str("\n     crate                    change  why\n");
    for (at, row) in plan.rows.iter().enumerate() {
        let change = if plan.since.is_none() { "new".to_owned() } else { row.change.to_string() };
        text.push_str(&format!("{:3}  {:24} {change:7} {}\n", at + 1, row.name, reason(&row.why)));
    }
    text.push_str("\nThe numbers are the publishing order. All crates share one version.\n");
    text.push_str(&match (&plan.since, plan.version.cmp(stands)) {
        (Some(_), _) if plan.rows.iter().all(|row| row.why == Why::Same) => {
            "Nothing changed: there is nothing to release.".to_owned()
        }
        (_, std::cmp::Ordering::Greater) => {
            format!("Next: {}. To set it: cargo xtask release bump {}", plan.version, plan.version)
        }
        (_, _) => format!("Next: {stands}, which Cargo.toml says already."),
    });
    text
}

fn reason(why: &Why) -> String {
    match why {
        Why::New => "not published before".to_owned(),
        Why::Commits(1) => "1 commit touches it".to_owned(),
        Why::Commits(count) => format!("{count} commits touch it"),
        Why::Manifest(names) => format!("is built with other {}", names.join(", ")),
        Why::Needs(names) => format!("needs {}", names.join(", ")),
        Why::Same => "the same as before".to_owned(),
    }
}
