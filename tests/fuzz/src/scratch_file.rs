//! A file for readers that take files.

use std::cell::OnceCell;
use std::path::Path;

use tempfile::TempDir;

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

/// Calls `read` with a file of these bytes. It is the same file each time.
pub(crate) fn with<T>(bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| TempDir::new().unwrap());
        let path = folder.path().join("input");
        std::fs::write(&path, bytes).unwrap();
        read(&path)
    })
}
