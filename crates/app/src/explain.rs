//! Problems in words for people, with a stable code for programs.

mod billing_key;
mod cancel;
mod charge;
mod decide;
mod gateway;
mod input;
mod reconcile;
mod schedule;

use keyin_domain::{Field, Language};

/// What a problem means for whoever called: what is known of the money, and of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// There is no such thing.
    NotFound,
    /// The call cannot be made as it is: bad input, a conflict, not offered. Nothing was sent.
    NothingSent,
    /// The gateway, PG or issuer refused. Nothing was charged or given back.
    Refused,
    /// The gateway or the store is not available, or the credentials were refused. Certainly nothing was
    /// charged or given back.
    Unavailable,
    /// The outcome is not known.
    Unknown,
}

/// A problem that can be told to people and programs.
pub trait Explain {
    /// Stable dotted code.
    fn code(&self) -> String;

    /// What it means.
    fn consequence(&self) -> Consequence;

    /// What happened, what is known of the money, what to do next.
    fn message(&self, language: Language) -> String;
}

/// One text in both languages.
struct Words {
    english: String,
    korean: String,
}

impl Words {
    fn new(english: impl Into<String>, korean: impl Into<String>) -> Self {
        Self { english: english.into(), korean: korean.into() }
    }

    fn to(self, language: Language) -> String {
        match language {
            Language::English => self.english,
            Language::Korean => self.korean,
        }
    }

    /// The same, with another sentence behind it.
    fn and(self, english: &str, korean: &str) -> Self {
        Self { english: format!("{} {english}", self.english), korean: format!("{} {korean}", self.korean) }
    }
}

/// The names of these fields, for people.
fn labels(fields: &[Field], language: Language) -> String {
    fields.iter().map(|field| field.label(language)).collect::<Vec<_>>().join(", ")
}
