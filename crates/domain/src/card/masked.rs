//! What may be kept and shown of a card number.

use crate::text::text_in_json;

/// The first six and last four digits, stars between: `123412******1234`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct MaskedCardNumber(String);

/// The text is no card number, masked or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a masked card number")]
pub struct NotMasked;

impl MaskedCardNumber {
    const FIRST: usize = 6;
    const LAST: usize = 4;

    pub(super) fn of_digits(digits: &[u8]) -> Self {
        let hidden = Self::FIRST..digits.len().saturating_sub(Self::LAST);
        let keep = |(place, &digit): (usize, &u8)| {
            if hidden.contains(&place) { '*' } else { char::from(digit) }
        };
        Self(digits.iter().enumerate().map(keep).collect())
    }

    /// Whatever a PG returned (`95404900****1569`, `5570420000007221`, `1111-22xx-xxxx-4444`), masked anew:
    /// never more than ten digits are kept. None if it is not 13–19 digits or mask characters.
    pub fn from_gateway(text: &str) -> Option<Self> {
        let mut places = Vec::with_capacity(19);
        for c in text.chars() {
            match c {
                '0'..='9' => places.push(c as u8),
                '*' | 'x' | 'X' => places.push(b'*'),
                '-' | ' ' => {}
                _ => return None,
            }
            if places.len() > 19 {
                return None;
            }
        }
        (places.len() >= 13).then(|| Self::of_digits(&places))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_in_json!(MaskedCardNumber);

impl std::fmt::Display for MaskedCardNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for MaskedCardNumber {
    type Error = NotMasked;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_gateway(&text).ok_or(NotMasked)
    }
}

impl From<MaskedCardNumber> for String {
    fn from(masked: MaskedCardNumber) -> Self {
        masked.0
    }
}
