//! The workspace's crates, as `cargo metadata` tells them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_metadata::semver::{Version, VersionReq};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::process;

/// The crates of the workspace and what they have in common.
pub(crate) struct Workspace {
    /// The root folder.
    pub(crate) root: PathBuf,
    /// The one version of all crates.
    pub(crate) version: Version,
    /// Where the sources are published, once `repository` says it.
    pub(crate) repository: Option<String>,
    /// Every crate, by name.
    pub(crate) crates: Vec<Crate>,
}

/// One crate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crate {
    /// The package's name.
    pub(crate) name: String,
    /// The folder, from the workspace's root, with `/` between its parts.
    pub(crate) folder: String,
    /// Whether it is ever published.
    pub(crate) publish: bool,
    /// Our crates that its published manifest asks for, tests included. A dev-dependency without a version is not in it:
    /// cargo takes those out of what it publishes.
    pub(crate) needs: BTreeSet<String>,
    /// Packages of other people that its manifest names, outside of tests.
    pub(crate) foreign: BTreeSet<String>,
    /// What its manifest says for people.
    pub(crate) about: About,
}

/// What a manifest says for people.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) description: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) readme: Option<String>,
    pub(crate) repository: Option<String>,
    pub(crate) documentation: Option<String>,
    pub(crate) rust_version: Option<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) categories: Vec<String>,
    /// Whether `[package.metadata.docs.rs]` is there.
    pub(crate) docs_rs: bool,
}

impl Workspace {
    /// Reads the workspace in `root`.
    ///
    /// # Errors
    ///
    /// Fails when `cargo metadata` fails, or when the crates do not share one version.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut command = process::cargo(root);
        command.args(["metadata", "--format-version", "1", "--no-deps"]);
        let metadata = parse(process::read(&mut command)?)?;
        let packages = metadata.workspace_packages();
        let first = packages.first().context("the workspace has no package")?;
        if let Some(other) = packages.iter().find(|package| package.version != first.version) {
            bail!(
                "`{}` has version {} and `{}` has {}: all crates take theirs from [workspace.package]",
                first.name,
                first.version,
                other.name,
                other.version
            );
        }
        let mut crates: Vec<Crate> = packages.iter().map(|package| Crate::of(package, &metadata)).collect();
        crates.sort_by(|a, b| a.name.cmp(&b.name));
        let repository = crates.iter().find_map(|one| one.about.repository.clone());
        Ok(Self { root: root.to_path_buf(), version: first.version.clone(), repository, crates })
    }
}

/// Reads the answer of `cargo metadata`.
///
/// # Errors
///
/// Fails when it cannot be understood.
pub(crate) fn parse(answer: Vec<u8>) -> Result<Metadata> {
    let answer = String::from_utf8(answer).context("cargo metadata is not UTF-8")?;
    MetadataCommand::parse(answer).context("cargo metadata could not be understood")
}

impl Crate {
    fn of(package: &Package, metadata: &Metadata) -> Self {
        let folder = package.manifest_path.parent().unwrap_or(&package.manifest_path);
        let folder = folder.strip_prefix(&metadata.workspace_root).unwrap_or(folder);
        let asked_for = package.dependencies.iter().filter(|dependency| {
            let taken_out =
                dependency.kind == DependencyKind::Development && dependency.req == VersionReq::STAR;
            dependency.path.is_some() && !taken_out
        });
        let foreign = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.path.is_none() && dependency.kind != DependencyKind::Development);
        Self {
            name: package.name.to_string(),
            folder: folder.as_str().replace('\\', "/"),
            publish: package.publish.as_ref().is_none_or(|registries| !registries.is_empty()),
            needs: asked_for.map(|dependency| dependency.name.clone()).collect(),
            foreign: foreign.map(|dependency| dependency.name.clone()).collect(),
            about: About {
                description: package.description.clone(),
                license: package.license.clone(),
                readme: package.readme.as_ref().map(|path| path.as_str().to_owned()),
                repository: package.repository.clone(),
                documentation: package.documentation.clone(),
                rust_version: package.rust_version.as_ref().map(ToString::to_string),
                keywords: package.keywords.clone(),
                categories: package.categories.clone(),
                docs_rs: package.metadata.pointer("/docs/rs").is_some(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn the_crate_that_starts_a_database_is_never_published_nor_asked_for() {
        let workspace = Workspace::read(&root::find().unwrap()).unwrap();
        let of = |name: &str| workspace.crates.iter().find(|one| one.name == name).unwrap();
        assert!(!of("keyin-test-postgres").publish);
        let adapter = of("keyin-adapter-postgres");
        assert!(adapter.publish && adapter.needs.contains("keyin-ports"));
        assert!(!adapter.needs.contains("keyin-test-postgres"));
    }

    #[test]
    fn what_the_repository_keeps_for_itself_is_not_published() {
        let workspace = Workspace::read(&root::find().unwrap()).unwrap();
        let kept = workspace.crates.iter().filter(|one| !one.publish && !one.folder.starts_with("examples/"));
        let kept: Vec<&str> = kept.map(|one| one.name.as_str()).collect();
        assert_eq!(kept, ["keyin-fuzz", "keyin-sim", "keyin-test-postgres", "keyin-tests", "xtask"]);
    }

    #[test]
    fn no_example_is_published() {
        let workspace = Workspace::read(&root::find().unwrap()).unwrap();
        let examples: Vec<&Crate> =
            workspace.crates.iter().filter(|one| one.folder.starts_with("examples/")).collect();
        assert!(!examples.is_empty() && examples.iter().all(|one| !one.publish));
    }
}
