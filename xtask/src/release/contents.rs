//! What goes into a crate's package: its sources and what belongs to them, and nothing that lay beside them.

use std::path::Path;

use anyhow::{Context, Result};

use super::workspace::Crate;
use crate::process;

/// What every package holds.
const REQUIRED: [&str; 4] = ["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE"];
/// What cargo itself puts in.
const BY_CARGO: [&str; 3] = ["Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"];
/// Folders, and the kinds of file that may lie in each. The sandbox's page lies with its sources.
const FOLDERS: [(&str, &[&str]); 3] =
    [("src/", &["rs", "html", "css", "js"]), ("migrations/", &["sql"]), ("examples/", &["rs"])];

/// The files that cargo would pack for `one`.
///
/// # Errors
///
/// Fails when cargo cannot list them.
pub(crate) fn list(root: &Path, one: &Crate) -> Result<Vec<String>> {
    let mut command = process::cargo(root);
    command.args(["package", "--quiet", "--list", "--allow-dirty", "--package", &one.name]);
    let listed =
        String::from_utf8(process::read(&mut command)?).context("a packed file's name is not UTF-8")?;
    Ok(listed.lines().map(|line| line.replace('\\', "/")).collect())
}

/// What is wrong with a package that holds `files`, a sentence each.
pub(crate) fn faults(name: &str, files: &[String]) -> Vec<String> {
    let stray = files.iter().filter(|file| !belongs(file)).map(|file| format!("`{name}` packs {file}"));
    let missing = REQUIRED
        .iter()
        .filter(|&&wanted| !files.iter().any(|file| file == wanted))
        .map(|wanted| format!("`{name}` does not pack {wanted}"));
    let mut faults: Vec<String> = stray.chain(missing).collect();
    if !files.iter().any(|file| file == "src/lib.rs" || file == "src/main.rs") {
        faults.push(format!("`{name}` packs no sources"));
    }
    faults
}

fn belongs(file: &str) -> bool {
    if REQUIRED.contains(&file) || BY_CARGO.contains(&file) {
        return true;
    }
    let hidden = file.split('/').any(|part| part.starts_with('.'));
    let ending = Path::new(file).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    !hidden && FOLDERS.iter().any(|(folder, endings)| file.starts_with(folder) && endings.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(more: &[&str]) -> Vec<String> {
        let whole = ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs"];
        let files: Vec<String> = whole.iter().chain(more).map(|&file| file.to_owned()).collect();
        faults("a", &files)
    }

    #[test]
    fn sources_and_what_belongs_to_them_pass() {
        let files =
            ["src/page/index.html", "src/a/tests.rs", "migrations/V1__journal.sql", "examples/shop.rs"];
        assert_eq!(found(&files), Vec::<String>::new());
    }

    #[test]
    fn what_lay_beside_them_is_found() {
        for stray in [
            "tests/it/encryption/server.key",
            "keyin.db",
            "src/notes.txt",
            "src/.env",
            "migrations/dump.db",
            "perf.data",
            "src/lib.rs.orig",
        ] {
            assert_eq!(found(&[stray]), [format!("`a` packs {stray}")], "{stray}");
        }
    }

    #[test]
    fn what_is_missing_is_found() {
        assert_eq!(faults("a", &["Cargo.toml".to_owned()]).len(), 4);
    }
}
