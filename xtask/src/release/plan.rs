//! `cargo xtask release plan`: what changed since the last release, and what the next one is called.

use std::collections::BTreeMap;

use anyhow::Result;
use cargo_metadata::semver::Version;

use super::git::Git;
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
    let mut rows = Vec::new();
    for (name, why) in reasons(&ordered, &commits) {
        let change = match why {
            Why::Same => Change::None,
            Why::New => Change::Minor,
            Why::Needs(_) => Change::Patch,
            Why::Commits(_) => {
                programs::require(&[&programs::SEMVER_CHECKS])?;
                terminal::headline(&format!("{name} beside {tag}"));
                semver_check::compare(&workspace.root, name, &tag)?
            }
        };
        rows.push(Row { name: name.to_owned(), why, change });
    }
    let greatest = rows.iter().map(|row| row.change).max().unwrap_or(Change::None);
    Ok(Plan { since: Some(tag), version: version::next(&last, greatest), rows })
}

/// For each crate, in the given order, why it changed. `commits` counts those that touch it; nothing where it is new.
fn reasons<'a>(ordered: &[&'a Crate], commits: &BTreeMap<&str, Option<usize>>) -> Vec<(&'a str, Why)> {
    let mut found: Vec<(&str, Why)> = Vec::new();
    for one in ordered {
        let why = match commits.get(one.name.as_str()).copied().flatten() {
            None => Why::New,
            Some(0) => {
                let changed =
                    found.iter().filter(|(name, why)| *why != Why::Same && one.needs.contains(*name));
                let changed: Vec<String> = changed.map(|(name, _)| (*name).to_owned()).collect();
                if changed.is_empty() { Why::Same } else { Why::Needs(changed) }
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
        Why::Needs(names) => format!("needs {}", names.join(", ")),
        Why::Same => "the same as before".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crates() -> Vec<Crate> {
        let one = |name: &str, needs: &[&str]| Crate {
            name: name.to_owned(),
            publish: true,
            needs: needs.iter().map(|&needed| needed.to_owned()).collect(),
            ..Crate::default()
        };
        vec![one("domain", &[]), one("ports", &["domain"]), one("app", &["ports"]), one("sandbox", &[])]
    }

    fn why(commits: [Option<usize>; 4]) -> Vec<Why> {
        let crates = crates();
        let ordered: Vec<&Crate> = crates.iter().collect();
        let commits = ordered.iter().map(|one| one.name.as_str()).zip(commits).collect();
        reasons(&ordered, &commits).into_iter().map(|(_, why)| why).collect()
    }

    #[test]
    fn a_change_reaches_those_that_need_it_and_no_others() {
        let needs = |name: &str| Why::Needs(vec![name.to_owned()]);
        assert_eq!(
            why([Some(2), Some(0), Some(0), Some(0)]),
            [Why::Commits(2), needs("domain"), needs("ports"), Why::Same]
        );
        assert_eq!(why([Some(0), Some(0), Some(0), Some(3)])[..3], [Why::Same, Why::Same, Why::Same]);
        assert_eq!(why([Some(0), Some(1), Some(4), None])[1..], [Why::Commits(1), Why::Commits(4), Why::New]);
    }

    #[test]
    fn the_first_release_says_that_nothing_was_compared() {
        let row = Row { name: "keyin-domain".to_owned(), why: Why::New, change: Change::None };
        let version = Version::new(0, 1, 0);
        let text = shown(&Plan { since: None, version: version.clone(), rows: vec![row] }, &version);
        assert!(text.contains("all is new, and the semver check is skipped"), "{text}");
        assert!(text.contains("1  keyin-domain") && text.ends_with("0.1.0, which Cargo.toml says already."));
    }

    #[test]
    fn a_later_one_says_what_to_do_next() {
        let row = |why: Why, change| Row { name: "a".to_owned(), why, change };
        let since = Some("v0.1.0".to_owned());
        let stands = Version::new(0, 1, 0);
        let plan = |rows| Plan { since: since.clone(), version: Version::new(0, 2, 0), rows };
        let text = shown(&plan(vec![row(Why::Commits(1), Change::Major)]), &stands);
        assert!(text.contains("Since v0.1.0") && text.ends_with("cargo xtask release bump 0.2.0"), "{text}");
        let text = shown(&plan(vec![row(Why::Same, Change::None)]), &stands);
        assert!(text.ends_with("there is nothing to release."), "{text}");
    }
}
