//! The programs that a run needs, looked for before anything is started.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Result, bail};

/// A program and the command that gets it.
pub(crate) struct Program {
    name: &'static str,
    used_for: &'static str,
    get_it: &'static str,
}

/// Lists the tracked files.
pub(crate) const GIT: Program =
    Program { name: "git", used_for: "lists the files to check", get_it: "apt-get install git" };

/// Builds the C parts of SQLite and of the TLS library.
pub(crate) const CC: Program =
    Program { name: "cc", used_for: "builds SQLite and ring", get_it: "apt-get install gcc libc6-dev" };

/// Builds the engine of the fuzz targets.
pub(crate) const CXX: Program =
    Program { name: "c++", used_for: "builds the engine of the fuzz targets", get_it: "apt-get install g++" };

/// Checks the format.
pub(crate) const RUSTFMT: Program =
    Program { name: "cargo-fmt", used_for: "checks the format", get_it: "rustup component add rustfmt" };

/// Checks the code.
pub(crate) const CLIPPY: Program =
    Program { name: "cargo-clippy", used_for: "checks the code", get_it: "rustup component add clippy" };

/// Compares public interfaces.
pub(crate) const SEMVER_CHECKS: Program = Program {
    name: "cargo-semver-checks",
    used_for: "compares what can be called with the last release",
    get_it: "cargo install --locked cargo-semver-checks",
};

/// Judges dependencies.
pub(crate) const DENY: Program = Program {
    name: "cargo-deny",
    used_for: "judges dependencies",
    get_it: "cargo install --locked cargo-deny",
};

/// Counts the lines that tests run.
pub(crate) const TARPAULIN: Program = Program {
    name: "cargo-tarpaulin",
    used_for: "counts the lines that tests run",
    get_it: "cargo install --locked cargo-tarpaulin",
};

/// Changes the code and looks whether a test notices.
pub(crate) const MUTANTS: Program = Program {
    name: "cargo-mutants",
    used_for: "changes the code to see whether a test notices",
    get_it: "cargo install --locked cargo-mutants",
};

/// Packs the files of a release, in an order and with times of our choice.
pub(crate) const TAR: Program =
    Program { name: "tar", used_for: "packs the release; GNU tar", get_it: "apt-get install tar" };

/// Makes the release smaller.
pub(crate) const GZIP: Program =
    Program { name: "gzip", used_for: "packs the release", get_it: "apt-get install gzip" };

/// Adds the checksums up.
pub(crate) const SHA256SUM: Program =
    Program { name: "sha256sum", used_for: "adds checksums up", get_it: "apt-get install coreutils" };

/// Makes sure that each of `wanted` can be started.
///
/// # Errors
///
/// Names every missing program at once, what it is for and how to get it.
pub(crate) fn require(wanted: &[&Program]) -> Result<()> {
    let path = env::var_os("PATH").unwrap_or_default();
    let missing = missing(wanted, &path);
    if missing.is_empty() {
        return Ok(());
    }
    bail!("programs are missing, and no check is skipped:\n{}", missing.join("\n"));
}

fn missing(wanted: &[&Program], path: &OsStr) -> Vec<String> {
    wanted
        .iter()
        .filter(|program| !env::split_paths(path).any(|folder| can_run(&folder.join(program.name))))
        .map(|program| format!("  `{}` ({}). To get it: {}", program.name, program.used_for, program.get_it))
        .collect()
}

#[cfg(unix)]
fn can_run(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn can_run(file: &Path) -> bool {
    file.with_extension(env::consts::EXE_EXTENSION).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_the_command_that_gets_it() {
        let found = missing(&[&GIT, &CC], OsStr::new(""));
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("`git`") && found[0].contains("apt-get install git"));
        assert!(found[1].contains("`cc`") && found[1].contains("apt-get install gcc"));
    }

    #[test]
    fn a_program_on_the_path_is_found() {
        let this = env::current_exe().unwrap();
        let name: &'static str = this.file_name().unwrap().to_str().unwrap().to_owned().leak();
        let this_test = Program { name, used_for: "this test", get_it: "it is there" };
        let folder = this.parent().unwrap().as_os_str();
        assert_eq!(missing(&[&this_test], folder), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_cannot_be_started_does_not_count() {
        let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap();
        let manifest = Program { name: "Cargo.toml", used_for: "this test", get_it: "nothing" };
        assert_eq!(missing(&[&manifest], &folder).len(), 1);
    }
}
