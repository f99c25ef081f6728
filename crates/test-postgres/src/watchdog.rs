//! Whoever stays behind when the test is gone.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Waits for the end of its standard input, runs a command, and removes a folder.
///
/// The other end of the pipe is held by this process alone (it is closed in every program that is started), so it
/// ends with the process, however that ends.
#[derive(Debug)]
pub(crate) struct Watchdog {
    lifeline: Option<ChildStdin>,
    child: Child,
}

impl Watchdog {
    pub(crate) fn over(folder: &Path, at_the_end: &Command) -> Self {
        let script = "cat >/dev/null; \"$@\" >/dev/null 2>&1; rm -rf -- \"$0\"";
        let mut command = Command::new("sh");
        command.args(["-c", script]).arg(folder);
        command.arg(at_the_end.get_program()).args(at_the_end.get_args());
        // In a group of its own, so that Ctrl-C on a terminal does not end it before its work.
        command.process_group(0).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("`sh` can be started");
        Self { lifeline: child.stdin.take(), child }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let _ = self.child.wait();
    }
}
