//! What git knows of a release: tags, commits, and whether all is committed.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use cargo_metadata::semver::Version;

use crate::process;

/// The repository of the workspace.
pub(crate) struct Git {
    root: PathBuf,
}

/// The time of a commit.
pub(crate) struct CommitTime {
    /// Seconds since 1970, as `SOURCE_DATE_EPOCH` wants them.
    pub(crate) epoch: String,
    /// In UTC, as `2026-11-26T12:00:00Z`.
    pub(crate) text: String,
}

impl Git {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        // A clone that belongs to another user, as in a container, may be released from all the same.
        git.current_dir(&self.root).arg("-c").arg(format!("safe.directory={}", self.root.display()));
        git.args(arguments);
        git
    }

    fn ask(&self, arguments: &[&str]) -> Result<String> {
        let answer = process::read(&mut self.command(arguments))?;
        Ok(String::from_utf8(answer).context("git's answer is not UTF-8")?.trim_end().to_owned())
    }

    /// The tag of the newest version before this commit, `vX.Y.Z`.
    ///
    /// # Errors
    ///
    /// Fails when git does.
    pub(crate) fn last_tag(&self) -> Result<Option<(String, Version)>> {
        let tags = self.ask(&["tag", "--list", "v*", "--merged", "HEAD"])?;
        Ok(newest(tags.lines()))
    }

    /// The versions of all tags, those of other branches too.
    ///
    /// # Errors
    ///
    /// Fails when git does.
    pub(crate) fn versions(&self) -> Result<Vec<Version>> {
        let tags = self.ask(&["tag", "--list", "v*"])?;
        Ok(tags.lines().filter_map(|tag| Version::parse(tag.strip_prefix('v')?).ok()).collect())
    }

    /// How many commits since `tag` touch `path`.
    ///
    /// # Errors
    ///
    /// Fails when git does.
    pub(crate) fn commits_since(&self, tag: &str, path: &str) -> Result<usize> {
        let range = format!("{tag}..HEAD");
        let count = self.ask(&["rev-list", "--count", &range, "--", path])?;
        count.parse().context("git counted in no number")
    }

    /// Whether `path` was there at `tag`.
    ///
    /// # Errors
    ///
    /// Fails when git does.
    pub(crate) fn was_there(&self, tag: &str, path: &str) -> Result<bool> {
        Ok(!self.ask(&["ls-tree", "--name-only", tag, "--", path])?.is_empty())
    }

    /// What `path` held at `tag`.
    ///
    /// # Errors
    ///
    /// Fails when git does.
    pub(crate) fn at(&self, tag: &str, path: &str) -> Result<String> {
        self.ask(&["show", &format!("{tag}:{path}")])
    }

    /// Makes sure that all is committed.
    ///
    /// # Errors
    ///
    /// Names what is not.
    pub(crate) fn require_clean(&self) -> Result<()> {
        let changed = self.ask(&["status", "--porcelain"])?;
        if !changed.is_empty() {
            bail!("not all is committed:\n{changed}\n  To mend it: commit it, or take it away");
        }
        Ok(())
    }

    /// When the last commit was made.
    ///
    /// # Errors
    ///
    /// Fails when git does.
    pub(crate) fn commit_time(&self) -> Result<CommitTime> {
        let mut command =
            self.command(&["log", "-1", "--format=%ct %cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ"]);
        let answer =
            String::from_utf8(process::read(command.env("TZ", "UTC"))?).context("no UTF-8 from git")?;
        let (epoch, text) = answer.trim().split_once(' ').context("git told no time of the last commit")?;
        Ok(CommitTime { epoch: epoch.to_owned(), text: text.to_owned() })
    }

    /// Lays what the last commit holds into `folder`, which must be there.
    ///
    /// # Errors
    ///
    /// Fails when git or tar does.
    pub(crate) fn export(&self, folder: &Path) -> Result<()> {
        let archive = folder.with_extension("source.tar");
        let output = format!("--output={}", archive.display());
        process::read(&mut self.command(&["archive", "--format=tar", &output, "HEAD"]))?;
        process::read(Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(folder))?;
        std::fs::remove_file(&archive).context("the archive of the sources could not be removed")?;
        Ok(())
    }
}

fn newest<'a>(tags: impl Iterator<Item = &'a str>) -> Option<(String, Version)> {
    tags.filter_map(|tag| Some((tag.to_owned(), Version::parse(tag.strip_prefix('v')?).ok()?)))
        .max_by(|(_, a), (_, b)| a.cmp(b))
}
