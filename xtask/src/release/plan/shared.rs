//! What the root manifest says for all crates, and the lock file for the binary: it can change one that no commit touches.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use toml::{Table, Value};

use crate::release::shipped::BINARY;
use crate::release::workspace::Crate;

/// What the root manifest says otherwise than before.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Other {
    /// Packages of other people, asked for otherwise.
    pub(super) dependencies: BTreeSet<String>,
    /// Whether the crates say something else of themselves, beside their version.
    pub(super) package: bool,
    /// What the binary is built from or with otherwise.
    pub(super) binary: Vec<String>,
}

impl Other {
    /// What of it is in `one`, in words.
    pub(super) fn of(&self, one: &Crate) -> Vec<String> {
        let package = self.package.then(|| "[workspace.package]".to_owned());
        let binary = if one.name == BINARY { &self.binary[..] } else { &[] };
        let named = self.dependencies.intersection(&one.foreign);
        package.into_iter().chain(named.cloned()).chain(binary.iter().cloned()).collect()
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
    let profile = (before.profile != now.profile).then(|| "[profile]".to_owned());
    Ok(Other {
        dependencies: names.cloned().collect(),
        package: before.package != now.package,
        binary: profile.into_iter().collect(),
    })
}

/// Packages of other people of which the lock files hold other versions, or another package under the same version.
///
/// # Errors
///
/// Fails when one is no lock file.
pub(super) fn locked_otherwise(before: &str, now: &str) -> Result<BTreeSet<String>> {
    let (before, now) = (locked(before)?, locked(now)?);
    Ok(now.into_iter().filter(|(name, held)| before.get(name) != Some(held)).map(|(name, _)| name).collect())
}

/// Versions and checksums, by name.
fn locked(lock: &str) -> Result<BTreeMap<String, BTreeSet<(String, String)>>> {
    let lock: Table = lock.parse().context("Cargo.lock could not be understood")?;
    let packages = lock.get("package").and_then(Value::as_array).context("Cargo.lock has no packages")?;
    let mut held: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for package in packages {
        let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        // Our own come from nowhere.
        if package.get("source").is_some() {
            held.entry(text("name")).or_default().insert((text("version"), text("checksum")));
        }
    }
    Ok(held)
}

struct Shared {
    package: Table,
    dependencies: Table,
    /// How whatever is built for use is built.
    profile: Option<Value>,
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
        let profile = manifest.get("profile").cloned();
        Ok(Self { package, dependencies, profile })
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
        let other = Other {
            dependencies: ["jiff", "serde"].map(str::to_owned).into(),
            package: true,
            binary: vec!["rustls".to_owned()],
        };
        assert_eq!(other.of(&one), ["[workspace.package]", "jiff"]);
        let binary = Crate { name: BINARY.to_owned(), ..one };
        assert_eq!(other.of(&binary), ["[workspace.package]", "jiff", "rustls"]);
    }

    #[test]
    fn another_profile_is_found() {
        let other = changed(BEFORE, &format!("{BEFORE}[profile.release]\nlto = true\n")).unwrap();
        assert_eq!(other.binary, ["[profile]"]);
    }

    #[test]
    fn what_is_locked_otherwise_is_found() {
        let package = |name: &str, version: &str, rest: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{rest}\n")
        };
        let source = "source = \"registry\"\nchecksum = \"1\"";
        let before = [package("keyin", "0.1.0", ""), package("rustls", "0.23.1", source)].concat();
        let after = [package("keyin", "0.1.1", ""), package("rustls", "0.23.1", source)].concat();
        assert_eq!(locked_otherwise(&before, &after).unwrap(), BTreeSet::new());
        for other in
            [package("rustls", "0.23.2", source), package("rustls", "0.23.1", &source.replace('1', "2"))]
        {
            assert_eq!(locked_otherwise(&before, &other).unwrap(), ["rustls".to_owned()].into());
        }
        assert!(locked_otherwise("", &before).is_err());
    }
}
