//! The card's expiry.

use jiff::civil::Date;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{Field, InvalidValue, Rule};

/// Year and month until whose end a card is good, 2000-01 to 2099-12.
///
/// Whether it [has passed](Self::is_past_on) is a verdict one asks for: the gateway's own example is
/// `2019-01`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Expiry {
    year: u16,
    month: u8,
}

impl Expiry {
    /// Takes `YYYY-MM` in, and what people type: `MM/YY`, `MM/YYYY`, `MM-YY`, `MMYY`.
    ///
    /// # Errors
    /// When it has none of these forms, or the month is not 01–12, or the year not 2000–2099.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if text.is_empty() {
            return Err(InvalidValue::new(Field::Expiry, Rule::Empty));
        }
        let parts = match *text.as_bytes() {
            [a, b, c, d, b'-', e, f] => (number(&[a, b, c, d]), number(&[e, f])),
            [e, f, b'/', a, b, c, d] => (number(&[a, b, c, d]), number(&[e, f])),
            [e, f, b'/' | b'-', c, d] | [e, f, c, d] => (number(&[b'2', b'0', c, d]), number(&[e, f])),
            _ => (None, None),
        };
        match parts {
            (Some(year @ 2000..=2099), Some(month @ 1..=12)) => Ok(Self { year, month: month as u8 }),
            _ => Err(InvalidValue::new(Field::Expiry, Rule::Format { expected: "YYYY-MM" })),
        }
    }

    /// Whether the card was no longer good on that day. Its last month counts to the end.
    pub fn is_past_on(&self, day: Date) -> bool {
        let until = (i32::from(self.year), i32::from(self.month));
        until < (i32::from(day.year()), i32::from(day.month()))
    }

    /// **The expiry** as `YYYY-MM`. For the wire code of a gateway adapter and nobody else.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{:04}-{:02}", self.year, self.month))
    }
}

fn number(digits: &[u8]) -> Option<u16> {
    digits
        .iter()
        .try_fold(0u16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0')))
}

impl std::fmt::Debug for Expiry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Expiry(****-**)")
    }
}

impl std::str::FromStr for Expiry {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
