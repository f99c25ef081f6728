//! The first two digits of the card's password.

use super::digits::SecretDigits;
use crate::{Field, InvalidValue};

/// The first two digits of the card's password, `00`–`99`.
pub struct PasswordDigits(SecretDigits<2>);

impl PasswordDigits {
    /// Takes the digits in.
    ///
    /// # Errors
    /// When it is empty, has anything but digits, or another length.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        SecretDigits::parse(Field::Pwd2Digit, text, 2).map(Self)
    }

    /// **The digits.** For the wire code of a gateway adapter and nobody else.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

impl std::fmt::Debug for PasswordDigits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordDigits(**)")
    }
}

impl std::str::FromStr for PasswordDigits {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
