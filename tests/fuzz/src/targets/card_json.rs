//! The card that is piped in: what is taken is shown masked, and what is refused is not repeated.

use keyin_domain::CardNumber;
use serde_json::{Map, Value};

/// So many digits in a row do not stand in a message of ours.
const TELLING: usize = 6;

/// Digits that messages of ours hold as an example.
pub(super) const EXAMPLE: &str = "123456789012";

/// Takes what stands on standard input.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(json) = std::str::from_utf8(bytes) else { return };
    match keyin_cli::fuzzing::card(json) {
        Ok(card) => {
            let object: Map<String, Value> = serde_json::from_str(json).unwrap();
            let digits = digits(object["card_number"].as_str().unwrap());
            assert_eq!(card.number().len(), digits.len());
            check_masked(card.number(), &digits);
            let shown = format!("{card:?}");
            assert!(!shown.contains(&digits), "a card is shown: {shown}");
        }
        Err(told) => {
            let runs = json.split(|sign: char| !sign.is_ascii_digit()).filter(|run| run.len() >= TELLING);
            for run in runs.filter(|run| !EXAMPLE.contains(run)) {
                assert!(!told.contains(run), "what was refused is repeated: {told}");
            }
        }
    }
}

/// Six digits at the beginning and four at the end are all that is ever shown.
pub(super) fn check_masked(number: &CardNumber, digits: &str) {
    let masked = number.masked().to_string();
    assert_eq!(masked.len(), digits.len());
    let middle = &masked[6..masked.len() - 4];
    assert!(middle.bytes().all(|sign| sign == b'*'), "{masked}");
    assert_eq!((&masked[..6], &masked[masked.len() - 4..]), (&digits[..6], &digits[digits.len() - 4..]));
    assert!(!format!("{number:?}").contains(digits));
}

pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
