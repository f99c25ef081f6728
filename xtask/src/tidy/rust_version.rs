//! One oldest Rust for all crates.

use super::files::File;
use super::rule::{Place, Rule};

pub(crate) const RULE: Rule = Rule {
    demand: "A crate takes the oldest Rust that builds it from the workspace.",
    reason: "only the workspace as a whole is built with that Rust; a version of a crate's own is a guess",
    mend: "write `rust-version.workspace = true`; CONTRIBUTING.md says how the number is established",
    places,
};

fn places(file: &File) -> Vec<Place> {
    let is_member = file.path.ends_with("/Cargo.toml");
    if !is_member || file.text.lines().any(|line| line.trim() == "rust-version.workspace = true") {
        return Vec::new();
    }
    vec![Place { line: 0, what: "`rust-version.workspace = true` is missing".to_owned() }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_its_own_and_none_at_all_are_found() {
        assert_eq!(places(&File::new("crates/a/Cargo.toml", "rust-version = \"1.95\"\n")).len(), 1);
        assert_eq!(places(&File::new("examples/a/Cargo.toml", "[package]\n")).len(), 1);
    }

    #[test]
    fn the_workspaces_version_passes() {
        assert_eq!(places(&File::new("crates/a/Cargo.toml", "rust-version.workspace = true\n")), []);
        assert_eq!(places(&File::new("Cargo.toml", "rust-version = \"1.95\"\n")), []);
    }
}
