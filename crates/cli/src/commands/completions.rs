//! `keyin completions`

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::Context;
use crate::args::Cli;
use crate::exit::Exit;
use crate::problem::Problem;

/// Prints the completions of a shell.
pub(super) fn run(shell: Shell, context: &Context) -> Result<Exit, Problem> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "keyin", &mut script);
    let script = String::from_utf8_lossy(&script);
    let document = serde_json::json!({ "shell": shell.to_string(), "script": script });
    context.output.result(&document, script.trim_end());
    Ok(Exit::Done)
}
