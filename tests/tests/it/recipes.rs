//! The recipes for Python and Node, run as their readers would run them: with the public clients of the API, unchanged,
//! as their registries hand them out.

use keyin_tests::program;

use crate::installed::{Folder, run};

#[test]
fn the_python_client_passes_its_recipe() {
    let recipe = Folder::copied("recipes/pytest");
    let python = recipe.install_python_packages();
    let mut tests = recipe.command(&python);
    tests
        .args(["-m", "pytest", "-p", "no:cacheprovider"])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("KEYIN", program());
    run(&mut tests, "pytest");
}

#[test]
fn the_four_node_clients_pass_their_recipes() {
    let recipe = Folder::copied("recipes/node-test");
    recipe.install_node_packages();
    run(recipe.command("node").arg("--test").env("KEYIN", program()), "node, 20 or newer");
}
