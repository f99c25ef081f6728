//! The command line of keyin: reads settings, builds the adapters, runs the use cases, tells the outcome.
//!
//! Use it as a program: `cargo install keyin`. As a library it is for tests that run the very same command line with
//! something around its ports, and for a binary of your own that does:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use keyin_cli::{Decorators, run};
//!
//! fn main() -> ExitCode {
//!     // What is put around the journal sees every step before and after it is durable.
//!     run(Decorators { journal: |journal| journal, ..Decorators::default() })
//! }
//! ```
//!
//! It is the product's one composition root: nothing else of it chooses adapters.

#![forbid(unsafe_code)]

mod args;
mod batch_file;
mod card_input;
mod commands;
mod csv_target;
mod exit;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod hidden_answers;
mod input;
mod logging;
mod output;
mod problem;
mod render;
mod settings;
mod status_line;
mod stop_signal;
mod wiring;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use keyin_domain::Language;

use args::Cli;
use output::Output;
use settings::{Environment, Settings, environment};

pub use wiring::Decorators;

/// Runs the command line of this process.
pub fn run(decorators: Decorators) -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let (environment, unreadable) = environment::of_this_process();
    let cli = match parse(&arguments, &environment) {
        Ok(cli) => cli,
        Err(exit) => return exit,
    };
    let spoken = Output { json: cli.global.json, language: settings::language(&cli.global, &environment) };
    let readable = unreadable.map_or(Ok(()), |name| Err(environment::not_text(&name, spoken.language)));
    let settings = match readable.and_then(|()| Settings::read(&cli.global, &environment)) {
        Ok(settings) => settings,
        Err(problem) => {
            spoken.problem(&problem);
            return problem.exit().into();
        }
    };
    let output = Output { language: settings.language, ..spoken };
    if let Err(problem) = logging::start(&cli.command, &settings) {
        output.problem(&problem);
        return problem.exit().into();
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let problem = problem::Problem::unavailable("process.runtime", error.to_string());
            output.problem(&problem);
            return problem.exit().into();
        }
    };
    let outcome = runtime.block_on(commands::run(cli.command, settings, decorators, output));
    match outcome {
        Ok(exit) => exit.into(),
        Err(problem) => {
            output.problem(&problem);
            problem.exit().into()
        }
    }
}

/// Help and version are printed by the parser; what it refuses is told in our own words.
fn parse(arguments: &[OsString], environment: &Environment) -> Result<Cli, ExitCode> {
    let language = spoken_language(arguments, environment);
    let mut command = Cli::command();
    if language == Language::Korean {
        command = args::in_korean(command);
    }
    let parsed = command.try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| {
        if !error.use_stderr() {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        let json = arguments.iter().any(|argument| argument == "--json");
        let problem = args::explain_refusal(&error, language);
        if !json && error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            let _ = error.print();
        } else {
            Output { json, language }.problem(&problem);
        }
        problem.exit().into()
    })
}

/// The language before the arguments are parsed: `--lang`, else the environment.
fn spoken_language(arguments: &[OsString], environment: &Environment) -> Language {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after_flag =
        texts.iter().position(|text| *text == "--lang").and_then(|at| texts.get(at + 1).copied());
    let lang = after_flag.or_else(|| texts.iter().find_map(|text| text.strip_prefix("--lang=")));
    let global = args::Global { lang: lang.map(str::to_owned), ..args::Global::default() };
    settings::language(&global, environment)
}
