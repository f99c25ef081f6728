//! Where the `keyin` binary is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The real binary, built if it is not up to date.
///
/// Cargo tells a test only of the binaries of its own package, so this one is asked for by name: the first caller
/// builds it, in the profile that the tests were built in.
///
/// # Panics
/// If it cannot be built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(build)
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    build.args(["build", "--quiet", "--package", "keyin", "--bin", "keyin", "--message-format", "json"]);
    build.args(["--profile", &profile()]);
    forget_this_package(&mut build);
    let output = build.output().expect("cargo cannot be run");
    let told = String::from_utf8_lossy(&output.stdout);
    let artifacts = told.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let binary = artifacts
        .filter(|artifact| artifact["target"]["name"] == "keyin")
        .find_map(|artifact| artifact["executable"].as_str().map(PathBuf::from));
    let errors = String::from_utf8_lossy(&output.stderr);
    binary.unwrap_or_else(|| panic!("keyin could not be built: {errors}"))
}

/// The binary of that name of this package, for the programs that stand beside it.
///
/// # Panics
/// If it is not there.
pub fn sibling(name: &str) -> PathBuf {
    let binary = folder_of_the_profile().join(name);
    assert!(binary.is_file(), "{name} is not built: cargo build --package keyin-tests --bins");
    binary
}

/// The folder of the profile `dev` is called `debug`.
fn profile() -> String {
    match folder_of_the_profile().file_name().and_then(|name| name.to_str()) {
        None | Some("debug") => "dev".to_owned(),
        Some(name) => name.to_owned(),
    }
}

/// Programs stand in `target/PROFILE`, tests in a folder `deps` in it.
fn folder_of_the_profile() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let folder = program.parent().unwrap();
    let is_of_a_test = folder.file_name().is_some_and(|name| name == "deps");
    if is_of_a_test { folder.parent().unwrap().to_path_buf() } else { folder.to_path_buf() }
}

/// What cargo tells a test of its package would make build scripts of other packages run again.
fn forget_this_package(build: &mut Command) {
    const OF_A_PACKAGE: [&str; 6] = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_CRATE_NAME",
        "CARGO_BIN_",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
    ];
    for (name, _) in std::env::vars_os() {
        if OF_A_PACKAGE.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            build.env_remove(name);
        }
    }
}
