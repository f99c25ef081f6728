//! The card verification code.

use super::digits::SecretDigits;
use crate::{Field, InvalidValue, Rule};

/// The card verification code: three or four digits, leading zeros kept.
pub struct Cvc(SecretDigits<4>);

impl Cvc {
    /// Takes the digits in.
    ///
    /// # Errors
    /// When it is empty, has anything but digits, or another length.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if text.is_empty() {
            return Err(InvalidValue::new(Field::Cvc, Rule::Empty));
        }
        let mut digits = SecretDigits::empty();
        for (position, c) in text.chars().enumerate() {
            if !c.is_ascii_digit() {
                return Err(InvalidValue::new(Field::Cvc, Rule::Character { position, allowed: "0-9" }));
            }
            if !digits.push(c as u8) {
                return Err(wrong_length());
            }
        }
        if digits.len() < 3 { Err(wrong_length()) } else { Ok(Self(digits)) }
    }

    /// **The digits.** For the wire code of a gateway adapter and nobody else.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

fn wrong_length() -> InvalidValue {
    InvalidValue::new(Field::Cvc, Rule::Length { min: 3, max: 4 })
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
