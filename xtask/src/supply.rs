//! Where dependencies come from, under which licence, and in how many versions: what `deny.toml` says, as far as cargo
//! itself tells it.
//!
//! `cargo xtask soak deny` asks cargo-deny, which knows more. Building that takes longer than all the checks, so this is
//! what every change is held against.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::release::licenses::expression;
use crate::release::workspace;

/// What cargo calls the public registry, whichever mirror was asked.
const PUBLIC: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A foreign package.
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: String,
}

/// What `deny.toml` allows.
struct Rules {
    licenses: BTreeSet<String>,
    /// Licences that are allowed for one crate beside those.
    exceptions: BTreeMap<String, BTreeSet<String>>,
    banned: BTreeSet<String>,
    /// `name@version` of what may stand beside a newer version.
    skipped: BTreeSet<String>,
}

/// Holds every package of the lock file against the rules.
///
/// # Errors
///
/// Fails with everything that breaks them.
pub(crate) fn check(root: &Path) -> Result<()> {
    let rules =
        Rules::read(&fs::read_to_string(root.join("deny.toml")).context("deny.toml could not be read")?)?;
    let metadata = workspace::parse(process::read(process::cargo(root).args([
        "metadata",
        "--format-version",
        "1",
        "--all-features",
        "--locked",
    ]))?)?;
    let packages = metadata.packages.iter().filter_map(|package| {
        Some(Package {
            name: package.name.to_string(),
            version: package.version.to_string(),
            license: package.license.clone(),
            source: package.source.as_ref()?.to_string(),
        })
    });
    let wrong = rules.broken_by(&packages.collect::<Vec<_>>())?;
    if wrong.is_empty() {
        return Ok(());
    }
    bail!(
        "dependencies are not as deny.toml says:\n  {}\n  To mend it: do without the crate, or, with a date and the reason, \
         allow it there",
        wrong.join("\n  ")
    );
}

impl Rules {
    fn read(text: &str) -> Result<Self> {
        let deny: toml::Table = text.parse().context("deny.toml could not be understood")?;
        let list = |table: &str, key: &str| {
            deny.get(table).and_then(|table| table.get(key)).and_then(toml::Value::as_array).cloned()
        };
        let named = |value: &toml::Value| value.get("crate").and_then(toml::Value::as_str).map(str::to_owned);
        let allowed = list("licenses", "allow").context("deny.toml has no list `licenses.allow`")?;
        let exceptions = list("licenses", "exceptions").unwrap_or_default();
        let exceptions =
            exceptions.iter().filter_map(|one| Some((named(one)?, texts(one.get("allow")?.as_array()?))));
        Ok(Self {
            licenses: texts(&allowed),
            exceptions: exceptions.collect(),
            banned: list("bans", "deny").unwrap_or_default().iter().filter_map(named).collect(),
            skipped: list("bans", "skip").unwrap_or_default().iter().filter_map(named).collect(),
        })
    }

    fn broken_by(&self, packages: &[Package]) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in packages {
            // What follows `+` says nothing about which version it is.
            let version = one.version.split('+').next().unwrap_or_default();
            let key = format!("{}@{version}", one.name);
            if one.source != PUBLIC {
                wrong.push(format!("{key} is not from the public registry"));
            }
            if self.banned.contains(&one.name) {
                wrong.push(format!("{key} is banned"));
            }
            let mut allowed = self.licenses.clone();
            allowed.extend(self.exceptions.get(&one.name).into_iter().flatten().cloned());
            match &one.license {
                Some(license) if expression::is_allowed(license, &allowed)? => {}
                license => {
                    let license = license.as_deref().unwrap_or("no licence");
                    wrong.push(format!("{key} is under {license}"));
                }
            }
            if !self.skipped.contains(&key) {
                versions.entry(&one.name).or_default().insert(version);
            }
        }
        for (name, versions) in versions.into_iter().filter(|(_, versions)| versions.len() > 1) {
            let versions: Vec<&str> = versions.into_iter().collect();
            wrong.push(format!("{name} stands in several versions: {}", versions.join(", ")));
        }
        Ok(wrong)
    }
}

fn texts(list: &[toml::Value]) -> BTreeSet<String> {
    list.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
        [licenses]
        allow = ["MIT"]
        exceptions = [{ crate = "engine", allow = ["NCSA"] }]
        [bans]
        deny = [{ crate = "openssl-sys", reason = "no" }]
        skip = [{ crate = "old@1.0.0", reason = "waits" }]
    "#;

    fn package(name: &str, version: &str, license: &str) -> Package {
        let (name, version) = (name.to_owned(), version.to_owned());
        Package { name, version, license: Some(license.to_owned()), source: PUBLIC.to_owned() }
    }

    fn broken(packages: &[Package]) -> Vec<String> {
        Rules::read(RULES).unwrap().broken_by(packages).unwrap()
    }

    #[test]
    fn what_is_allowed_or_excepted_passes() {
        let packages = [
            package("a", "1.0.0", "MIT OR GPL-3.0"),
            package("engine", "1.0.0", "MIT AND NCSA"),
            package("old", "1.0.0+extra", "MIT"),
            package("old", "2.0.0", "MIT"),
        ];
        assert_eq!(broken(&packages), Vec::<String>::new());
    }

    #[test]
    fn each_rule_is_held() {
        assert_eq!(broken(&[package("a", "1.0.0", "NCSA")]), ["a@1.0.0 is under NCSA"]);
        assert_eq!(broken(&[package("openssl-sys", "1.0.0", "MIT")]), ["openssl-sys@1.0.0 is banned"]);
        let twice = [package("a", "1.0.0", "MIT"), package("a", "2.0.0", "MIT")];
        assert_eq!(broken(&twice), ["a stands in several versions: 1.0.0, 2.0.0"]);
        let elsewhere =
            Package { source: "git+https://a.example".to_owned(), ..package("a", "1.0.0", "MIT") };
        assert_eq!(broken(&[elsewhere]), ["a@1.0.0 is not from the public registry"]);
        let unnamed = Package { license: None, ..package("a", "1.0.0", "MIT") };
        assert_eq!(broken(&[unnamed]), ["a@1.0.0 is under no licence"]);
    }
}
