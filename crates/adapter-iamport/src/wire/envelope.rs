//! What every answer is wrapped in: `{code, message, response}`.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::value::{Text, Whole};

#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub(super) struct Envelope<'a, T> {
    #[serde(default)]
    code: Whole,
    #[serde(default, borrow)]
    message: Text<'a>,
    response: Option<T>,
}

/// What an answer says.
#[derive(Debug, PartialEq)]
pub(crate) enum Reading<T> {
    /// Code 0: the call was carried out. That alone does not mean paid.
    Done(T),
    /// Another code, with the gateway's words. The code itself carries no stable meaning.
    Refused(String),
    /// No envelope, or one without the response it promises.
    Unreadable,
}

impl<T> Reading<T> {
    /// The gateway's words of a refusal.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Refused(message) => message,
            Self::Done(_) | Self::Unreadable => "",
        }
    }
}

/// Reads an answer whose response is a `T`. Of a refusal it does not matter what the response is.
pub(crate) fn read<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Reading<T> {
    match open::<T>(body) {
        Some(Envelope { code: Whole(Some(0)), response: Some(response), .. }) => Reading::Done(response),
        Some(Envelope { code: Whole(Some(0) | None), .. }) => Reading::Unreadable,
        Some(Envelope { message, .. }) => Reading::Refused(message.owned().unwrap_or_default()),
        None => match open::<IgnoredAny>(body) {
            Some(Envelope { code: Whole(Some(code)), message, .. }) if code != 0 => {
                Reading::Refused(message.owned().unwrap_or_default())
            }
            Some(_) | None => Reading::Unreadable,
        },
    }
}

fn open<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Option<Envelope<'de, T>> {
    // A list would be taken for the fields in their order.
    let is_object = body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    if is_object { serde_json::from_slice(body).ok() } else { None }
}
