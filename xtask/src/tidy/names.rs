//! Names that say something, and no file that makes rustup fetch a toolchain.

use super::files::File;
use super::rule::{Place, Rule};

pub(crate) const RULE: Rule = Rule {
    demand: "A file's name says what it is for, and none pins a toolchain.",
    reason: "a drawer for everything is read by everybody and owned by nobody, and a pinned toolchain makes a plain \
             `cargo build` download one",
    mend: "name the file after the one thing it does; the oldest Rust that builds this stands in Cargo.toml",
    places,
};

const DRAWERS: [&str; 8] = ["utils", "util", "common", "helpers", "helper", "misc", "manager", "managers"];

fn places(file: &File) -> Vec<Place> {
    file.path
        .split('/')
        .filter(|part| is_bad(part))
        .map(|part| Place { line: 0, what: format!("`{part}`") })
        .collect()
}

fn is_bad(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default();
    DRAWERS.contains(&stem) || part == "rust-toolchain" || part == "rust-toolchain.toml"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(path: &str) -> bool {
        !places(&File::new(path, "")).is_empty()
    }

    #[test]
    fn drawers_are_found_as_files_and_as_folders() {
        assert!(is_found("crates/app/src/utils.rs"));
        assert!(is_found("tests/common/mod.rs"));
        assert!(is_found("docs/misc.md"));
        assert!(!is_found("crates/app/src/common_case.rs"));
    }

    #[test]
    fn a_pinned_toolchain_is_found() {
        assert!(is_found("rust-toolchain.toml"));
        assert!(is_found("crates/app/rust-toolchain"));
        assert!(!is_found("docs/rust-toolchains.md"));
    }
}
