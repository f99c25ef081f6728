//! Every crate by itself, with every set of its features.
//!
//! A build of the whole workspace hides what a crate lacks: another one has turned the feature on. Whoever takes a single
//! crate from a registry has no other one.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::process;

/// More would be too many builds; a crate with more features needs a choice of sets, not all of them.
const MOST_FEATURES: usize = 5;

/// One crate with one set of features.
#[derive(Debug, PartialEq, Eq)]
struct Build {
    package: String,
    features: String,
}

/// Runs clippy over each crate in `crates` alone, without its tests, once for every set of its features.
///
/// # Errors
///
/// Fails with the first that does not build or has a warning.
pub(crate) fn check(root: &Path) -> Result<()> {
    for build in builds(&read(root)?)? {
        let alone = ["clippy", "--quiet", "--lib", "--bins", "--no-default-features", "--package"];
        let mut command = process::cargo(root);
        command.args(alone).args([&build.package, "--features", &build.features]);
        process::run(
            command.args(["--", "-D", "warnings"]),
            "name in the crate's own Cargo.toml each feature of a dependency that it uses, and mark with `#[cfg]` what \
             belongs to a feature of its own",
        )?;
    }
    Ok(())
}

/// The features of each crate in `crates`.
fn read(root: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut command = process::cargo(root);
    command.args(["metadata", "--format-version", "1", "--no-deps"]);
    let answer = String::from_utf8(process::read(&mut command)?).context("cargo metadata is not UTF-8")?;
    let metadata: Metadata =
        MetadataCommand::parse(answer).context("cargo metadata could not be understood")?;
    let crates = metadata.workspace_root.join("crates");
    let packages = metadata.workspace_packages().into_iter();
    let ours = packages.filter(|package| package.manifest_path.starts_with(&crates));
    Ok(ours.map(|package| (package.name.to_string(), package.features.keys().cloned().collect())).collect())
}

/// Every crate with every set of its features.
fn builds(crates: &BTreeMap<String, Vec<String>>) -> Result<Vec<Build>> {
    let mut builds = Vec::new();
    for (package, features) in crates {
        anyhow::ensure!(
            features.len() <= MOST_FEATURES,
            "`{package}` has {} features, and {MOST_FEATURES} are the most of which every set is built",
            features.len()
        );
        for set in 0..1_usize << features.len() {
            let chosen = features.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1);
            let names: Vec<&str> = chosen.map(|(_, name)| name.as_str()).collect();
            builds.push(Build { package: package.clone(), features: names.join(",") });
        }
    }
    Ok(builds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    fn sets(features: &[&str]) -> Result<Vec<String>> {
        let features = features.iter().map(|&name| name.to_owned()).collect();
        let builds = builds(&BTreeMap::from([("a".to_owned(), features)]))?;
        Ok(builds.into_iter().map(|build| build.features).collect())
    }

    #[test]
    fn every_set_is_built_once() {
        assert_eq!(sets(&[]).unwrap(), [""]);
        assert_eq!(sets(&["mock"]).unwrap(), ["", "mock"]);
        assert_eq!(sets(&["a", "b", "c"]).unwrap(), ["", "a", "b", "a,b", "c", "a,c", "b,c", "a,b,c"]);
    }

    #[test]
    fn too_many_features_are_an_error_and_not_left_out() {
        assert!(sets(&["a", "b", "c", "d", "e", "f"]).is_err());
    }

    #[test]
    fn the_crates_and_their_features_are_read() {
        let crates = read(&root::find().unwrap()).unwrap();
        assert_eq!(crates["keyin-domain"], ["serde"]);
        assert_eq!(crates["keyin-ports"], ["mock"]);
        assert!(crates.contains_key("keyin") && !crates.contains_key("xtask"));
    }
}
