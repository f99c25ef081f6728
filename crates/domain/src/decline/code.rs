use std::fmt;

use super::text::CARD_DIGITS;

/// The most characters of a PG's error code.
const MAX: usize = 16;

/// A PG's own error code, such as `CA31` or `F113`: 1–16 ASCII letters, digits, `_`, `-`, `|`.
///
/// Thirteen and more digits are refused: that would be a card number, not a code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PgErrorCode(String);

impl PgErrorCode {
    /// Reads a code; `None` if the text is not of the form above.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let formed = (1..=MAX).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'|'));
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        (formed && digits < CARD_DIGITS).then(|| Self(text.to_owned()))
    }

    /// The code as the PG wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PgErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PgErrorCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for PgErrorCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a PG error code"))
    }
}
