//! The gateway's number of a payment.

use crate::text::{checked, text_value};
use crate::{Field, InvalidValue, Rule};

/// The gateway's number of a payment: `imp_…` for window payments, `imps_…` for API payments, at most 32
/// characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct ImpUid(String);

impl ImpUid {
    /// Takes the text in.
    ///
    /// # Errors
    /// When it does not begin with `imp_` or `imps_`, has nothing behind it, is longer than 32, or has a
    /// character other than `A–Z a–z 0–9 _ -`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = checked(Field::ImpUid, text, 32, "A-Z a-z 0-9 _ -", |c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
        })?;
        match text.strip_prefix("imps_").or_else(|| text.strip_prefix("imp_")) {
            Some(rest) if !rest.is_empty() => Ok(Self(text)),
            _ => Err(InvalidValue::new(Field::ImpUid, Rule::Format { expected: "imp_123456789012" })),
        }
    }
}

text_value!(ImpUid);

/// `imp_` or `imps_` with nothing but digits behind it.
pub(super) fn is_number_of_the_gateway(text: &str) -> bool {
    let number = text.strip_prefix("imps_").or_else(|| text.strip_prefix("imp_"));
    number.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
