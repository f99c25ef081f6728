//! Starting other programs: cargo and git.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Variables with these beginnings are about the xtask package itself. Handed on to another cargo they would make build
/// scripts that watch them run again at every call.
const ABOUT_THIS_PACKAGE: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// The cargo that started this program, ready to run in `root`.
pub(crate) fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        if is_about_this_package(&name) {
            command.env_remove(name);
        }
    }
    command
}

fn is_about_this_package(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    ABOUT_THIS_PACKAGE.iter().any(|beginning| name.starts_with(beginning))
}

/// Runs a program to its end with this program's own input and output.
///
/// # Errors
///
/// Fails when the program cannot be started or does not end well; `mend` tells the reader what to do then.
pub(crate) fn run(command: &mut Command, mend: &str) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("`{shown}` could not be started"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status}).\n  To mend it: {mend}");
    }
    Ok(())
}

/// Runs a program to its end and returns what it wrote to its standard output.
///
/// # Errors
///
/// Fails when the program cannot be started or does not end well, with what it wrote to its standard error.
pub(crate) fn read(command: &mut Command) -> Result<Vec<u8>> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("`{shown}` could not be started"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut text = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
