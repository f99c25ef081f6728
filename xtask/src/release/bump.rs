//! `cargo xtask release bump`: sets the version of all crates.

use anyhow::{Context, Result, bail};
use cargo_metadata::semver::Version;

use super::git::Git;
use super::plan;
use super::workspace::Workspace;
use crate::{process, terminal};

/// Sets `wanted`, a version or `plan` for the one that the plan names, in the root manifest and the lock file.
///
/// # Errors
///
/// Fails when something is not committed, when the version is no later one, or when the manifest is not as expected.
pub(crate) fn run(workspace: &Workspace, wanted: &str) -> Result<()> {
    Git::new(&workspace.root).require_clean()?;
    let version = match wanted {
        "plan" => plan::make(workspace)?.version,
        text => Version::parse(text).with_context(|| format!("`{text}` is no version, such as 0.2.0"))?,
    };
    let manifest = workspace.root.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).context("Cargo.toml could not be read")?;
    let changed = with_version(&text, &workspace.version, &version)?;
    std::fs::write(&manifest, changed).context("Cargo.toml could not be written")?;
    process::run(
        process::cargo(&workspace.root).args(["update", "--workspace", "--offline", "--quiet"]),
        "see what cargo says of Cargo.toml; `git restore Cargo.toml Cargo.lock` takes the change back",
    )?;
    terminal::answer(&format!(
        "{} → {version} in Cargo.toml and Cargo.lock. Next: cargo xtask release changelog",
        workspace.version
    ));
    Ok(())
}

/// The root manifest `text` with `next` in the place of `last`.
fn with_version(text: &str, last: &Version, next: &Version) -> Result<String> {
    if next <= last {
        bail!("the version is {last} and cannot go to {next}: what was published stays");
    }
    let (old, new) = (format!("version = \"{last}\""), format!("version = \"{next}\""));
    let mut section = "";
    let mut own = 0;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            section = line.trim();
        }
        let package = section == "[workspace.package]" && line.trim() == old;
        let ours = section == "[workspace.dependencies]" && line.contains("path = ") && line.contains(&old);
        own += usize::from(package);
        lines.push(if package || ours { line.replacen(&old, &new, 1) } else { line.to_owned() });
    }
    if own != 1 {
        bail!("[workspace.package] of Cargo.toml does not say `{old}`");
    }
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n\n[workspace.dependencies]\n\
        keyin-domain = { path = \"crates/domain\", version = \"0.1.0\" }\n\
        keyin-test-postgres = { path = \"crates/test-postgres\" }\n\
        async-trait = \"0.1\"\nother = { version = \"0.1.0\" }\n";

    fn changed(next: &str) -> Result<String> {
        with_version(MANIFEST, &Version::new(0, 1, 0), &Version::parse(next).unwrap())
    }

    #[test]
    fn our_crates_get_the_version_and_others_keep_theirs() {
        let text = changed("0.2.0-rc.1").unwrap();
        assert_eq!(text.matches("0.2.0-rc.1").count(), 2);
        assert!(text.contains("[workspace.package]\nversion = \"0.2.0-rc.1\""));
        assert!(text.contains("other = { version = \"0.1.0\" }"));
        assert_eq!(text.lines().count(), MANIFEST.lines().count());
    }

    #[test]
    fn it_never_goes_backwards_nor_stays() {
        for version in ["0.1.0", "0.0.9", "0.1.0-rc.1"] {
            assert!(changed(version).unwrap_err().to_string().contains("cannot go to"), "{version}");
        }
    }

    #[test]
    fn a_manifest_without_the_version_is_refused() {
        let error = with_version(MANIFEST, &Version::new(0, 1, 1), &Version::new(0, 2, 0)).unwrap_err();
        assert!(error.to_string().contains("does not say"));
    }
}
