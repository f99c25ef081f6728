//! What may be kept of a request: everything but card data and the API secret.

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::fields::Fields;
use crate::http::json;

const STARS: &str = "***";

/// The names behind which card data or a secret stand, compared without case, `_` and `-`.
const SECRET: [&str; 15] = [
    "cardnumber",
    "cardno",
    "cardnum",
    "card",
    "number",
    "pan",
    "expiry",
    "birth",
    "pwd2digit",
    "pwd",
    "password",
    "cvc",
    "cvv",
    "impsecret",
    "token",
];

/// Room for what a call usually brings, in bytes.
const USUAL_SIZE: usize = 512;

/// The fields as JSON text, with the values of secret names replaced by stars.
///
/// JSON sent as a form falls apart at any `&` and `=` in it, into "names" and "values" that hold the card; so one name
/// that is none hides everything.
pub(super) fn masked(fields: &Fields) -> Box<str> {
    let written = json::to_vec(&Whole(fields), USUAL_SIZE).ok();
    let text = written.and_then(|written| String::from_utf8(written).ok());
    text.unwrap_or_else(|| format!("{{\"{STARS}\":\"{STARS}\"}}")).into_boxed_str()
}

/// All fields; nothing is written if one of the names is none.
struct Whole<'a>(&'a Fields);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object(serializer, self.0.iter(), true)
    }
}

/// A view of a value that hides while it is written, so that no unmasked copy exists.
struct Masked<'a> {
    value: &'a Value,
    /// It stands behind a name for things that may be called by a number as long as a card's.
    is_uid: bool,
}

impl Serialize for Masked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(fields) => {
                object(serializer, fields.iter().map(|(name, value)| (name.as_str(), value)), false)
            }
            Value::Array(items) => {
                serializer.collect_seq(items.iter().map(|value| Masked { value, is_uid: self.is_uid }))
            }
            plain if !self.is_uid && may_be_card_number(plain) => STARS.serialize(serializer),
            plain => plain.serialize(serializer),
        }
    }
}

/// Whether it is as long as a card number and nothing else: behind a name that was misspelt one may stand, too.
fn may_be_card_number(value: &Value) -> bool {
    const FEWEST: usize = 13;
    const SMALLEST: f64 = 1e12;
    match value {
        Value::String(text) => {
            let is_digit = |byte: &u8| byte.is_ascii_digit();
            text.len() >= FEWEST
                && text.bytes().all(|byte| is_digit(&byte) || b" -.".contains(&byte))
                && text.as_bytes().iter().filter(|byte| is_digit(byte)).count() >= FEWEST
        }
        Value::Number(number) => number.as_f64().is_some_and(|number| number >= SMALLEST),
        _ => false,
    }
}

/// Writes an object with its secrets hidden; whether it fails at a name that is none, or hides that.
fn object<'a, S: Serializer>(
    serializer: S,
    fields: impl ExactSizeIterator<Item = (&'a str, &'a Value)>,
    fails: bool,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(fields.len()))?;
    for (name, value) in fields {
        match kind_of(name) {
            Name::Open => map.serialize_entry(name, &Masked { value, is_uid: is_uid(name) })?,
            Name::Secret => map.serialize_entry(name, STARS)?,
            Name::Odd if fails => return Err(S::Error::custom("a name that is none")),
            Name::Odd => map.serialize_entry(STARS, STARS)?,
        }
    }
    map.end()
}

enum Name {
    Open,
    Secret,
    /// Not how a parameter is called.
    Odd,
}

/// As many letters and digits as the longest secret name has.
const LONGEST_SECRET: usize = 10;

fn kind_of(name: &str) -> Name {
    let (mut letters, mut count, mut digits) = ([0; LONGEST_SECRET], 0, 0);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() {
            if let Some(letter) = letters.get_mut(count) {
                *letter = byte.to_ascii_lowercase();
            }
            count += 1;
            digits += usize::from(byte.is_ascii_digit());
        } else if !b"_-.[]".contains(&byte) {
            return Name::Odd;
        }
    }
    if !(1..=64).contains(&name.len()) || digits >= 13 {
        return Name::Odd;
    }
    let is_secret = |letters: &[u8]| SECRET.iter().any(|secret| secret.as_bytes() == letters);
    if letters.get(..count).is_some_and(is_secret) { Name::Secret } else { Name::Open }
}

/// `merchant_uid` and its like, in lists, too.
fn is_uid(name: &str) -> bool {
    name.trim_end_matches("[]").ends_with("_uid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_name_is_longer_than_what_is_compared() {
        assert_eq!(SECRET.iter().map(|secret| secret.len()).max(), Some(LONGEST_SECRET));
    }
}
