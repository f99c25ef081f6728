//! Currencies and their decimals.

use crate::text::text_in_json;
use crate::{Field, InvalidValue, Rule};

/// A currency: three capital letters (ISO 4217).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct Currency([u8; 3]);

impl Currency {
    /// Korean won: no decimals.
    pub const KRW: Self = Self(*b"KRW");
    /// US dollar: two decimals.
    pub const USD: Self = Self(*b"USD");
    /// Japanese yen: no decimals.
    pub const JPY: Self = Self(*b"JPY");
    /// Euro: two decimals.
    pub const EUR: Self = Self(*b"EUR");

    /// Takes the code in.
    ///
    /// # Errors
    /// When it is not three capital letters.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(InvalidValue::new(Field::Currency, Rule::Format { expected: "KRW" })),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimals an amount in it has.
    pub fn minor_digits(self) -> u8 {
        match &self.0 {
            b"KRW" | b"JPY" | b"VND" | b"CLP" | b"ISK" | b"UGX" | b"PYG" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"KWD" | b"BHD" | b"OMR" | b"JOD" | b"TND" | b"IQD" | b"LYD" => 3,
            _ => 2,
        }
    }
}

text_in_json!(Currency);

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Currency {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Currency {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}
