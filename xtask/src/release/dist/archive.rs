//! Packs a folder so that the same files give the same bytes, and adds checksums up.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// Packs the folder `stage` beside itself. Order, owners, rights and times are ours, not those of the machine.
///
/// # Errors
///
/// Fails when tar or gzip does.
pub(super) fn pack(stage: &Path, epoch: &str) -> Result<PathBuf> {
    let folder = stage.parent().context("the folder to pack lies nowhere")?;
    let name = stage.file_name().context("the folder to pack has no name")?.to_string_lossy();
    let plain = folder.join(format!("{name}.tar"));
    let mut tar = Command::new("tar");
    tar.args(["--create", "--format=ustar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
    tar.args(["--mode=u+rwX,go+rX,go-w", &format!("--mtime=@{epoch}")]);
    tar.env("LC_ALL", "C").arg("--file").arg(&plain).arg("--directory").arg(folder).arg(&*name);
    process::read(&mut tar)?;
    // `-n` leaves the name and the time out.
    process::read(Command::new("gzip").args(["-n", "-9", "--force"]).arg(&plain))?;
    Ok(folder.join(format!("{name}.tar.gz")))
}

/// Writes `SHA256SUMS` for `files`, which lie in `folder`, and returns its place.
///
/// # Errors
///
/// Fails when the sums cannot be made or written.
pub(super) fn checksums(folder: &Path, files: &[PathBuf]) -> Result<PathBuf> {
    let mut names: Vec<_> = files.iter().filter_map(|file| file.file_name()).collect();
    names.sort();
    let sums = process::read(Command::new("sha256sum").current_dir(folder).args(names))?;
    let place = folder.join("SHA256SUMS");
    fs::write(&place, sums).context("SHA256SUMS could not be written")?;
    Ok(place)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn packed(below: &Path, files: &[&str], mode: u32) -> Vec<u8> {
        let stage = below.join("keyin-0.1.0");
        fs::create_dir_all(stage.join("bin")).unwrap();
        for file in files {
            fs::write(stage.join(file), file).unwrap();
            fs::set_permissions(stage.join(file), fs::Permissions::from_mode(mode)).unwrap();
        }
        fs::read(pack(&stage, "1764000000").unwrap()).unwrap()
    }

    #[test]
    fn neither_the_order_nor_the_rights_nor_the_place_of_the_files_is_in_the_bytes() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = packed(one.path(), &["a", "b", "bin/keyin"], 0o600);
        let second = packed(other.path(), &["bin/keyin", "b", "a"], 0o664);
        assert!(first == second);
        assert!(first != packed(other.path(), &["c"], 0o644));
    }

    #[test]
    fn checksums_are_those_of_the_files_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["b.txt", "a.txt"].map(|name| folder.path().join(name));
        for file in &files {
            fs::write(file, "").unwrap();
        }
        let sums = fs::read_to_string(checksums(folder.path(), &files).unwrap()).unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sums, format!("{empty}  a.txt\n{empty}  b.txt\n"));
    }
}
