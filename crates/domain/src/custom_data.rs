//! The merchant's own text.

use crate::text::{readable, text_value};
use crate::{Field, InvalidValue};

/// The merchant's own text, kept with a payment: 1–4,000 characters of any script.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct CustomData(String);

impl CustomData {
    /// Takes the text in.
    ///
    /// # Errors
    /// When it is empty or only white space, longer than 4000, or has a control character.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        readable(Field::CustomData, text, 4000).map(Self)
    }
}

text_value!(CustomData);
