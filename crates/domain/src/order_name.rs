//! The name of an order.

use crate::text::{readable, text_value};
use crate::{Field, InvalidValue};

/// What is bought, as it stands on the payer's statement: 1–40 characters of any script.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct OrderName(String);

impl OrderName {
    /// Takes the text in.
    ///
    /// # Errors
    /// When it is empty or only white space, longer than 40, or has a control character.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        readable(Field::Name, text, 40).map(Self)
    }

    /// Whether Settlebank may strip a character of it: `: & ? ' " < >` and emoji.
    pub fn has_discouraged_characters(&self) -> bool {
        self.0.chars().any(|c| {
            matches!(c, ':' | '&' | '?' | '\'' | '"' | '<' | '>' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
        })
    }
}

text_value!(OrderName);
