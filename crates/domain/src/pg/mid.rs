//! The merchant's id at a PG.

use crate::text::{checked, text_value};
use crate::{Field, InvalidValue};

/// The merchant's id at a PG: 1–40 of `A-Z a-z 0-9 _ -`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct Mid(String);

impl Mid {
    /// Takes the id in.
    ///
    /// # Errors
    /// When it is empty, longer than 40, or has a character other than `A-Z a-z 0-9 _ -`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        checked(Field::Mid, text, 40, "A-Z a-z 0-9 _ -", |c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
        })
        .map(Self)
    }
}

text_value!(Mid);
