//! The environment of this process.

use std::collections::HashMap;

use keyin_domain::Language;

use crate::problem::Problem;

/// The environment, read once.
pub(crate) type Environment = HashMap<String, String>;

/// All of it that is text, and a variable of keyin's that is not, if there is one. To pass over that would take another
/// journal, or another gateway, for the one that was meant.
pub(crate) fn of_this_process() -> (Environment, Option<String>) {
    let mut environment = Environment::new();
    let mut unreadable = None;
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => drop(environment.insert(name, value)),
            Err(_) if name.starts_with("KEYIN_") => unreadable = Some(name),
            Err(_) => {}
        }
    }
    (environment, unreadable)
}

/// The value of that variable is not text.
pub(crate) fn not_text(name: &str, language: Language) -> Problem {
    let message = match language {
        Language::English => format!("{name}: must be text in UTF-8"),
        Language::Korean => format!("{name}: UTF-8 문자열이어야 합니다"),
    };
    Problem::usage("settings.invalid", message, Some(name.to_owned()))
}
