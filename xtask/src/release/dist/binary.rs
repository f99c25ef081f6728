//! Builds the binary so that nothing of the machine it was built on is left in it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::release::shipped::BINARY;

/// The profile of Cargo.toml that releases are built with.
const PROFILE: &str = "dist";
/// Settings from outside that would make it another binary.
const FROM_OUTSIDE: [&str; 5] =
    ["RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_BUILD_RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_INCREMENTAL"];

/// The beginning of settings that would change the profile.
const PROFILES: &str = "CARGO_PROFILE_";

/// Where one build is made.
pub(super) struct Place {
    /// The sources.
    pub(super) source: PathBuf,
    /// What cargo makes of them.
    pub(super) target: PathBuf,
}

impl Place {
    /// Builds the binary; `epoch` is what it believes the time to be, should anything ask.
    ///
    /// # Errors
    ///
    /// Fails when it does not build.
    pub(super) fn build(&self, epoch: &str) -> Result<PathBuf> {
        let renamed = self.renamed()?;
        let mut command = process::cargo(&self.source);
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_from_outside(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        command
            .args(["build", "--locked", "--profile", PROFILE, "--package", BINARY, "--bin", BINARY])
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(&renamed))
            .env("CFLAGS", c_flags(&renamed))
            // Folders with spaces are quoted in the flags.
            .env("CC_SHELL_ESCAPED_FLAGS", "1")
            .env("SOURCE_DATE_EPOCH", epoch);
        process::run(&mut command, "see what cargo says above")?;
        Ok(self.target.join(PROFILE).join(BINARY))
    }

    /// The folders of this machine that a compiler sees.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.source.clone(), self.target.clone()];
        folders.extend(std::env::home_dir().filter(|home| home.components().count() > 1));
        folders.extend(cargo_home());
        folders
    }

    /// Folders of this machine, and the names that the binary gets to see in their place. Later ones win.
    fn renamed(&self) -> Result<Vec<(PathBuf, &'static str)>> {
        let mut renamed = vec![(self.source.clone(), "/keyin"), (self.target.clone(), "/target")];
        if let Some(home) = cargo_home() {
            let packages = home.join("registry/src");
            // The folder in it is named after the registry that the packages came by, which may be a mirror.
            if packages.is_dir() {
                for registry in
                    std::fs::read_dir(&packages).context("cargo's packages could not be listed")?
                {
                    renamed.push((
                        registry.context("cargo's packages could not be listed")?.path(),
                        "/packages",
                    ));
                }
            }
        }
        Ok(renamed)
    }
}

fn is_from_outside(variable: &str) -> bool {
    variable.starts_with(PROFILES) || FROM_OUTSIDE.contains(&variable)
}

fn cargo_home() -> Option<PathBuf> {
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    named.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// Cargo takes several flags in one variable, parted by a sign that no flag has.
fn rust_flags(renamed: &[(PathBuf, &str)]) -> String {
    let flags: Vec<String> = renamed
        .iter()
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()))
        .collect();
    flags.join("\u{1f}")
}

fn c_flags(renamed: &[(PathBuf, &str)]) -> String {
    let flags: Vec<String> = renamed
        .iter()
        .map(|(folder, name)| quoted(&format!("-ffile-prefix-map={}={name}", folder.display())))
        .collect();
    flags.join(" ")
}

fn quoted(flag: &str) -> String {
    format!("'{}'", flag.replace('\'', r"'\''"))
}

/// What the binary runs on, as Rust names it.
///
/// # Errors
///
/// Fails when rustc does not say it.
pub(super) fn host() -> Result<String> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = process::read(Command::new(program).arg("-vV"))?;
    let said = String::from_utf8(said).context("rustc's answer is not UTF-8")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what it builds for")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn flags_name_each_folder_and_survive_spaces() {
        let renamed = [(PathBuf::from("/a b"), "/keyin"), (PathBuf::from("/it's"), "/target")];
        assert_eq!(
            rust_flags(&renamed),
            "--remap-path-prefix=/a b=/keyin\u{1f}--remap-path-prefix=/it's=/target"
        );
        assert_eq!(
            c_flags(&renamed),
            r"'-ffile-prefix-map=/a b=/keyin' '-ffile-prefix-map=/it'\''s=/target'"
        );
    }

    #[test]
    fn what_would_make_it_another_binary_is_taken_away() {
        assert!(is_from_outside("RUSTFLAGS") && is_from_outside("CARGO_PROFILE_DIST_LTO"));
        assert!(!is_from_outside("PATH") && !is_from_outside("CARGO_HOME"));
    }

    #[test]
    fn the_sources_and_what_is_made_of_them_are_looked_for() {
        let place = Place { source: PathBuf::from("/s"), target: PathBuf::from("/t") };
        let folders = place.folders();
        assert!(folders.contains(&PathBuf::from("/s")) && folders.contains(&PathBuf::from("/t")));
        assert!(!folders.iter().any(|folder| folder == Path::new("/")));
    }
}
