//! The architecture table, held against what the manifests really say.
//!
//! `table` is the architecture as data, `members` reads the workspace through `cargo metadata`, `compare` finds where the
//! two differ.

mod compare;
mod members;
#[cfg(test)]
mod page;
mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Result, bail};

/// Compares the workspace in `root` with the table.
///
/// # Errors
///
/// Fails with every difference at once, or when `cargo metadata` cannot be read.
pub(crate) fn check(root: &Path) -> Result<()> {
    let members = members::read(root)?;
    let differences = compare::differences(table::ROWS, &members);
    if differences.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = differences.iter().map(|difference| format!("  {difference}")).collect();
    bail!(
        "the crates do not keep to the architecture table:\n{}\n  To mend it: take the dependency out, or, where the \
         architecture itself shall change, change docs/ARCHITECTURE.md and xtask/src/architecture/table.rs together",
        lines.join("\n")
    );
}
