//! Where the workspace lies.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// The workspace's root folder: the parent of this package, as cargo names it to the programs it starts.
///
/// # Errors
///
/// Fails when xtask was not started by cargo.
pub(crate) fn find() -> Result<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .context("cargo did not say where the workspace is; start this program with `cargo xtask`")?;
    let root =
        PathBuf::from(package).parent().context("the xtask package has no parent folder")?.to_path_buf();
    Ok(root)
}
