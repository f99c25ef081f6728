//! Money on the wire: a JSON number with exact decimals.

use keyin_domain::{Currency, Money};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Money to be written.
#[derive(Clone, Copy)]
pub(crate) struct Amount(pub(crate) Money);

impl Amount {
    /// None for nothing: to the gateway that is the same, and not every PG takes the parameter.
    pub(crate) fn unless_zero(money: Money) -> Option<Self> {
        (!money.is_zero()).then_some(Self(money))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.currency().minor_digits() == 0 {
            return serializer.serialize_u64(self.0.minor());
        }
        RawValue::from_string(self.0.to_decimal_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// Reads a number, or a text of one, without ever making it a floating-point number.
pub(crate) fn read(raw: &RawValue, currency: Currency) -> Option<Money> {
    Money::parse(digits(raw), currency).ok()
}

/// The same, where null and an empty text mean nothing.
pub(crate) fn read_or_zero(raw: Option<&RawValue>, currency: Currency) -> Option<Money> {
    match raw {
        None => Some(Money::zero(currency)),
        Some(raw) if digits(raw).is_empty() => Some(Money::zero(currency)),
        Some(raw) => read(raw, currency),
    }
}

fn digits(raw: &RawValue) -> &str {
    let text = raw.get();
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}
