//! Answers that are typed at the terminal and never shown.

use std::io;

use zeroize::Zeroizing;

/// Asks each of `prompts` in turn. Nothing typed from before the first prompt until after the last answer is shown,
/// however fast it is typed; at the end of it, also after Ctrl-C, the terminal is as it was before.
///
/// # Errors
///
/// There is no terminal, or it ended.
#[cfg(unix)]
pub(crate) fn ask(prompts: &[String]) -> io::Result<Vec<Zeroizing<String>>> {
    let hidden = unix::Hidden::begin()?;
    let answers = prompts.iter().map(|prompt| hidden.ask(prompt)).collect();
    drop(hidden);
    if matches!(&answers, Err(error) if unix::is_interrupt(error)) {
        unix::interrupt();
    }
    answers
}

/// Asks each of `prompts` in turn.
///
/// # Errors
///
/// There is no terminal, or it ended.
#[cfg(not(unix))]
pub(crate) fn ask(prompts: &[String]) -> io::Result<Vec<Zeroizing<String>>> {
    prompts.iter().map(|prompt| rpassword::prompt_password(prompt).map(Zeroizing::new)).collect()
}

/// `rpassword` alone hides what is typed only once its prompt is shown, shows it again between two questions, and
/// after Ctrl-C leaves the terminal as it is. So the terminal is held here, and `rpassword` only reads.
#[cfg(unix)]
mod unix {
    use std::fs::{File, OpenOptions};
    use std::io::{self, Read, Write};

    use rpassword::{ConfigBuilder, read_password_with_config};
    use rustix::process::{Signal, getpid, kill_process};
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
    use zeroize::Zeroizing;

    const CTRL_C: u8 = 3;

    /// The terminal while it shows nothing that is typed.
    pub(super) struct Hidden {
        terminal: File,
        before: Termios,
    }

    impl Hidden {
        pub(super) fn begin() -> io::Result<Self> {
            let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
            let before = tcgetattr(&terminal)?;
            let mut modes = before.clone();
            // Each key comes as it is typed, Ctrl-C too: as a signal it would end the process before the terminal is
            // as it was.
            let shown = LocalModes::ECHO | LocalModes::ECHONL;
            modes.local_modes.remove(shown | LocalModes::ICANON | LocalModes::ISIG);
            modes.special_codes[SpecialCodeIndex::VMIN] = 1;
            modes.special_codes[SpecialCodeIndex::VTIME] = 0;
            tcsetattr(&terminal, OptionalActions::Now, &modes)?;
            Ok(Self { terminal, before })
        }

        pub(super) fn ask(&self, prompt: &str) -> io::Result<Zeroizing<String>> {
            let mut terminal = &self.terminal;
            terminal.write_all(prompt.as_bytes())?;
            let keys = Keys(self.terminal.try_clone()?);
            let config = ConfigBuilder::new().input_reader(keys).output_discard().build();
            let answer = read_password_with_config(config).map(Zeroizing::new);
            terminal.write_all(b"\n")?;
            answer
        }
    }

    impl Drop for Hidden {
        fn drop(&mut self) {
            // A terminal that is gone needs nothing.
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
        }
    }

    /// What is typed, key by key, up to Ctrl-C.
    struct Keys(File);

    impl Read for Keys {
        fn read(&mut self, keys: &mut [u8]) -> io::Result<usize> {
            let count = self.0.read(keys)?;
            let typed = keys.get(..count).unwrap_or_default();
            if typed.contains(&CTRL_C) { Err(io::ErrorKind::Interrupted.into()) } else { Ok(count) }
        }
    }

    pub(super) fn is_interrupt(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::Interrupted
    }

    /// Does what Ctrl-C does at any other time.
    pub(super) fn interrupt() {
        // Whoever started this process may have told it to go on.
        let _ = kill_process(getpid(), Signal::INT);
    }
}
