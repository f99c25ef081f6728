//! What the root manifest says for all crates: it can change one that no commit touches.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use toml::{Table, Value};

use crate::release::workspace::Crate;

/// What the root manifest says otherwise than before.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Other {
    /// Packages of other people, asked for otherwise.
    pub(super) dependencies: BTreeSet<String>,
    /// Whether the crates say something else of themselves, beside their version.
    pub(super) package: bool,
}

impl Other {
    /// What of it is in `one`, in words.
    pub(super) fn of(&self, one: &Crate) -> Vec<String> {
        let package = self.package.then(|| "[workspace.package]".to_owned());
        package.into_iter().chain(self.dependencies.intersection(&one.foreign).cloned()).collect()
    }
}

/// Compares two root manifests. Our own crates and the version do not count: they change with every release.
///
/// # Errors
///
/// Fails when one is no manifest of a workspace.
pub(super) fn changed(before: &str, now: &str) -> Result<Other> {
    let (before, now) = (Shared::of(before)?, Shared::of(now)?);
    let names =
        now.dependencies.keys().filter(|name| before.dependencies.get(*name) != now.dependencies.get(*name));
    Ok(Other { dependencies: names.cloned().collect(), package: before.package != now.package })
}

struct Shared {
    package: Table,
    dependencies: Table,
}

impl Shared {
    fn of(manifest: &str) -> Result<Self> {
        let manifest: Table = manifest.parse().context("the root Cargo.toml could not be understood")?;
        let workspace =
            manifest.get("workspace").and_then(Value::as_table).context("Cargo.toml has no workspace")?;
        let part = |name: &str| workspace.get(name).and_then(Value::as_table).cloned().unwrap_or_default();
        let (mut package, mut dependencies) = (part("package"), part("dependencies"));
        package.remove("version");
        dependencies.retain(|_, about| about.get("path").is_none());
        Ok(Self { package, dependencies })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "[workspace.package]\nversion = \"0.1.0\"\nrust-version = \"1.95\"\n[workspace.dependencies]\n\
        keyin = { path = \"crates/cli\", version = \"0.1.0\" }\njiff = \"1\"\nserde = { version = \"1\" }\n";

    #[test]
    fn a_release_alone_changes_nothing() {
        assert_eq!(changed(BEFORE, &BEFORE.replace("0.1.0", "0.2.0")).unwrap(), Other::default());
    }

    #[test]
    fn other_dependencies_and_another_rust_are_found() {
        let other = changed(BEFORE, &BEFORE.replace("jiff = \"1\"", "jiff = \"2\"\nbytes = \"1\"")).unwrap();
        assert_eq!(other.dependencies, ["bytes", "jiff"].map(str::to_owned).into());
        assert!(!other.package);
        assert!(changed(BEFORE, &BEFORE.replace("1.95", "1.96")).unwrap().package);
        assert!(changed("", BEFORE).is_err());
    }

    #[test]
    fn a_crate_is_told_what_of_it_is_its_own() {
        let one = Crate { foreign: ["jiff".to_owned()].into(), ..Crate::default() };
        let other = Other { dependencies: ["jiff", "serde"].map(str::to_owned).into(), package: true };
        assert_eq!(other.of(&one), ["[workspace.package]", "jiff"]);
    }
}
