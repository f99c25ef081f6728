//! The card verification code.

use super::digits::SecretDigits;
use crate::{Field, InvalidValue};

/// The card verification code: three or four digits, leading zeros kept.
pub struct Cvc(SecretDigits<4>);

impl Cvc {
    /// Takes the digits in.
    ///
    /// # Errors
    /// When it is empty, has anything but digits, or another length.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        SecretDigits::parse(Field::Cvc, text, 3).map(Self)
    }

    /// **The digits.** For the wire code of a gateway adapter and nobody else.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

impl std::fmt::Debug for Cvc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cvc(**)")
    }
}

impl std::str::FromStr for Cvc {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
