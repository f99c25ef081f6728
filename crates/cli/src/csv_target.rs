//! A CSV file that is to be written. What an earlier run left is replaced; anything else that stands there is kept.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// By this a spreadsheet knows that the file is UTF-8, and keyin that the file is one of its own.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Opens the file, or makes it for its owner alone. What is in it stays.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether the file may be replaced: it is empty, or CSV of an earlier run, or no file but a place to write to.
pub(crate) fn is_replaceable(mut file: &File) -> io::Result<bool> {
    let about = file.metadata()?;
    if !about.is_file() || about.len() == 0 {
        return Ok(true);
    }
    let mut begin = Vec::new();
    file.take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut begin)?;
    io::Seek::rewind(&mut file)?;
    Ok(begin == BYTE_ORDER_MARK.as_bytes())
}

/// Why a file is not replaced, in both languages.
pub(crate) const NOT_OURS: (&str, &str) =
    ("it holds something else than an earlier result", "이전 결과가 아닌 다른 내용이 들어 있습니다");

/// Whether both are the same file, by whatever names.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let (Ok(one), Ok(other)) = (one.metadata(), other.metadata()) {
            return (one.dev(), one.ino()) == (other.dev(), other.ino());
        }
    }
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
