//! Reads `cargo tree`: which packages a build really has, and which of them needs which.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Context, Result};

/// A package by name and version, which is one package of the lock file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) version: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

/// For each package those that it needs.
pub(crate) type Needs = BTreeMap<Key, BTreeSet<Key>>;

/// Reads lines of the form `DEPTH NAME vVERSION …`. A package that comes again stands there without what it needs, so what
/// it needs is gathered from all its lines.
///
/// # Errors
///
/// Fails on a line of another form.
pub(super) fn parse(text: &str) -> Result<Needs> {
    let mut needs = Needs::new();
    let mut way: Vec<Key> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (depth, key) = entry(line).with_context(|| format!("cargo tree says `{line}`"))?;
        way.truncate(depth);
        if let Some(above) = way.last() {
            needs.entry(above.clone()).or_default().insert(key.clone());
        }
        needs.entry(key.clone()).or_default();
        way.push(key);
    }
    Ok(needs)
}

fn entry(line: &str) -> Option<(usize, Key)> {
    let mut words = line.split_whitespace();
    let depth = words.next()?.parse().ok()?;
    let name = words.next()?.to_owned();
    let version = words.next()?.strip_prefix('v')?.to_owned();
    Some((depth, Key { name, version }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(text: &str, name: &str) -> Vec<String> {
        let all = parse(text).unwrap();
        let (_, needed) = all.iter().find(|(key, _)| key.name == name).unwrap();
        needed.iter().map(ToString::to_string).collect()
    }

    const TREE: &str = "0 keyin v0.1.0 (/somewhere/crates/cli)\n1 a v1.0.0\n2 c v3.0.0\n1 b v2.0.0\n2 a v1.0.0 (*)\n\
                        2 a v0.9.0\n3 c v3.0.0\n";

    #[test]
    fn each_package_has_what_stands_one_deeper_below_it() {
        assert_eq!(needs(TREE, "keyin"), ["a 1.0.0", "b 2.0.0"]);
        assert_eq!(needs(TREE, "b"), ["a 0.9.0", "a 1.0.0"]);
        assert_eq!(needs(TREE, "c"), Vec::<String>::new());
        assert_eq!(parse(TREE).unwrap().len(), 5);
    }

    #[test]
    fn a_package_that_comes_again_keeps_what_it_needs() {
        let all = parse(TREE).unwrap();
        let a = Key { name: "a".to_owned(), version: "1.0.0".to_owned() };
        assert_eq!(all[&a].len(), 1);
    }

    #[test]
    fn another_form_is_an_error() {
        assert!(parse("0 keyin\n").is_err());
        assert!(parse("keyin v0.1.0\n").is_err());
    }
}
