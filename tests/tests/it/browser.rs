//! The sandbox's page in a real browser. The screenshots are kept in `target/screenshots`.

use std::path::Path;

use crate::installed::{Folder, run};

#[test]
fn the_page_of_the_sandbox_is_used() {
    // How the sandbox is started stands in the recipe.
    Folder::copied("recipes/node-test");
    let tests = Folder::copied("tests/browser");
    tests.install_node_packages();
    let screenshots = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
    let mut node = tests.command("node");
    node.arg("--test").env("KEYIN", keyin_tests::program()).env("KEYIN_SCREENSHOTS", screenshots);
    run(&mut node, "node, 20 or newer, and Chromium as /usr/bin/chromium or as CHROMIUM names it");
}
