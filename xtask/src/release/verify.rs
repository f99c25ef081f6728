//! `cargo xtask release verify`: every release task, dry, with a table of what was checked.

use anyhow::{Result, bail};

use super::git::Git;
use super::workspace::Workspace;
use super::{changelog, dist, licenses, package, plan, publish, sbom};
use crate::terminal;

/// A check; what it returns is what it found out.
type Check = fn(&Workspace) -> Result<String>;

/// All of them, quickest first.
const CHECKS: [(&str, Check); 8] = [
    ("committed", committed),
    ("plan", planned),
    ("changelog", told),
    ("sbom", listed),
    ("licenses", licensed),
    ("package", packed),
    ("publish", published),
    ("dist", built),
];

/// Makes every check, also after one that fails, and shows what came of each.
///
/// # Errors
///
/// Fails when a check does.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut rows = Vec::new();
    for (name, check) in CHECKS {
        terminal::headline(&format!("release: {name}"));
        let outcome = check(workspace);
        if let Err(error) = &outcome {
            terminal::failure(error);
        }
        rows.push((name, outcome));
    }
    terminal::answer(&format!("\nkeyin {}\n{}", workspace.version, table(&rows)));
    let failed = rows.iter().filter(|(_, outcome)| outcome.is_err()).count();
    if failed > 0 {
        bail!("{failed} of {} checks failed; what each said stands above the table", rows.len());
    }
    terminal::answer("The release can be made: docs/how-to/release.md says what a person does now.");
    Ok(())
}

fn table(rows: &[(&str, Result<String>)]) -> String {
    let lines: Vec<String> = rows
        .iter()
        .map(|(name, outcome)| match outcome {
            Ok(found) => format!("  ok      {name:10} {found}"),
            Err(error) => {
                let said = error.to_string();
                format!("  FAILED  {name:10} {}", said.lines().next().unwrap_or_default())
            }
        })
        .collect();
    lines.join("\n")
}

fn committed(workspace: &Workspace) -> Result<String> {
    Git::new(&workspace.root).require_clean()?;
    Ok("nothing is left uncommitted".to_owned())
}

fn planned(workspace: &Workspace) -> Result<String> {
    let plan = plan::make(workspace)?;
    if plan.version > workspace.version {
        bail!(
            "what changed asks for {}, and Cargo.toml says {}; to set it: cargo xtask release bump {}",
            plan.version,
            workspace.version,
            plan.version
        );
    }
    Ok(match plan.since {
        None => "no earlier tag: all is new, the semver check is skipped".to_owned(),
        Some(tag) => format!("since {tag} what changed asks for {} at least", plan.version),
    })
}

fn told(workspace: &Workspace) -> Result<String> {
    changelog::check(workspace)?;
    Ok("in the form of Keep a Changelog, with something to tell".to_owned())
}

fn listed(workspace: &Workspace) -> Result<String> {
    sbom::write(workspace)?;
    Ok(format!("{} lists what is in the binary", sbom::FILE))
}

fn licensed(workspace: &Workspace) -> Result<String> {
    licenses::write(workspace)?;
    Ok("every licence is allowed, every text is there".to_owned())
}

fn packed(workspace: &Workspace) -> Result<String> {
    Ok(format!("{} crates, each built from its package alone", package::pack(workspace)?.len()))
}

fn published(workspace: &Workspace) -> Result<String> {
    Ok(format!("{} crates, dry: nothing was sent", publish::dry_run(workspace, publish::Built::Before)?))
}

fn built(workspace: &Workspace) -> Result<String> {
    dist::make(workspace, true)?;
    Ok("two builds in different folders are the same, byte for byte".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_was_found_and_the_first_line_of_what_failed() {
        let rows = [("plan", Ok("all is new".to_owned())), ("dist", Err(anyhow::anyhow!("no cc\nget it")))];
        assert_eq!(table(&rows), "  ok      plan       all is new\n  FAILED  dist       no cc");
    }
}
