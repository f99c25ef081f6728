//! The reason of a cancel.

use crate::text::{readable, text_value};
use crate::{Field, InvalidValue};

/// Why a payment is cancelled or a key revoked: 1–100 characters of any script.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct CancelReason(String);

impl CancelReason {
    /// Takes the text in.
    ///
    /// # Errors
    /// When it is empty or only white space, longer than 100, or has a control character.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        readable(Field::Reason, text, 100).map(Self)
    }
}

text_value!(CancelReason);
