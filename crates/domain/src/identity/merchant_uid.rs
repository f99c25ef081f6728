//! The merchant's number of an attempt.

use crate::text::{checked, text_value};
use crate::{Field, InvalidValue};

/// The merchant's number of one attempt to charge: 1–40 of `A–Z a–z 0–9 _ -`.
///
/// The gateway allows 40 characters; Settlebank allows no Korean. The narrow set is the one that every PG
/// takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct MerchantUid(String);

impl MerchantUid {
    /// Takes the text in.
    ///
    /// # Errors
    /// When it is empty, longer than 40, or has another character.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        checked(Field::MerchantUid, text, 40, "A-Z a-z 0-9 _ -", |c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
        })
        .map(Self)
    }
}

text_value!(MerchantUid);
