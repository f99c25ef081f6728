//! Logs, on standard error.

use keyin_domain::Language;
use tracing_subscriber::EnvFilter;

use crate::args::{Command, Pay};
use crate::problem::Problem;
use crate::settings::Settings;

/// Starts logging: as the settings say, else `info` for servers and `warn` for commands.
pub(crate) fn start(command: &Command, settings: &Settings) -> Result<(), Problem> {
    let usual = match command {
        Command::Sandbox(_) => "info",
        // What goes wrong there is meant to.
        Command::Demo => "error",
        // Each row is told by itself.
        Command::Pay(Pay::File(_)) => "warn,keyin_gateway_layers=error",
        _ => "warn",
    };
    let filter = match &settings.log {
        None => EnvFilter::new(usual),
        Some(text) => EnvFilter::try_new(text).map_err(|_| {
            let message = match settings.language {
                Language::English => "log: must be a filter such as info or keyin=debug",
                Language::Korean => "log: info, keyin=debug 같은 필터여야 합니다",
            };
            Problem::usage("settings.invalid", message.into(), Some("log".into()))
        })?,
    };
    // A log that cannot be written is given up. To complain about that on standard error would end in a panic where that
    // is what cannot be written, and take the outcome of a call with it.
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .log_internal_errors(false);
    // Somebody who embeds the command line may log already; theirs stands.
    let _ = subscriber.try_init();
    Ok(())
}
