//! `cargo xtask release licenses`: the licences of everything in the binary, and that each is one we allow.

pub(crate) mod expression;
mod texts;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::output;
use super::shipped::{Component, Shipped};
use super::workspace::Workspace;
use crate::terminal;

/// The file's name among the files of a release.
pub(crate) const FILE: &str = "THIRD-PARTY.txt";
/// Where the allowed licences stand, for cargo-deny as well.
const ALLOWED: &str = "deny.toml";
const RULE: &str = "--------------------------------------------------------------------------------";

/// Writes the file to the folder of the release's files.
///
/// # Errors
///
/// Fails with every licence that is not allowed, or when a package brings no text.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let place = write(workspace)?;
    terminal::answer(&format!("{}", place.display()));
    Ok(())
}

/// As [`run`]; returns where the file lies.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn write(workspace: &Workspace) -> Result<PathBuf> {
    let text = text(&workspace.root, &Shipped::read(&workspace.root)?)?;
    let place = output::folder(&workspace.root)?.join(FILE);
    std::fs::write(&place, text).with_context(|| format!("{} could not be written", place.display()))?;
    Ok(place)
}

/// Checks the licences and returns the file's text.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn text(root: &Path, shipped: &Shipped) -> Result<String> {
    let read = |file: &str| {
        std::fs::read_to_string(root.join(file)).with_context(|| format!("{file} could not be read"))
    };
    let refused = refused(shipped.foreign(), &allowed(&read(ALLOWED)?)?)?;
    if !refused.is_empty() {
        bail!(
            "not on the list of allowed licences in {ALLOWED}:\n  {}\n  To mend it: do without the package; or, where the \
             licence lets everybody use keyin as before, add it there",
            refused.join("\n  ")
        );
    }
    let mut text = heading();
    for one in shipped.foreign() {
        let license = expression::modern(one.license.as_deref().unwrap_or_default());
        text.push_str(&format!("{:44} {license}\n", one.key.to_string()));
    }
    for (license, owners) in texts::gather(shipped.foreign(), &read("LICENSE-MIT")?)? {
        text.push_str(&format!("\n{RULE}\n"));
        for owner in owners {
            text.push_str(&format!("{owner}\n"));
        }
        text.push_str(&format!("{RULE}\n\n{license}\n"));
    }
    Ok(text)
}

fn heading() -> String {
    "keyin is made of its own code, under MIT or Apache-2.0, of Rust's standard library, under MIT or Apache-2.0, and of\n\
     the packages below. First each package with its licence, then the texts with the packages that bring them.\n\n"
        .to_owned()
}

/// The licences that the configuration of cargo-deny allows.
fn allowed(deny: &str) -> Result<BTreeSet<String>> {
    let deny: toml::Table = deny.parse().with_context(|| format!("{ALLOWED} could not be understood"))?;
    let list =
        deny.get("licenses").and_then(|licenses| licenses.get("allow")).and_then(toml::Value::as_array);
    let list = list.with_context(|| format!("{ALLOWED} has no list `licenses.allow`"))?;
    Ok(list.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
}

fn refused<'a>(
    components: impl Iterator<Item = &'a Component>,
    allowed: &BTreeSet<String>,
) -> Result<Vec<String>> {
    let mut refused = Vec::new();
    for one in components {
        match &one.license {
            None => refused.push(format!("{}: its manifest names no licence", one.key)),
            Some(license) if !expression::is_allowed(license, allowed)? => {
                refused.push(format!("{}: {license}", one.key));
            }
            Some(_) => {}
        }
    }
    Ok(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::shipped::Key;
    use crate::root;

    fn component(name: &str, license: Option<&str>) -> Component {
        Component {
            key: Key { name: name.to_owned(), version: "1.0.0".to_owned() },
            license: license.map(str::to_owned),
            description: None,
            repository: None,
            ours: false,
            folder: PathBuf::new(),
            checksum: None,
        }
    }

    #[test]
    fn a_licence_that_is_not_on_the_list_is_named_with_its_package() {
        let allowed = allowed("[licenses]\nallow = [\"MIT\"]\n").unwrap();
        let parts =
            [component("a", Some("MIT OR GPL-3.0")), component("b", Some("GPL-3.0")), component("c", None)];
        assert_eq!(
            refused(parts.iter(), &allowed).unwrap(),
            ["b 1.0.0: GPL-3.0", "c 1.0.0: its manifest names no licence"]
        );
    }

    #[test]
    fn a_configuration_without_the_list_is_an_error() {
        assert!(allowed("[licenses]\n").is_err() && allowed("licenses =").is_err());
    }

    #[test]
    fn everything_in_the_binary_is_allowed_and_has_a_text() {
        let root = root::find().unwrap();
        let text = text(&root, &Shipped::read(&root).unwrap()).unwrap();
        assert!(text.contains("tokio 1.") && text.contains("Permission is hereby granted"));
        assert!(!text.contains("keyin-domain"));
    }
}
