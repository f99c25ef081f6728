//! The recipes for Python and Node, run as their readers would run them: with the public clients of the API, unchanged,
//! as their registries hand them out.

use crate::installed::{Folder, run};

#[test]
fn the_python_client_passes_its_recipe() {
    let recipe = Folder::copied("recipes/pytest");
    let python = recipe.join("venv/bin/python");
    recipe.install("requirements.txt", || {
        let venv = ["-m", "venv", "--clear", "venv"];
        run(recipe.command("python3").args(venv), "python3 with its module venv");
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
        run(recipe.command(&python).args(pip).args(["-r", "requirements.txt"]), "pip");
    });
    let mut tests = recipe.command(&python);
    tests.args(["-m", "pytest", "-p", "no:cacheprovider"]).env("PYTHONDONTWRITEBYTECODE", "1");
    run(&mut tests, "pytest");
}

#[test]
fn the_four_node_clients_pass_their_recipes() {
    let recipe = Folder::copied("recipes/node-test");
    recipe.install_node_packages();
    run(recipe.command("node").arg("--test"), "node, 20 or newer");
}
