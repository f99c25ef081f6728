//! House rules that no compiler knows, one a file. Each says why it is there and how to mend what breaks it.

mod card_data;
mod clock_and_chance;
mod crate_pages;
mod dependencies;
mod files;
mod leftovers;
mod length;
mod machines;
mod names;
mod permits;
mod rule;
mod rust_version;
mod search;

use std::path::Path;

use anyhow::{Result, bail};

use rule::Rule;

const RULES: &[Rule] = &[
    card_data::RULE,
    permits::RULE,
    clock_and_chance::RULE,
    leftovers::RULE,
    machines::RULE,
    dependencies::RULE,
    names::RULE,
    length::RULE,
    crate_pages::RULE,
    rust_version::RULE,
];

/// Holds every rule against every file of the workspace in `root`.
///
/// # Errors
///
/// Fails with all that was found at once, or when the files cannot be listed or read.
pub(crate) fn check(root: &Path) -> Result<()> {
    let files = files::read(root)?;
    let broken: Vec<String> = RULES.iter().filter_map(|rule| rule.verdict(&files)).collect();
    if !broken.is_empty() {
        bail!("the house rules are broken:\n{}", broken.join("\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::root;

    #[test]
    fn the_workspace_keeps_the_house_rules() {
        if let Err(error) = super::check(&root::find().unwrap()) {
            panic!("{error:#}");
        }
    }
}
