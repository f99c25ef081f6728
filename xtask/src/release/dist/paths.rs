//! No file of a release names a folder of the machine it was built on.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Looks through every file below `stage` for each of `folders`.
///
/// # Errors
///
/// Names every file in which one stands.
pub(super) fn refuse(stage: &Path, folders: &[PathBuf]) -> Result<()> {
    let mut found = Vec::new();
    for file in files(stage)? {
        let bytes = fs::read(&file).with_context(|| format!("{} could not be read", file.display()))?;
        let shown = file.strip_prefix(stage).unwrap_or(&file);
        for folder in folders {
            if holds(&bytes, folder) {
                found.push(format!("{} stands in {}", folder.display(), shown.display()));
            }
        }
    }
    if !found.is_empty() {
        bail!("folders of this machine are in the release:\n  {}", found.join("\n  "));
    }
    Ok(())
}

/// Whether a path into `folder` stands in `bytes`.
fn holds(bytes: &[u8], folder: &Path) -> bool {
    let into = format!("{}/", folder.display());
    bytes.windows(into.len()).any(|part| part == into.as_bytes())
}

/// Every file below `folder`, in the order of their paths.
///
/// # Errors
///
/// Fails when a folder cannot be listed.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("{} could not be listed", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_deep_in_a_binary_is_found_and_named() {
        let stage = tempfile::tempdir().unwrap();
        fs::create_dir(stage.path().join("bin")).unwrap();
        fs::write(stage.path().join("bin/keyin"), b"\x7fELF\0\0/builder/keyin/src/main.rs\0").unwrap();
        fs::write(stage.path().join("README.md"), "see /builders").unwrap();
        assert!(refuse(stage.path(), &[PathBuf::from("/build")]).is_ok());
        let said = refuse(stage.path(), &[PathBuf::from("/builder")]).unwrap_err().to_string();
        assert!(said.contains("/builder stands in bin/keyin") && !said.contains("README"), "{said}");
    }
}
