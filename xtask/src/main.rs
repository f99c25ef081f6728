//! What people and CI run: `cargo xtask check`, `cargo xtask test`, and what `cargo xtask help` lists beside them.
//!
//! It starts processes and reads files, nothing else; it never installs anything. A check that cannot run fails, and so
//! nothing passes by being skipped.

mod architecture;
mod commands;
mod coverage;
mod features;
mod fuzzing;
mod process;
mod programs;
mod release;
mod root;
mod supply;
mod terminal;
mod tidy;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match commands::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::failure(&error);
            ExitCode::FAILURE
        }
    }
}
