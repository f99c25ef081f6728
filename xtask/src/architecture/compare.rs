//! Where the table and the workspace differ.

use super::members::Member;
use super::table::{Ours, Row};

/// Every difference, one sentence each; none when the workspace keeps to the table.
pub(crate) fn differences(rows: &[Row], members: &[Member]) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows {
        if !members.iter().any(|member| member.package == row.package) {
            found.push(format!("the table has a row for `{}`, but there is no such crate", row.package));
        }
    }
    for member in members {
        match rows.iter().find(|row| row.package == member.package) {
            None => found.push(format!("the crate `{}` has no row in the table", member.package)),
            Some(row) => one_crate(row, member, &mut found),
        }
    }
    found
}

fn one_crate(row: &Row, member: &Member, found: &mut Vec<String>) {
    if row.folder != member.folder {
        found.push(format!("`{}` lies in {}, not in {}", row.package, member.folder, row.folder));
    }
    for used in &member.uses {
        if !row.may_use.allows(used) {
            found.push(format!("`{}` must not use `{used}`", row.package));
        }
    }
    for used in &member.tests_use {
        if !row.may_use.allows(used) && !row.tests_may_use.contains(&used.as_str()) {
            found.push(format!("the tests of `{}` must not use `{used}`", row.package));
        }
    }
    for foreign in row.never.iter().flat_map(|group| group.iter()) {
        if let Some(way) = member.reaches.get(*foreign) {
            found.push(format!("`{}` must never reach `{foreign}`: {}", row.package, way.join(" → ")));
        } else if member.foreign.contains(*foreign) {
            found.push(format!(
                "`{}` must never name `{foreign}`, not even for another platform",
                row.package
            ));
        }
    }
    if let Some(allowed) = row.at_most {
        for foreign in &member.foreign {
            if !allowed.contains(&foreign.as_str()) {
                found.push(format!(
                    "`{}` depends on `{foreign}`; it may name at most {}",
                    row.package,
                    allowed.join(", ")
                ));
            }
        }
    }
}

impl Ours {
    fn allows(&self, package: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.contains(&package),
        }
    }
}
