//! Folders of tests in other languages, copied out of the tree, with what they need installed beside them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

const TREE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A copy of a folder of the tree: nothing is installed into the tree itself.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Copies the files of the folder to the place that it has in the tree, so that copies find each other. What was
    /// installed for it before stays there.
    pub(crate) fn copied(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("copied").join(name);
        fs::create_dir_all(&path).unwrap();
        for entry in fs::read_dir(Path::new(TREE).join(name)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), path.join(entry.file_name())).unwrap();
            }
        }
        Self { path }
    }

    /// Installs what the list asks for, unless that very list was installed before.
    fn install(&self, list: &str, install: impl FnOnce()) {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _only_one = ONE_AT_A_TIME.lock().unwrap();
        let wanted = fs::read(self.path.join(list)).unwrap();
        let done = self.path.join("installed");
        if fs::read(&done).ok().as_ref() != Some(&wanted) {
            install();
            fs::write(&done, wanted).unwrap();
        }
    }

    /// Installs the packages of `package-lock.json`.
    pub(crate) fn install_node_packages(&self) {
        self.install("package-lock.json", || {
            let quietly = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
            run(self.command("npm").args(quietly), "npm");
        });
    }

    /// Installs the packages of `requirements.txt`; the Python that has them.
    pub(crate) fn install_python_packages(&self) -> PathBuf {
        let python = self.join("venv/bin/python");
        self.install("requirements.txt", || {
            let venv = ["-m", "venv", "--clear", "venv"];
            run(self.command("python3").args(venv), "python3 with its module venv");
            let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
            run(self.command(&python).args(pip).args(["-r", "requirements.txt"]), "pip");
        });
        python
    }

    fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// A command within the folder.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.path).stdin(Stdio::null());
        command
    }
}

/// Runs it to its end and shows what it told if it fails.
pub(crate) fn run(command: &mut Command, what: &str) {
    let told = command.output().unwrap_or_else(|error| panic!("these tests need {what}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{what}: {}\n{out}\n{err}", told.status);
}
