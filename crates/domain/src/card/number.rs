//! The card number.

use super::digits::SecretDigits;
use crate::{CardBrand, Field, InvalidValue, MaskedCardNumber, Rule};

/// A card number of 13–19 digits.
///
/// Only the format is checked. Whether it [passes Luhn](Self::passes_luhn) is a verdict one asks for: the
/// gateway's own test card `1234-1234-1234-1234` does not.
pub struct CardNumber(SecretDigits<19>);

impl CardNumber {
    const MIN: usize = 13;
    const MAX: usize = 19;
    const ALLOWED: &str = "0-9, with single hyphens or spaces between digits";

    /// Takes the digits in, with or without single hyphens or spaces between them. Allocates nothing.
    ///
    /// # Errors
    /// When it is empty, has another character (a digit of another script, too), or not 13–19 digits.
    #[inline]
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        match SecretDigits::of_digits(text.as_bytes()) {
            Some(digits) if digits.len() >= Self::MIN => Ok(Self(digits)),
            _ => Self::parse_grouped(text),
        }
    }

    fn parse_grouped(text: &str) -> Result<Self, InvalidValue> {
        let mut digits = SecretDigits::empty();
        let mut after_digit = false;
        for (place, &byte) in text.as_bytes().iter().enumerate() {
            if byte.is_ascii_digit() {
                if !digits.push(byte) {
                    return Err(wrong_length());
                }
                after_digit = true;
            } else if matches!(byte, b'-' | b' ') && after_digit {
                after_digit = false;
            } else {
                return Err(wrong_character(text, place));
            }
        }
        if text.is_empty() {
            Err(InvalidValue::new(Field::CardNumber, Rule::Empty))
        } else if !after_digit {
            Err(wrong_character(text, text.len() - 1))
        } else if digits.len() < Self::MIN {
            Err(wrong_length())
        } else {
            Ok(Self(digits))
        }
    }

    /// Whether the check digit is right. A wrong one is most likely a slip of the hand.
    pub fn passes_luhn(&self) -> bool {
        /// Twice a digit, and the digits of that added up.
        const DOUBLED: [u8; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
        let sum: u32 = self
            .0
            .bytes()
            .rchunks(2)
            .map(|pair| {
                let (doubled, plain) = match *pair {
                    [doubled, plain] => (doubled, plain),
                    [plain] => (b'0', plain),
                    _ => (b'0', b'0'),
                };
                let doubled = DOUBLED.get(usize::from(doubled - b'0')).copied().unwrap_or(0);
                u32::from(doubled + (plain - b'0'))
            })
            .sum();
        sum.is_multiple_of(10)
    }

    /// The brand, by the first digits.
    pub fn brand(&self) -> Option<CardBrand> {
        CardBrand::of(self.0.bytes())
    }

    /// First six and last four digits.
    pub fn masked(&self) -> MaskedCardNumber {
        MaskedCardNumber::of_digits(self.0.bytes())
    }

    /// The number of digits.
    #[allow(clippy::len_without_is_empty, reason = "a card number is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// **The whole number**, digits only. For the wire code of a gateway adapter and nobody else.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

#[cold]
fn wrong_length() -> InvalidValue {
    let rule = Rule::Length { min: CardNumber::MIN, max: CardNumber::MAX };
    InvalidValue::new(Field::CardNumber, rule)
}

#[cold]
fn wrong_character(text: &str, byte: usize) -> InvalidValue {
    let position = text.char_indices().take_while(|&(start, _)| start < byte).count();
    InvalidValue::new(Field::CardNumber, Rule::Character { position, allowed: CardNumber::ALLOWED })
}

impl std::fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CardNumber({})", self.masked())
    }
}

impl std::str::FromStr for CardNumber {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
