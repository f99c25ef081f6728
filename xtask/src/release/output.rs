//! Where the files of a release are put.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder of the release's files, `target/release-files`, made where it is not there.
///
/// # Errors
///
/// Fails when it cannot be made.
pub(crate) fn folder(root: &Path) -> Result<PathBuf> {
    let folder = root.join("target/release-files");
    std::fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    Ok(folder)
}
