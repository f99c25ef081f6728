//! `cargo xtask release dist`: the files of a release: the binary with completions, manual pages, licences and the list of
//! its parts in one archive, and checksums. The same commit gives the same bytes, wherever it is built.

mod archive;
mod binary;
mod paths;
mod stage;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::git::{CommitTime, Git};
use super::shipped::Shipped;
use super::workspace::Workspace;
use super::{licenses, output, sbom};
use crate::{programs, terminal};

/// Builds the release of the last commit; with `twice`, once more elsewhere, and compares the bytes.
///
/// # Errors
///
/// Fails when not all is committed, when something does not build, when a path of this machine stands in a file, or
/// when the two builds differ.
pub(crate) fn run(workspace: &Workspace, twice: bool) -> Result<()> {
    for file in make(workspace, twice)? {
        terminal::answer(&format!("{}", file.display()));
    }
    Ok(())
}

/// As [`run`]; returns the files.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn make(workspace: &Workspace, twice: bool) -> Result<Vec<PathBuf>> {
    programs::require(&[
        &programs::GIT,
        &programs::CC,
        &programs::TAR,
        &programs::GZIP,
        &programs::SHA256SUM,
    ])?;
    let git = Git::new(&workspace.root);
    git.require_clean()?;
    let release = Release { git: &git, version: workspace.version.to_string(), time: git.commit_time()? };

    let work = workspace.root.join("target/release-build");
    let archive = release.build(&work)?;
    if twice {
        compare(&release, &archive)?;
    }
    let folder = output::folder(&workspace.root)?;
    let name = archive.file_name().context("the archive has no name")?;
    let place = folder.join(name);
    fs::copy(&archive, &place).with_context(|| format!("{} could not be written", place.display()))?;
    let files = [place, sbom::write(workspace)?, licenses::write(workspace)?];
    let sums = archive::checksums(&folder, &files)?;
    Ok(files.into_iter().chain([sums]).collect())
}

/// Builds once more, from a copy and into a target folder that both have other names, and compares.
fn compare(release: &Release<'_>, first: &Path) -> Result<()> {
    let elsewhere =
        tempfile::Builder::new().prefix("keyin-again-").tempdir().context("no temporary folder")?;
    terminal::headline("the same once more, elsewhere");
    let second = release.build(&elsewhere.path().join("a").join("deeper folder"))?;
    let read = |path: &Path| fs::read(path).with_context(|| format!("{} could not be read", path.display()));
    if read(first)? != read(&second)? {
        let kept = elsewhere.keep();
        bail!(
            "two builds of one commit differ: {} and {}.\n  To mend it: unpack both and compare them file by file",
            first.display(),
            kept.display()
        );
    }
    terminal::line("two builds in different folders: not one byte differs");
    Ok(())
}

/// What is built.
struct Release<'a> {
    git: &'a Git,
    version: String,
    time: CommitTime,
}

impl Release<'_> {
    /// Builds everything below `work` and returns the archive.
    fn build(&self, work: &Path) -> Result<PathBuf> {
        let source = empty(&work.join("source"))?;
        self.git.export(&source)?;
        let place = binary::Place { source: source.clone(), target: work.join("target") };
        let built = place.build(&self.time.epoch)?;

        let name = format!("keyin-{}-{}", self.version, binary::host()?);
        let stage = empty(&work.join(&name))?;
        let shipped = Shipped::read(&source)?;
        let made = [
            (sbom::FILE, sbom::bytes(&shipped, &self.time.text)?),
            (licenses::FILE, licenses::text(&source, &shipped)?.into_bytes()),
        ];
        stage::fill(&stage, &source, &built, &made)?;
        paths::refuse(&stage, &place.folders())?;
        archive::pack(&stage, &self.time.epoch)
    }
}

/// `folder`, made anew with nothing in it.
fn empty(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} could not be made", folder.display()))?;
    Ok(folder.to_path_buf())
}
