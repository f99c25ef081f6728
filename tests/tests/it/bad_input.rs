//! Every field of every command, refused: exit 2, the field and the rule in the user's language, never the text that
//! was refused, nothing written down and no call made.

mod arguments;
mod card;
mod fields;
mod settings;
mod stores;

use keyin_tests::{Keyin, Run, Till};

/// What an argument of a command line may be long at most, with room for the others.
const LONGEST_ARGUMENT: usize = 120_000;
/// Far more than any message needs.
const LONGEST_MESSAGE: usize = 1_500;

/// The languages, and whether Korean letters are expected.
const LANGUAGES: [(&str, bool); 2] = [("ko", true), ("en", false)];

fn has_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

/// Checks a refusal in `--json` and returns its code and field.
#[track_caller]
fn refused(run: &Run, korean: bool, secrets: &[&str]) -> (String, Option<String>) {
    assert_eq!(run.exit, Some(2), "{}", shortened(run));
    let document = run.document();
    let error = &document["error"];
    let (code, message) = (error["code"].as_str().unwrap(), error["message"].as_str().unwrap());
    let is_stable = code.split('.').count() >= 2
        && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_'));
    assert!(is_stable, "{code}");
    assert!(!message.is_empty() && message.len() <= LONGEST_MESSAGE, "{message}");
    assert_eq!(has_korean(message), korean, "{message}");
    never_shown(run, secrets);
    (code.to_owned(), error["field"].as_str().map(str::to_owned))
}

/// Nothing of what was refused is in what was told. A text too short to be told from the message's own is passed over.
#[track_caller]
fn never_shown(run: &Run, secrets: &[&str]) {
    for secret in secrets.iter().map(|secret| secret.trim()).filter(|secret| secret.chars().count() >= 4) {
        let start: String = secret.chars().take(64).collect();
        assert!(!run.stdout.contains(&start) && !run.stderr.contains(&start), "{}", shortened(run));
    }
}

fn shortened(run: &Run) -> String {
    format!("{run:?}").chars().take(2_000).collect()
}

/// No call was made beside the shop's own for a token, and nothing was written down.
#[track_caller]
fn nothing_happened(till: &Till) {
    let requests = till.shop.sandbox.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    nothing_written(&till.keyin);
}

#[track_caller]
fn nothing_written(keyin: &Keyin) {
    assert!(!keyin.journal().exists(), "a refused command has opened the journal");
}
