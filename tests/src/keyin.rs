//! The real `keyin` in a folder and with settings of its own.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::{program, traces_of_number};

/// Longer than any command here takes; one that takes so long hangs.
const PATIENCE: Duration = Duration::from_secs(600);

/// Windows of seconds, so that an absence is believed after five.
const WINDOWS: [(&str, &str); 4] = [
    ("KEYIN_SEND_DEADLINE", "2s"),
    ("KEYIN_GATEWAY_TIMEOUT", "1500ms"),
    ("KEYIN_STALL", "500ms"),
    ("KEYIN_GATEWAY_LAG", "1s"),
];

/// Milliseconds: longer than the windows here let a call wait for its answer, and shorter than an absence takes to be believed.
pub const TOO_SLOW_MS: u64 = 3_000;

/// A merchant's machine: a folder with a journal, and an environment that holds the settings and nothing else.
#[derive(Clone, Debug)]
pub struct Keyin {
    folder: Arc<TempDir>,
    program: PathBuf,
    /// What stands before the arguments of every command.
    before: Vec<String>,
    environment: Vec<(OsString, OsString)>,
}

/// How a command ended.
#[derive(Clone, Debug)]
pub struct Run {
    /// The exit status; none if a signal ended it.
    pub exit: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Keyin {
    /// A machine on which nothing is set.
    ///
    /// # Panics
    /// If there is no temporary folder.
    pub fn bare() -> Self {
        let folder = Arc::new(TempDir::new().unwrap());
        Self { folder, program: program().to_path_buf(), before: Vec::new(), environment: Vec::new() }
    }

    /// A machine whose gateway is at that URL, with the sandbox's usual key and secret.
    pub fn new(gateway: &str) -> Self {
        let bare = Self::bare();
        let store = format!("sqlite:{}", bare.journal().display());
        let settings = [
            ("KEYIN_IAMPORT_URL", gateway),
            ("KEYIN_IAMPORT_KEY", "imp_apikey"),
            ("KEYIN_IAMPORT_SECRET", "imp_secret"),
            ("KEYIN_PG", "settle"),
            ("KEYIN_STORE", &store),
            // As loud as it gets: whatever is typed in any story must not be heard in it.
            ("KEYIN_LOG", "trace"),
        ];
        settings.into_iter().chain(WINDOWS).fold(bare, |keyin, (name, value)| keyin.with(name, value))
    }

    /// Where its journal is, once there is one.
    pub fn journal(&self) -> PathBuf {
        self.folder().join("journal.db")
    }

    /// The same machine with another value in its environment.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.into(), value.into()));
        self
    }

    /// The same machine without a value in its environment.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self
    }

    /// The same machine with another program in the place of `keyin`.
    #[must_use]
    pub fn running(mut self, program: impl Into<PathBuf>) -> Self {
        self.program = program.into();
        self
    }

    /// The same machine, whose commands a shell starts after these lines. It is no script of our own: one that was just
    /// written may still be open in a fork of another test, and then it cannot be started.
    #[must_use]
    pub fn in_a_shell(mut self, lines: &str) -> Self {
        let program = self.program.display().to_string();
        self.before = vec!["-c".to_owned(), format!("{lines}\nexec \"$0\" \"$@\""), program];
        self.running("/bin/sh")
    }

    /// The folder that commands run in and that holds the journal; removed with the last of its clones.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Runs a command to its end, with nothing on standard input.
    pub async fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Run {
        self.run_with_input(arguments, b"").await
    }

    /// Runs a command to its end, with that on standard input.
    ///
    /// # Panics
    /// If it cannot be started, or does not end.
    pub async fn run_with_input<A: AsRef<OsStr>>(&self, arguments: &[A], input: &[u8]) -> Run {
        let running = self.start(arguments, input).await;
        let output = ended(running).await;
        assert_tells_no_card(input, &output);
        Run::of(output)
    }

    /// Starts a command and gives it its input; dropping it kills it.
    ///
    /// # Panics
    /// If it cannot be started.
    pub async fn start<A: AsRef<OsStr>>(&self, arguments: &[A], input: &[u8]) -> Child {
        let mut command = Command::new(&self.program);
        command.args(&self.before).args(arguments).current_dir(self.folder());
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut running = command.spawn().expect("keyin cannot be started");
        if let Some(mut pipe) = running.stdin.take() {
            // A command that refuses its arguments ends before it reads.
            let _ = pipe.write_all(input).await;
        }
        running
    }

    /// Every byte that the folder holds: the journal, its write-ahead log and whatever else was left there.
    ///
    /// # Panics
    /// If it cannot be read.
    pub fn everything_kept(&self) -> Vec<u8> {
        let entries = std::fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect()
    }
}

async fn ended(running: Child) -> Output {
    let ended = tokio::time::timeout(PATIENCE, running.wait_with_output()).await;
    ended.expect("keyin does not end").unwrap()
}

impl Run {
    /// How a command that was started ends.
    ///
    /// # Panics
    /// If it does not.
    pub async fn end_of(running: Child) -> Self {
        Self::of(ended(running).await)
    }

    fn of(output: Output) -> Self {
        Self {
            exit: output.status.code(),
            signal: signal_of(output.status),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The documents on standard output, one a line.
    ///
    /// # Panics
    /// If a line is not JSON.
    #[track_caller]
    pub fn documents(&self) -> Vec<Value> {
        let parsed: Result<_, serde_json::Error> = self.stdout.lines().map(serde_json::from_str).collect();
        parsed.unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The one document on standard output.
    ///
    /// # Panics
    /// If there is none or more than one.
    #[track_caller]
    pub fn document(&self) -> Value {
        let mut documents = self.documents();
        assert_eq!(documents.len(), 1, "{self:?}");
        documents.remove(0)
    }

    /// The same run, if it ended with that status.
    ///
    /// # Panics
    /// If it did not.
    #[track_caller]
    pub fn ended(self, exit: i32) -> Self {
        assert_eq!(self.exit, Some(exit), "{self:?}");
        self
    }
}

/// Whatever a command says, it never says the number of the card that it was given.
#[track_caller]
fn assert_tells_no_card(input: &[u8], output: &Output) {
    let Ok(Value::Object(card)) = serde_json::from_slice(input) else { return };
    let Some(number) = card.get("card_number").and_then(Value::as_str) else { return };
    if (13..=19).contains(&number.bytes().filter(u8::is_ascii_digit).count()) {
        for told in [&output.stdout, &output.stderr] {
            assert_eq!(traces_of_number(number, told), Vec::<String>::new());
        }
    }
}

#[cfg(unix)]
fn signal_of(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal_of(_: ExitStatus) -> Option<i32> {
    None
}
