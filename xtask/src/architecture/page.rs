//! The table in `docs/ARCHITECTURE.md` says the same as the one that is enforced: which crates there are, and which of ours
//! each may use.

use std::collections::BTreeMap;
use std::fs;

use super::table::{Ours, ROWS};
use crate::root;

/// What the page says of each folder, from the first and third column of its table.
fn told(page: &str) -> BTreeMap<String, String> {
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let folder = cells.get(1)?.strip_prefix('`')?.strip_suffix('`')?;
        Some((folder.to_owned(), (*cells.get(3)?).to_owned()))
    });
    rows.collect()
}

/// The same, from the table that is enforced.
fn enforced() -> BTreeMap<String, String> {
    let rows = ROWS.iter().map(|row| {
        let names = match row.may_use {
            Ours::All => "all".to_owned(),
            Ours::Only([]) => "none".to_owned(),
            Ours::Only(names) => {
                names.iter().map(|name| name.trim_start_matches("keyin-")).collect::<Vec<_>>().join(", ")
            }
        };
        (row.folder.to_owned(), names)
    });
    rows.collect()
}

#[test]
fn the_page_says_what_is_enforced() {
    let page = fs::read_to_string(root::find().unwrap().join("docs/ARCHITECTURE.md")).unwrap();
    assert_eq!(told(&page), enforced(), "docs/ARCHITECTURE.md (left) differs from table.rs (right)");
}
