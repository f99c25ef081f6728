//! Signals to a running command.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use tokio::process::Child;

use crate::Keyin;

impl Keyin {
    /// [`start`](Self::start) for a command that is to be ended by a signal it does not listen for.
    ///
    /// Who starts the tests may ignore signals, as a shell does for what it runs in the background, and a command
    /// inherits that. Undoing it needs `unsafe` here; `env` of GNU coreutils does it and then becomes the command.
    ///
    /// # Panics
    /// As `start` does.
    pub async fn start_heeding_signals(&self, arguments: &[&str], input: &[u8]) -> Child {
        let command: [&OsStr; 2] = ["--default-signal=INT,TERM".as_ref(), self.program().as_ref()];
        let command: Vec<&OsStr> = command.into_iter().chain(arguments.iter().map(OsStr::new)).collect();
        self.clone().running("env").start(&command, input).await
    }
}

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
