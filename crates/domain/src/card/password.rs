//! The first two digits of the card's password.

use super::digits::SecretDigits;
use crate::{Field, InvalidValue, Rule};

/// The first two digits of the card's password, `00`–`99`.
pub struct PasswordDigits(SecretDigits<2>);

impl PasswordDigits {
    /// Takes the digits in.
    ///
    /// # Errors
    /// When it is empty, has anything but digits, or another length.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if text.is_empty() {
            return Err(InvalidValue::new(Field::Pwd2Digit, Rule::Empty));
        }
        let mut digits = SecretDigits::empty();
        for (position, c) in text.chars().enumerate() {
            if !c.is_ascii_digit() {
                return Err(InvalidValue::new(
                    Field::Pwd2Digit,
                    Rule::Character { position, allowed: "0-9" },
                ));
            }
            if !digits.push(c as u8) {
                return Err(wrong_length());
            }
        }
        if digits.len() < 2 { Err(wrong_length()) } else { Ok(Self(digits)) }
    }

    /// **The digits.** For the wire code of a gateway adapter and nobody else.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

fn wrong_length() -> InvalidValue {
    InvalidValue::new(Field::Pwd2Digit, Rule::Length { min: 2, max: 2 })
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
