//! Lays out what a release's archive holds.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// Files of the repository that go along.
const COPIED: [&str; 5] = ["README.md", "README.ko.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];
/// Shells, and the names that each looks for.
const COMPLETIONS: [(&str, &str); 3] = [("bash", "keyin.bash"), ("zsh", "_keyin"), ("fish", "keyin.fish")];
/// Languages, and where their manual pages lie.
const PAGES: [(&str, &str); 2] = [("en", "man/man1"), ("ko", "man/ko/man1")];

/// Fills `stage` with the binary, what it says of itself, files of the sources, and what was `made` beside.
///
/// # Errors
///
/// Fails when a file cannot be written or the binary cannot be asked.
pub(super) fn fill(stage: &Path, source: &Path, binary: &Path, made: &[(&str, Vec<u8>)]) -> Result<()> {
    let put = |file: &str, bytes: &[u8]| {
        fs::write(stage.join(file), bytes).with_context(|| format!("{file} could not be written"))
    };
    for folder in ["bin", "completions"].into_iter().chain(PAGES.map(|(_, folder)| folder)) {
        fs::create_dir_all(stage.join(folder)).with_context(|| format!("{folder} could not be made"))?;
    }
    fs::copy(binary, stage.join("bin/keyin")).context("the binary could not be copied")?;
    for file in COPIED {
        fs::copy(source.join(file), stage.join(file))
            .with_context(|| format!("{file} could not be copied"))?;
    }
    for (shell, file) in COMPLETIONS {
        let script = process::read(asked(binary, "en").args(["completions", shell]))?;
        put(&format!("completions/{file}"), &script)?;
    }
    for (language, folder) in PAGES {
        process::read(asked(binary, language).args(["man", "--out"]).arg(stage.join(folder)))?;
    }
    for (file, bytes) in made {
        put(file, bytes)?;
    }
    Ok(())
}

/// The binary, without anything of this machine's settings.
fn asked(binary: &Path, language: &str) -> Command {
    let mut command = Command::new(binary);
    command.env_clear().env("KEYIN_LANG", language);
    command
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn everything_that_a_release_promises_lies_in_its_place() {
        let work = tempfile::tempdir().unwrap();
        let (source, stage) = (work.path().join("source"), work.path().join("stage"));
        fs::create_dir_all(&source).unwrap();
        fs::create_dir_all(&stage).unwrap();
        for file in COPIED {
            fs::write(source.join(file), file).unwrap();
        }
        let binary = work.path().join("keyin");
        let script = "#!/bin/sh\nif [ \"$1\" = man ]; then echo \"$KEYIN_LANG\" >\"$3/keyin.1\"; else echo \"$2 $HOME\"; fi\n";
        fs::write(&binary, script).unwrap();
        fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();

        fill(&stage, &source, &binary, &[("list.json", b"{}".to_vec())]).unwrap();
        let text = |file: &str| fs::read_to_string(stage.join(file)).unwrap();
        assert_eq!(text("completions/_keyin"), "zsh \n");
        assert_eq!(text("man/ko/man1/keyin.1"), "ko\n");
        assert_eq!(text("man/man1/keyin.1"), "en\n");
        assert_eq!(text("list.json"), "{}");
        assert_eq!(text("README.ko.md"), "README.ko.md");
        assert!(stage.join("bin/keyin").is_file());
    }
}
