use std::collections::{BTreeMap, BTreeSet};

use super::compare::differences;
use super::members::{self, Member};
use super::table::{Ours, ROWS, Row};
use crate::root;

/// A row for a package `a` in `crates/a` that may use `b`, may test with `c` and must never reach `tokio`.
fn row() -> Row {
    Row {
        folder: "crates/a",
        package: "a",
        may_use: Ours::Only(&["b"]),
        tests_may_use: &["c"],
        never: &[&["tokio"], &["reqwest"]],
        at_most: None,
    }
}

/// The package `a` with what it may have.
fn member() -> Member {
    Member {
        folder: "crates/a".to_owned(),
        package: "a".to_owned(),
        uses: names(&["b"]),
        tests_use: names(&["b", "c"]),
        foreign: names(&["serde"]),
        reaches: BTreeMap::from([("serde".to_owned(), words("a serde"))]),
    }
}

fn names(some: &[&str]) -> BTreeSet<String> {
    some.iter().map(|&name| name.to_owned()).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What differs when `a` is changed by `change`; it must be one thing.
fn the_difference(change: impl FnOnce(&mut Row, &mut Member)) -> String {
    let (mut row, mut member) = (row(), member());
    change(&mut row, &mut member);
    let found = differences(&[row], &[member]);
    assert_eq!(found.len(), 1, "{found:?}");
    found.concat()
}

#[test]
fn a_crate_that_keeps_to_its_row_passes() {
    assert_eq!(differences(&[row()], &[member()]), Vec::<String>::new());
}

#[test]
fn a_crate_without_a_row_fails() {
    assert_eq!(differences(&[], &[member()]), ["the crate `a` has no row in the table"]);
}

#[test]
fn a_row_without_a_crate_fails() {
    assert_eq!(differences(&[row()], &[]), ["the table has a row for `a`, but there is no such crate"]);
}

#[test]
fn a_crate_in_another_folder_fails() {
    let found = the_difference(|_, member| member.folder = "a".to_owned());
    assert_eq!(found, "`a` lies in a, not in crates/a");
}

#[test]
fn an_edge_that_the_row_does_not_have_fails() {
    let found = the_difference(|_, member| member.uses = names(&["b", "d"]));
    assert_eq!(found, "`a` must not use `d`");
}

#[test]
fn what_only_tests_may_use_is_forbidden_to_the_crate_itself() {
    let found = the_difference(|_, member| member.uses = names(&["c"]));
    assert_eq!(found, "`a` must not use `c`");
}

#[test]
fn tests_too_keep_to_their_column() {
    let found = the_difference(|_, member| member.tests_use = names(&["d"]));
    assert_eq!(found, "the tests of `a` must not use `d`");
}

#[test]
fn all_of_ours_means_all() {
    let mut row = row();
    row.may_use = Ours::All;
    let mut member = member();
    member.uses = names(&["b", "c", "d"]);
    assert_eq!(differences(&[row], &[member]), Vec::<String>::new());
}

#[test]
fn a_forbidden_package_reached_through_others_fails_and_the_way_is_shown() {
    let found = the_difference(|_, member| {
        member.reaches.insert("tokio".to_owned(), words("a b tower tokio"));
    });
    assert_eq!(found, "`a` must never reach `tokio`: a → b → tower → tokio");
}

#[test]
fn a_forbidden_package_for_another_platform_fails_too() {
    let found = the_difference(|_, member| {
        member.foreign.insert("reqwest".to_owned());
    });
    assert_eq!(found, "`a` must never name `reqwest`, not even for another platform");
}

#[test]
fn a_foreign_package_beyond_the_list_fails() {
    let found = the_difference(|row, member| {
        row.at_most = Some(&["serde"]);
        member.foreign.insert("rand".to_owned());
    });
    assert_eq!(found, "`a` depends on `rand`; it may name at most serde");
}

#[test]
fn each_package_has_one_row_and_rows_name_only_packages_with_rows() {
    let packages: BTreeSet<&str> = ROWS.iter().map(|row| row.package).collect();
    assert_eq!(packages.len(), ROWS.len(), "a package has two rows");
    for row in ROWS {
        let own: &[&str] = match row.may_use {
            Ours::All => &[],
            Ours::Only(some) => some,
        };
        for used in own.iter().chain(row.tests_may_use) {
            assert!(packages.contains(used), "{} names {used}, which has no row", row.package);
        }
    }
}

#[test]
fn the_promises_of_the_architecture_stand_in_the_table() {
    let row = |package: &str| ROWS.iter().find(|row| row.package == package).unwrap();
    let never =
        |package: &str, foreign: &str| row(package).never.iter().any(|group| group.contains(&foreign));
    for foreign in ["tokio", "reqwest", "axum", "sqlx", "rusqlite"] {
        assert!(never("keyin-domain", foreign), "{foreign}");
        assert!(never("keyin-ports", foreign), "{foreign}");
    }
    for foreign in ["reqwest", "axum", "rusqlite", "tokio-postgres"] {
        assert!(never("keyin-app", foreign), "{foreign}");
    }
    assert!(never("keyin-gateway-layers", "reqwest"));
    assert!(never("xtask", "tokio") && never("xtask", "reqwest"));
    assert!(matches!(row("keyin-sandbox").may_use, Ours::Only([])));
    assert!(matches!(row("xtask").may_use, Ours::Only([])));
}

#[test]
fn reading_the_workspace_finds_this_package_and_what_it_reaches() {
    let members = members::read(&root::find().unwrap()).unwrap();
    let this = members.iter().find(|member| member.package == "xtask").unwrap();
    assert_eq!(this.folder, "xtask");
    assert_eq!(this.foreign, names(&["anyhow", "cargo_metadata", "serde_json", "tempfile", "toml"]));
    assert_eq!(this.reaches["camino"].first().unwrap(), "xtask");
    assert!(this.reaches["camino"].len() > 2, "it is reached through another package");
}

#[test]
fn the_workspace_keeps_to_the_table() {
    if let Err(error) = super::check(&root::find().unwrap()) {
        panic!("{error:#}");
    }
}
