//! The files that the rules look at: what git tracks, and what it would track if it were added.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// A file of the workspace.
pub(crate) struct File {
    /// The path from the workspace's root, with `/` between its parts.
    pub(crate) path: String,
    /// What it holds; bytes that are not UTF-8 are replaced.
    pub(crate) text: String,
}

impl File {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Whether it is Rust source.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether the whole file is test code: in a `tests` or `benches` folder, or a `tests.rs`.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| matches!(part, "tests" | "benches" | "tests.rs"))
    }

    /// The lines of Rust code that are no comments, with their numbers.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The lines, counted from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The code that is no test code.
    ///
    /// A test module stands at the end of its file, so what follows `#[cfg(test)]` is test code; unless the attribute
    /// belongs to one line only, such as `mod tests;`.
    pub(crate) fn code_beside_tests(&self) -> Vec<(usize, &str)> {
        if self.is_test() {
            return Vec::new();
        }
        let mut kept = Vec::new();
        let mut lines = self.code();
        while let Some((number, line)) = lines.next() {
            if line.trim() != "#[cfg(test)]" {
                kept.push((number, line));
                continue;
            }
            let item = lines.by_ref().find(|(_, line)| !line.trim_start().starts_with("#["));
            if !item.is_some_and(|(_, line)| line.trim_end().ends_with(';')) {
                break;
            }
        }
        kept
    }
}

/// Reads the files of the workspace in `root`.
///
/// # Errors
///
/// Fails when git cannot list them or one cannot be read.
pub(crate) fn read(root: &Path) -> Result<Vec<File>> {
    let mut git = Command::new("git");
    // A clone that belongs to another user, as in a container, may be listed all the same.
    git.current_dir(root).arg("-c").arg(format!("safe.directory={}", root.display()));
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]);
    let listed = process::read(&mut git).context("the files to check could not be listed")?;
    let listed = String::from_utf8(listed).context("a file's name is not UTF-8")?;

    let mut files = Vec::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let place = root.join(path);
        // A file that is deleted but not yet committed is still listed; there is nothing in it to check.
        if !place.exists() {
            continue;
        }
        let bytes = fs::read(&place).with_context(|| format!("{path} could not be read"))?;
        files.push(File::new(path, &String::from_utf8_lossy(&bytes)));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    fn numbers(text: &str) -> Vec<usize> {
        let file = File::new("src/a.rs", text);
        file.code_beside_tests().into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn what_follows_the_attribute_of_a_test_module_is_test_code() {
        assert_eq!(numbers("a\n#[cfg(test)]\nmod tests {\nb\n}\n"), [1]);
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_hides_nothing_after_it() {
        assert_eq!(numbers("a\n#[cfg(test)]\nmod tests;\nb\n"), [1, 4]);
        assert_eq!(numbers("a\n#[cfg(test)]\n#[rustfmt::skip]\nmod tests;\nb\n"), [1, 5]);
    }

    #[test]
    fn comments_are_no_code() {
        assert_eq!(numbers("//! a\n/// b\n  // c\nd // e\n"), [4]);
    }

    #[test]
    fn test_files_and_folders_are_known_by_their_path() {
        for path in
            ["crates/a/src/b/tests.rs", "crates/a/tests/b.rs", "tests/src/lib.rs", "crates/a/benches/b.rs"]
        {
            assert!(File::new(path, "").is_test(), "{path}");
        }
        for path in ["crates/a/src/tests_of.rs", "crates/a/src/b.rs"] {
            assert!(!File::new(path, "").is_test(), "{path}");
        }
    }

    #[test]
    fn the_workspace_lists_this_file_and_nothing_that_was_built() {
        let files = read(&root::find().unwrap()).unwrap();
        assert!(files.iter().any(|file| file.path == "xtask/src/tidy/files.rs" && file.is_rust()));
        assert!(files.iter().any(|file| file.path == "Cargo.lock" && !file.text.is_empty()));
        assert!(!files.iter().any(|file| file.path.starts_with("target/")));
    }
}
