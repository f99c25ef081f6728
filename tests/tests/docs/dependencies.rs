//! Every dependency of the workspace has a row with its reason, and no row is left over.

use std::collections::BTreeSet;
use std::fs;

use crate::page::{Page, root};

/// The outside crates of `[workspace.dependencies]`.
fn declared() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]\n").nth(1).unwrap();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let entries = lines.filter_map(|line| line.split_once(" = "));
    entries.filter(|(_, value)| !value.contains("path = ")).map(|(name, _)| name.to_owned()).collect()
}

/// The crates in the first column of the table.
fn explained() -> BTreeSet<String> {
    let page = Page::open("docs/adr/0005-dependencies.md");
    let cells = page.rows().filter_map(|row| row.split('|').nth(1));
    cells.filter_map(|cell| cell.trim().strip_prefix('`')?.strip_suffix('`')).map(str::to_owned).collect()
}

#[test]
fn every_dependency_has_its_reason() {
    let (declared, explained) = (declared(), explained());
    assert!(declared.contains("tokio"), "the manifest was not read");
    let unexplained: Vec<_> = declared.difference(&explained).collect();
    let left_over: Vec<_> = explained.difference(&declared).collect();
    assert!(
        unexplained.is_empty() && left_over.is_empty(),
        "no row: {unexplained:?}; no entry: {left_over:?}"
    );
}
