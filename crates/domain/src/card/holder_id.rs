//! Who holds the card: birth date or business number.

use super::digits::SecretDigits;
use crate::{Field, InvalidValue, Rule};

/// Which of the two it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolderIdKind {
    /// Six digits: `YYMMDD`.
    Birth,
    /// Ten digits: the business registration number of a company card.
    Business,
}

/// Six digits of birth date, or ten of a business registration number.
///
/// Calendar and checksum are verdicts, never a refusal: Settlebank wants the dummy `123456` where the
/// contract asks for no birth date, and that is no date.
pub struct HolderId(SecretDigits<10>);

impl HolderId {
    /// The dummy for contracts that do not ask: `123456`.
    pub fn not_required() -> Self {
        let mut digits = SecretDigits::empty();
        for digit in *b"123456" {
            digits.push(digit);
        }
        Self(digits)
    }

    /// Takes six or ten digits in; a business number may be written `123-45-67890`.
    ///
    /// # Errors
    /// When it has another form.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if text.is_empty() {
            return Err(InvalidValue::new(Field::Birth, Rule::Empty));
        }
        let bytes = text.as_bytes();
        let hyphenated = bytes.len() == 12;
        let mut digits = SecretDigits::empty();
        for (place, &byte) in bytes.iter().enumerate() {
            let hyphen_expected = hyphenated && matches!(place, 3 | 6);
            let fits =
                if hyphen_expected { byte == b'-' } else { byte.is_ascii_digit() && digits.push(byte) };
            if !fits {
                return Err(malformed());
            }
        }
        if matches!(digits.len(), 6 | 10) { Ok(Self(digits)) } else { Err(malformed()) }
    }

    /// Which of the two it is.
    pub fn kind(&self) -> HolderIdKind {
        if self.0.len() == 10 { HolderIdKind::Business } else { HolderIdKind::Birth }
    }

    /// Whether the six digits are a day of some year; false for a business number.
    pub fn is_calendar_date(&self) -> bool {
        let pair = |at: usize| self.0.bytes().get(at..at + 2).map(|d| (d[0] - b'0') * 10 + (d[1] - b'0'));
        let (HolderIdKind::Birth, Some(year), Some(month), Some(day)) =
            (self.kind(), pair(0), pair(2), pair(4))
        else {
            return false;
        };
        // The century is not told: 29 February counts if either century has it.
        [1900, 2000]
            .into_iter()
            .any(|century| jiff::civil::Date::new(century + i16::from(year), month as i8, day as i8).is_ok())
    }

    /// Whether the check digit of a business number is right; false for a birth date.
    pub fn passes_checksum(&self) -> bool {
        const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];
        let digits: Vec<u32> = self.0.bytes().iter().map(|digit| u32::from(digit - b'0')).collect();
        let [.., ninth, last] = digits.as_slice() else {
            return false;
        };
        if self.kind() != HolderIdKind::Business {
            return false;
        }
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let sum = sum + ninth * 5 / 10;
        (10 - sum % 10) % 10 == *last
    }

    /// **The digits.** For the wire code of a gateway adapter and nobody else.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

fn malformed() -> InvalidValue {
    InvalidValue::new(Field::Birth, Rule::Format { expected: "YYMMDD / 1234567890" })
}

impl std::fmt::Debug for HolderId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HolderId({:?})", self.kind())
    }
}

impl std::str::FromStr for HolderId {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
