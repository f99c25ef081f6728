//! What people and programs are told of each problem: a code that stays, what is known of the money, and a sentence in
//! each language that holds the figures.

mod billing_keys;
mod cancels;
mod charges;
mod decisions;
mod gateway;
mod input;
mod schedules;
mod store;

use keyin_app::{Consequence, Explain};
use keyin_domain::{Language, NotSentCause, Refusal, RefusalKind, UnknownCause};
use keyin_ports::JournalError;

/// Asserts how a problem is told; `figures` stand in both languages.
#[track_caller]
fn told(problem: &dyn Explain, code: &str, consequence: Consequence, figures: &[&str]) {
    assert_eq!(problem.code(), code);
    assert_eq!(problem.consequence(), consequence, "{code}");
    let (english, korean) = (problem.message(Language::English), problem.message(Language::Korean));
    assert!(!english.is_empty() && !english.chars().any(is_hangul), "{code}: {english}");
    assert!(korean.chars().any(is_hangul), "{code}: {korean}");
    for message in [&english, &korean] {
        assert!(!message.contains("  ") && !message.contains(".."), "{code}: {message}");
        for figure in figures {
            assert!(message.contains(figure), "{code} does not tell {figure}: {message}");
        }
    }
}

fn is_hangul(letter: char) -> bool {
    ('가'..='힣').contains(&letter)
}

fn not_sent() -> NotSentCause {
    NotSentCause::PermitExpired
}

fn unknown() -> UnknownCause {
    UnknownCause::HttpStatus(502)
}

fn refusal() -> Refusal {
    Refusal::new(RefusalKind::NoChannel, "no channel for settle")
}

fn store_fails() -> JournalError {
    JournalError::Unavailable("the disk of row 7 is gone".into())
}
