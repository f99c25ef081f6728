//! The real `keyin` at a terminal, and somebody who types.

use std::ffi::OsStr;

use serde_json::{Value, json};

use crate::{Keyin, Run};

/// The standard library has no pseudo-terminal, and its calls need `unsafe`; Python's has one.
const ON_A_TERMINAL: &str = include_str!("on_a_terminal.py");

/// What is typed once something is asked.
#[derive(Clone, Copy, Debug)]
pub struct Typed {
    /// A part of the question.
    pub asked: &'static str,
    /// The answer, without the key that ends it.
    pub text: &'static str,
    /// Whether to wait until the terminal shows nothing that is typed. One that goes on showing it is waited for in vain.
    pub hidden: bool,
}

impl Keyin {
    /// Runs a command at a terminal to its end. All that the terminal showed is in `stdout`.
    ///
    /// # Panics
    /// If `python3` is not there, or something was not asked.
    pub async fn at_a_terminal(&self, arguments: &[&str], typed: &[Typed]) -> Run {
        let dialogue =
            |answer: &Typed| json!({"asked": answer.asked, "typed": answer.text, "hidden": answer.hidden});
        let dialogue: Value = typed.iter().map(dialogue).collect();
        let path = std::env::var("PATH").expect("no PATH");
        let python = self.clone().with("PATH", &path).running("python3");
        let command: [&OsStr; 3] = ["-c".as_ref(), ON_A_TERMINAL.as_ref(), self.program().as_ref()];
        let command: Vec<&OsStr> = command.into_iter().chain(arguments.iter().map(OsStr::new)).collect();
        let run = python.run_with_input(&command, dialogue.to_string().as_bytes()).await;
        assert!(run.stderr.is_empty(), "{run:?}");
        run
    }
}
