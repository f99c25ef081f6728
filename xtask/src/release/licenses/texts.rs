//! The licence texts that packages bring, each shown once with those it belongs to.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::release::shipped::{Component, Key};

/// How the files are called that hold licences and notices, in capitals.
const BEGINNINGS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE", "COPYRIGHT"];
/// Packages under the MIT licence that bring no text, with the copyright line that stands in their repository.
const WITHOUT_A_TEXT: [(&str, &str); 2] =
    [("refinery", "Copyright (c) 2018 Katharina"), ("refinery-core", "Copyright (c) 2018 Katharina")];

/// Each text, in the order of the first package it belongs to, with all its packages.
pub(super) type Texts = Vec<(String, Vec<Key>)>;

/// Gathers the texts of `components`. `mit` is our own MIT licence, for those that bring no text.
///
/// # Errors
///
/// Fails when a package brings no text and none is known, or when a file cannot be read.
pub(super) fn gather<'a>(components: impl Iterator<Item = &'a Component>, mit: &str) -> Result<Texts> {
    let mut texts = Texts::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for component in components {
        let mut own = of_package(&component.folder)?;
        if own.is_empty() {
            own.push(known(&component.key.name, mit)?);
        }
        for text in own {
            let place = *places.entry(text.clone()).or_insert(texts.len());
            if place == texts.len() {
                texts.push((text, Vec::new()));
            }
            let owners = &mut texts[place].1;
            if owners.last() != Some(&component.key) {
                owners.push(component.key.clone());
            }
        }
    }
    Ok(texts)
}

/// The texts in a package's folder, by the names of their files.
fn of_package(folder: &Path) -> Result<Vec<String>> {
    let unreadable = || format!("{} could not be read", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.is_file() && is_license(&path) {
            files.push(path);
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| {
            let text = fs::read(file).with_context(|| format!("{} could not be read", file.display()))?;
            Ok(plain(&String::from_utf8_lossy(&text)))
        })
        .collect()
}

fn is_license(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) && !name.ends_with(".RS")
}

/// The text without what differs by editor alone: ends of lines, spaces before them, empty lines around it.
fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches(['\n', '\u{feff}']).to_owned()
}

fn known(package: &str, mit: &str) -> Result<String> {
    let Some((_, copyright)) = WITHOUT_A_TEXT.iter().find(|(name, _)| *name == package) else {
        bail!(
            "`{package}` brings no licence text.\n  To mend it: find the text in its repository and add its copyright line \
             to xtask/src/release/licenses/texts.rs"
        );
    };
    let lines: Vec<&str> =
        mit.lines().map(|line| if line.starts_with("Copyright") { copyright } else { line }).collect();
    Ok(plain(&lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(folder: &Path, name: &str, files: &[(&str, &str)]) -> Component {
        let folder = folder.join(name);
        fs::create_dir(&folder).unwrap();
        for (file, text) in files {
            fs::write(folder.join(file), text).unwrap();
        }
        Component {
            key: Key { name: name.to_owned(), version: "1.0.0".to_owned() },
            license: Some("MIT".to_owned()),
            description: None,
            repository: None,
            ours: false,
            folder,
            checksum: None,
        }
    }

    #[test]
    fn a_text_that_two_packages_share_is_shown_once() {
        let folder = tempfile::tempdir().unwrap();
        let packages = [
            package(
                folder.path(),
                "a",
                &[("LICENSE-MIT", "MIT of A\n"), ("LICENSE-APACHE", "Apache \r\n\r\n")],
            ),
            package(folder.path(), "b", &[("license.txt", "Apache\n"), ("readme.md", "no licence")]),
        ];
        let texts = gather(packages.iter(), "").unwrap();
        let shown: Vec<(&str, usize)> =
            texts.iter().map(|(text, owners)| (text.as_str(), owners.len())).collect();
        assert_eq!(shown, [("Apache", 2), ("MIT of A", 1)]);
    }

    #[test]
    fn a_package_without_a_text_has_one_that_is_known_or_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let packages = [package(folder.path(), "refinery", &[])];
        let texts = gather(packages.iter(), "MIT License\n\nCopyright (c) Us\n\nPermission").unwrap();
        assert_eq!(texts[0].0, "MIT License\n\nCopyright (c) 2018 Katharina\n\nPermission");
        let packages = [package(folder.path(), "bare", &[])];
        assert!(gather(packages.iter(), "").unwrap_err().to_string().contains("brings no licence text"));
    }
}
