//! The recipes for Python and Node, run as their readers would run them: with the public clients of the API, unchanged,
//! as their registries hand them out.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const RECIPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../recipes");

#[test]
fn the_python_client_passes_its_recipe() {
    let recipe = Recipe::copied("pytest");
    recipe.install("requirements.txt", || {
        run(
            recipe.command("python3").args(["-m", "venv", "--clear", "venv"]),
            "python3 with its module venv",
        );
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
        run(recipe.command(recipe.python()).args(pip).args(["-r", "requirements.txt"]), "pip");
    });
    let mut tests = recipe.command(recipe.python());
    tests.args(["-m", "pytest", "-p", "no:cacheprovider"]).env("PYTHONDONTWRITEBYTECODE", "1");
    run(&mut tests, "pytest");
}

#[test]
fn the_four_node_clients_pass_their_recipes() {
    let recipe = Recipe::copied("node-test");
    recipe.install("package-lock.json", || {
        let quietly = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
        run(recipe.command("npm").args(quietly), "npm");
    });
    run(recipe.command("node").arg("--test"), "node, 20 or newer");
}

/// A recipe in a folder of its own: nothing is installed into the tree.
struct Recipe {
    folder: PathBuf,
}

impl Recipe {
    /// What was installed for it before stays there.
    fn copied(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recipes").join(name);
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(Path::new(RECIPES).join(name)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
            }
        }
        Self { folder }
    }

    /// Installs what the list asks for, unless that very list was installed before.
    fn install(&self, list: &str, install: impl FnOnce()) {
        let wanted = fs::read(self.folder.join(list)).unwrap();
        let done = self.folder.join("installed");
        if fs::read(&done).ok().as_ref() != Some(&wanted) {
            install();
            fs::write(&done, wanted).unwrap();
        }
    }

    fn python(&self) -> PathBuf {
        self.folder.join("venv/bin/python")
    }

    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("KEYIN", keyin_tests::program()).stdin(Stdio::null());
        command
    }
}

/// Runs it to its end and shows what it told if it fails.
fn run(command: &mut Command, what: &str) {
    let told = command.output().unwrap_or_else(|error| panic!("these tests need {what}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{what}: {}\n{out}\n{err}", told.status);
}
