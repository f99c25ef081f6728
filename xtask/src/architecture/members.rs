//! The workspace's packages and what they depend on, read through `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId, Resolve};

use crate::process;

/// One package of the workspace.
#[derive(Default)]
pub(crate) struct Member {
    /// The folder, from the workspace's root, with `/` between its parts.
    pub(crate) folder: String,
    /// The package's name.
    pub(crate) package: String,
    /// Our packages that its normal and build dependencies name.
    pub(crate) uses: BTreeSet<String>,
    /// Our packages that its dev-dependencies name.
    pub(crate) tests_use: BTreeSet<String>,
    /// Foreign packages that its normal and build dependencies name, on any platform and with any feature.
    pub(crate) foreign: BTreeSet<String>,
    /// Every package it reaches by normal and build dependencies with all features on; the value is the way there, from
    /// this package to that one.
    pub(crate) reaches: BTreeMap<String, Vec<String>>,
}

/// Reads the packages of the workspace in `root`.
///
/// # Errors
///
/// Fails when `cargo metadata` fails or its answer cannot be understood.
pub(crate) fn read(root: &Path) -> Result<Vec<Member>> {
    // Only what this platform builds is resolved: the checks need no package that the build itself does not.
    let mut command = process::cargo(root);
    command.args(["metadata", "--format-version", "1", "--all-features", "--filter-platform", "host-tuple"]);
    let answer = String::from_utf8(process::read(&mut command)?).context("cargo metadata is not UTF-8")?;
    let metadata = MetadataCommand::parse(answer).context("cargo metadata could not be understood")?;
    let resolve = metadata.resolve.as_ref().context("cargo metadata resolved no dependencies")?;
    let graph = Graph::of(&metadata, resolve);

    let packages = metadata.workspace_packages();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    packages.iter().map(|package| member(package, &metadata, &ours, &graph)).collect()
}

fn member(
    package: &Package,
    metadata: &Metadata,
    ours: &BTreeSet<&str>,
    graph: &Graph<'_>,
) -> Result<Member> {
    let folder = package
        .manifest_path
        .parent()
        .and_then(|folder| folder.strip_prefix(&metadata.workspace_root).ok())
        .with_context(|| format!("{} lies outside the workspace", package.name))?;
    let mut member = Member {
        folder: folder.as_str().replace('\\', "/"),
        package: package.name.to_string(),
        reaches: graph.reached_from(&package.id),
        ..Member::default()
    };
    for dependency in &package.dependencies {
        let list =
            match (dependency.kind == DependencyKind::Development, ours.contains(dependency.name.as_str())) {
                (true, true) => &mut member.tests_use,
                (true, false) => continue,
                (false, true) => &mut member.uses,
                (false, false) => &mut member.foreign,
            };
        list.insert(dependency.name.clone());
    }
    Ok(member)
}

/// Normal and build dependencies between packages, as resolved.
struct Graph<'a> {
    names: HashMap<&'a PackageId, &'a str>,
    edges: HashMap<&'a PackageId, Vec<&'a PackageId>>,
}

impl<'a> Graph<'a> {
    fn of(metadata: &'a Metadata, resolve: &'a Resolve) -> Self {
        let names = metadata.packages.iter().map(|package| (&package.id, package.name.as_str())).collect();
        let edges = resolve
            .nodes
            .iter()
            .map(|node| {
                let built = node.deps.iter().filter(|dependency| {
                    dependency.dep_kinds.iter().any(|about| about.kind != DependencyKind::Development)
                });
                (&node.id, built.map(|dependency| &dependency.pkg).collect())
            })
            .collect();
        Self { names, edges }
    }

    /// All packages reached from `start`, each with a shortest way.
    fn reached_from(&self, start: &'a PackageId) -> BTreeMap<String, Vec<String>> {
        let mut ways: HashMap<&PackageId, Vec<String>> = HashMap::from([(start, vec![self.name(start)])]);
        let mut open = VecDeque::from([start]);
        while let Some(here) = open.pop_front() {
            let way = ways.get(here).cloned().unwrap_or_default();
            for &next in self.edges.get(here).into_iter().flatten() {
                if ways.contains_key(next) {
                    continue;
                }
                let mut longer = way.clone();
                longer.push(self.name(next));
                ways.insert(next, longer);
                open.push_back(next);
            }
        }
        ways.remove(start);
        ways.into_iter().map(|(id, way)| (self.name(id), way)).collect()
    }

    fn name(&self, id: &PackageId) -> String {
        self.names.get(id).map_or_else(|| id.repr.clone(), |&name| name.to_owned())
    }
}
