//! The merchant's number of an attempt.

use super::imp_uid::is_number_of_the_gateway;
use crate::text::{checked, text_value};
use crate::{Field, InvalidValue, Rule};

/// The merchant's number of one attempt to charge: 1–40 of `A–Z a–z 0–9 _ -`, but not `imp_` or `imps_` with nothing
/// but digits behind it, which is how the gateway numbers payments.
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
    /// When it is empty, longer than 40, has another character, or could be taken for a number of the gateway.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = checked(Field::MerchantUid, text, 40, "A-Z a-z 0-9 _ -", |c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
        })?;
        if is_number_of_the_gateway(&text) {
            return Err(InvalidValue::new(Field::MerchantUid, Rule::GatewaysNumber));
        }
        Ok(Self(text))
    }
}

text_value!(MerchantUid);
