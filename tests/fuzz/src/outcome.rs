//! What a call came to, and what must have been answered for it.

use serde_json::Value;

use crate::exchange::Input;

/// What is known of the effect of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was carried out, and the answer is about it.
    Done,
    /// Proven: it was not carried out, in words of the gateway or the PG.
    Refused,
    /// Proven: it never arrived.
    NotSent,
    /// Nothing is proven.
    Unknown,
}

/// What holds of every call and every answer: nothing that is not understood is proven.
pub(crate) fn check(outcome: Outcome, input: &Input<'_>, seen: usize) {
    assert!(seen <= 1 || (seen == 2 && input.may_be_unauthorized()), "a call was sent {seen} times");
    match outcome {
        Outcome::NotSent => assert_eq!(seen, 0, "what has arrived is said not to have been sent"),
        Outcome::Unknown => {}
        Outcome::Done | Outcome::Refused => {
            assert!(seen > 0, "an answer to nothing");
            if let Some(status) = input.status {
                check_words(outcome, status, input.json().as_ref());
            }
        }
    }
}

fn check_words(outcome: Outcome, status: u16, json: Option<&Value>) {
    let is_good = (200..300).contains(&status);
    let by_status = outcome == Outcome::Refused && matches!(status, 401 | 403);
    let by_words = is_good || (outcome == Outcome::Refused && matches!(status, 400 | 404));
    assert!(by_status || by_words, "{outcome:?} is believed of a status {status}");
    if by_status {
        return;
    }
    let json = json.expect("an answer that is believed is JSON");
    let is_object = json.get("code").is_some();
    assert!(is_object, "{outcome:?} is believed of an answer without a code");
    if outcome == Outcome::Done {
        assert!(is_zero(&json["code"]), "an answer with another code than 0 is taken for done");
        assert!(!json["response"].is_null(), "an answer without a response is taken for done");
    }
}

/// Numbers come as texts, too.
fn is_zero(code: &Value) -> bool {
    code.as_f64() == Some(0.0) || code.as_str().is_some_and(|text| text.trim().parse() == Ok(0))
}
