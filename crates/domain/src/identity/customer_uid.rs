//! The merchant's name for a billing key.

use crate::text::{checked, text_value};
use crate::{Field, InvalidValue, Rule};

/// The merchant's name for one billing key, one for each card: 1–80 visible ASCII characters.
///
/// It becomes a segment of a path at the gateway; `.` and `..` would walk away from it and are refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct CustomerUid(String);

impl CustomerUid {
    const ALLOWED: &str = "visible ASCII characters";

    /// Takes the text in.
    ///
    /// # Errors
    /// When it is empty, longer than 80, has a space or a character outside ASCII, or is `.` or `..`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if matches!(text, "." | "..") {
            return Err(InvalidValue::new(
                Field::CustomerUid,
                Rule::Format { expected: "customer-1-card-1" },
            ));
        }
        checked(Field::CustomerUid, text, 80, Self::ALLOWED, |c| c.is_ascii_graphic()).map(Self)
    }
}

text_value!(CustomerUid);
