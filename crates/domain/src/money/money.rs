//! An amount of money.

use crate::{Currency, Field, InvalidValue, Rule};

/// An amount of money, not negative, in minor units of its currency: whole won, cents.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Unchecked"))]
pub struct Money {
    minor: u64,
    currency: Currency,
}

impl Money {
    /// The most that one amount can be, in minor units.
    pub const MAX_MINOR: u64 = 999_999_999_999;

    /// That many won.
    ///
    /// # Errors
    /// When it is more than [`MAX_MINOR`](Self::MAX_MINOR).
    pub fn won(won: u64) -> Result<Self, InvalidValue> {
        Self::from_minor(won, Currency::KRW)
    }

    /// That many minor units.
    ///
    /// # Errors
    /// When it is more than [`MAX_MINOR`](Self::MAX_MINOR).
    pub fn from_minor(minor: u64, currency: Currency) -> Result<Self, InvalidValue> {
        if minor > Self::MAX_MINOR {
            return Err(out_of_range(0));
        }
        Ok(Self { minor, currency })
    }

    /// Nothing.
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads a decimal such as `3000` or `10.50`, exactly. Zeros behind the currency's decimals are taken
    /// (`3000.00` won); a sign, an exponent or separators are not.
    ///
    /// # Errors
    /// When it is empty, not a number, too large, or has more decimals than the currency. The error names
    /// `amount`; see [`InvalidValue::of`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, InvalidValue> {
        if text.is_empty() {
            return Err(InvalidValue::new(Field::Amount, Rule::Empty));
        }
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(InvalidValue::new(Field::Amount, Rule::NotANumber)),
            Some(parts) => parts,
            None => (text, ""),
        };
        let is_number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
            return Err(InvalidValue::new(Field::Amount, Rule::NotANumber));
        }
        let allowed = currency.minor_digits();
        let kept = fraction.trim_end_matches('0');
        if kept.len() > usize::from(allowed) {
            return Err(InvalidValue::new(Field::Amount, Rule::Decimals { allowed }));
        }
        let digits = whole.bytes().chain(kept.bytes());
        let padding = usize::from(allowed) - kept.len();
        let minor = digits
            .chain(std::iter::repeat_n(b'0', padding))
            .try_fold(0u64, |sum, digit| {
                let sum = sum * 10 + u64::from(digit - b'0');
                (sum <= Self::MAX_MINOR).then_some(sum)
            })
            .ok_or_else(|| out_of_range(0))?;
        Ok(Self { minor, currency })
    }

    /// Minor units.
    pub fn minor(self) -> u64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum; none if the currencies differ or it is too large.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        let minor = self.minor.checked_add(other.minor).filter(|&minor| minor <= Self::MAX_MINOR)?;
        Some(Self { minor, ..self })
    }

    /// The difference; none if the currencies differ or it would be negative.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self { minor: self.minor.checked_sub(other.minor)?, ..self })
    }

    /// As a decimal without currency or separators, such as `3000` or `10.50`.
    pub fn to_decimal_string(self) -> String {
        let digits = usize::from(self.currency.minor_digits());
        if digits == 0 {
            return self.minor.to_string();
        }
        let text = format!("{:0>width$}", self.minor, width = digits + 1);
        let (whole, fraction) = text.split_at(text.len() - digits);
        format!("{whole}.{fraction}")
    }
}

pub(super) fn out_of_range(min: u64) -> InvalidValue {
    InvalidValue::new(Field::Amount, Rule::OutOfRange { min, max: Money::MAX_MINOR })
}

impl std::fmt::Debug for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.to_decimal_string(), self.currency)
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Unchecked {
    minor: u64,
    currency: Currency,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for Money {
    type Error = InvalidValue;

    fn try_from(parts: Unchecked) -> Result<Self, Self::Error> {
        Self::from_minor(parts.minor, parts.currency)
    }
}
