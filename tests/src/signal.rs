//! Signals to a running command.

use std::process::{Command, Stdio};

use tokio::process::Child;

/// Sends a signal, such as `TERM`, by the shell's own `kill`, so that no program has to be installed for it.
///
/// # Panics
/// If the command has ended and was waited for, or there is no shell.
pub fn send_signal(running: &Child, name: &str) {
    let id = running.id().expect("the command has ended").to_string();
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -\"$0\" \"$1\"", name, &id]).stderr(Stdio::null());
    assert!(kill.status().unwrap().success(), "{name} could not be sent");
}
