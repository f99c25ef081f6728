//! What is linked into `keyin` on this platform, and how its parts need each other.

mod tree;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;
use crate::release::workspace;

pub(crate) use tree::{Key, Needs};

/// The package that is shipped.
pub(crate) const BINARY: &str = "keyin";

/// A package that is in the binary.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub(crate) key: Key,
    /// Its licence expression, as its manifest says it.
    pub(crate) license: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) repository: Option<String>,
    /// Whether it is one of the workspace's own crates.
    pub(crate) ours: bool,
    /// The folder its sources lie in.
    pub(crate) folder: PathBuf,
    /// SHA-256 of the package as it came from the registry, in hexadecimal; none for our own crates.
    pub(crate) checksum: Option<String>,
}

/// The binary's parts, by name and version, and what each needs of the others.
pub(crate) struct Shipped {
    pub(crate) components: BTreeMap<Key, Component>,
    pub(crate) needs: Needs,
}

impl Shipped {
    /// Reads what goes into the binary. Tools that only run while it is built, macros included, do not.
    ///
    /// # Errors
    ///
    /// Fails when cargo does, or when the lock file and the dependencies do not agree.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut command = process::cargo(root);
        command.args(["tree", "--quiet", "--locked", "--package", BINARY]);
        command.args(["--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", " {p}"]);
        let needs = tree::parse(
            &String::from_utf8(process::read(&mut command)?).context("cargo tree is not UTF-8")?,
        )?;

        let mut command = process::cargo(root);
        command.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "host-tuple"]);
        let metadata = workspace::parse(process::read(&mut command)?)?;
        let lock =
            std::fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock could not be read")?;
        let checksums = checksums(&lock)?;

        let mut components = BTreeMap::new();
        for package in &metadata.packages {
            let key = Key { name: package.name.to_string(), version: package.version.to_string() };
            if !needs.contains_key(&key) {
                continue;
            }
            let folder = package.manifest_path.parent().unwrap_or(&package.manifest_path);
            let component = Component {
                license: package.license.clone(),
                description: package.description.clone(),
                repository: package.repository.clone(),
                ours: package.source.is_none(),
                folder: folder.as_std_path().to_path_buf(),
                checksum: checksums.get(&key).cloned(),
                key: key.clone(),
            };
            components.insert(key, component);
        }
        for key in needs.keys() {
            let found =
                components.get(key).with_context(|| format!("cargo metadata knows nothing of {key}"))?;
            if !found.ours && found.checksum.is_none() {
                anyhow::bail!("Cargo.lock has no checksum for {key}");
            }
        }
        Ok(Self { components, needs })
    }

    /// The binary's own package.
    ///
    /// # Errors
    ///
    /// Fails when it is not among its parts.
    pub(crate) fn root(&self) -> Result<&Component> {
        self.components
            .values()
            .find(|one| one.key.name == BINARY)
            .context("the binary is not among its parts")
    }

    /// The packages of other people, by name and version.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = &Component> {
        self.components.values().filter(|one| !one.ours)
    }
}

/// The checksums in the lock file.
fn checksums(lock: &str) -> Result<BTreeMap<Key, String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock could not be understood")?;
    let packages =
        lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
    let text = |package: &toml::Value, name: &str| Some(package.get(name)?.as_str()?.to_owned());
    Ok(packages
        .iter()
        .filter_map(|package| {
            let key = Key { name: text(package, "name")?, version: text(package, "version")? };
            Some((key, text(package, "checksum")?))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn checksums_come_from_the_lock_file() {
        let lock = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry\"\n\
                    checksum = \"ab\"\n[[package]]\nname = \"ours\"\nversion = \"0.1.0\"\n";
        let found = checksums(lock).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[&Key { name: "a".to_owned(), version: "1.0.0".to_owned() }], "ab");
    }

    #[test]
    fn what_ships_is_the_product_and_no_tool_or_mock() {
        let shipped = Shipped::read(&root::find().unwrap()).unwrap();
        let names: Vec<&str> = shipped.components.keys().map(|key| key.name.as_str()).collect();
        for there in ["keyin", "keyin-domain", "tokio", "rustls", "libsqlite3-sys"] {
            assert!(names.contains(&there), "{there}");
        }
        for not in ["mockall", "proptest", "keyin-port-conformance", "anyhow", "serde_derive", "cc"] {
            assert!(!names.contains(&not), "{not}");
        }
    }
}
