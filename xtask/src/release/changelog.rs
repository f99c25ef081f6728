//! `cargo xtask release changelog`: what is unreleased becomes the section of a version.

mod form;
mod section;

use anyhow::{Context, Result, bail};

use super::git::Git;
use super::workspace::Workspace;
use crate::{process, terminal};

const FILE: &str = "CHANGELOG.md";

/// Gives what is unreleased the version that Cargo.toml says, and a date.
///
/// # Errors
///
/// Fails when nothing is unreleased, when the version has a section, or when the file has another form.
pub(crate) fn run(workspace: &Workspace, date: Option<&str>) -> Result<()> {
    let date = match date {
        Some(date) => date.to_owned(),
        None => today()?,
    };
    if !form::is_date(&date) {
        bail!("`{date}` is no date such as 2026-11-26");
    }
    check(workspace)?;
    let version = workspace.version.to_string();
    let previous = Git::new(&workspace.root).last_tag()?.map(|(tag, _)| tag);
    let release = section::Release {
        version: &version,
        date: &date,
        repository: workspace.repository.as_deref(),
        previous: previous.as_deref(),
    };
    let changed = section::released(&read(workspace)?, &release)?;
    std::fs::write(workspace.root.join(FILE), changed)
        .with_context(|| format!("{FILE} could not be written"))?;
    if workspace.repository.is_none() {
        terminal::line("Cargo.toml names no repository: the section has no links to compare versions by.");
    }
    terminal::answer(&format!("{FILE} has a section for {version}, {date}. Read it, then commit."));
    Ok(())
}

/// Checks the form, and that the version of Cargo.toml has something to tell: a section, or what is unreleased.
///
/// # Errors
///
/// Fails with everything that is wrong at once.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let faults = form::faults(&read(workspace)?, &workspace.version, workspace.repository.is_some());
    if !faults.is_empty() {
        bail!("{FILE} is not in the form of Keep a Changelog:\n  {}", faults.join("\n  "));
    }
    Ok(())
}

fn read(workspace: &Workspace) -> Result<String> {
    std::fs::read_to_string(workspace.root.join(FILE)).with_context(|| format!("{FILE} could not be read"))
}

/// Today in UTC, from the machine: xtask reads no clock itself.
fn today() -> Result<String> {
    let answer = process::read(std::process::Command::new("date").args(["-u", "+%Y-%m-%d"]))
        .context("the date is not known; give it with --date YYYY-MM-DD")?;
    Ok(String::from_utf8_lossy(&answer).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn the_changelog_has_its_form() {
        if let Err(error) = check(&Workspace::read(&root::find().unwrap()).unwrap()) {
            panic!("{error:#}");
        }
    }
}
