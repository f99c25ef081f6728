//! `cargo xtask docs`: writes the pages that are made of the program.

use anyhow::Result;

use crate::{process, root};

/// Has the test that compares the reference of the command line write it first.
///
/// # Errors
///
/// Fails when the command line does not compile, or the pages cannot be written.
pub(crate) fn run() -> Result<()> {
    let root = root::find()?;
    let writing = ["test", "--quiet", "--package", "keyin", "--lib", "the_pages_are_what_the_program_says"];
    process::run(
        process::cargo(&root).args(writing).env("KEYIN_WRITE_DOCS", "1"),
        "mend what does not compile, or what keeps docs from being written",
    )
}
