//! Instalments.

use crate::{Currency, Field, InvalidValue, Money, Rule};

/// In how many months a payment is made: 0 (at once), or 2–60 from 50,000 won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "u8", into = "u8")
)]
pub struct Installments(u8);

impl Installments {
    /// The least total in won that can be paid in instalments.
    pub const MINIMUM_WON: u64 = 50_000;
    const MOST: u8 = 60;

    /// At once.
    pub fn single() -> Self {
        Self(0)
    }

    /// In that many months.
    ///
    /// # Errors
    /// When the number is 1 or above 60, or the total is below 50,000 won or not in won.
    pub fn new(months: u8, total: Money) -> Result<Self, InvalidValue> {
        let installments = Self::try_from(months)?;
        let enough = total.currency() == Currency::KRW && total.minor() >= Self::MINIMUM_WON;
        if installments.is_single() || enough {
            Ok(installments)
        } else {
            let rule = Rule::InstallmentsNeed { won: Self::MINIMUM_WON };
            Err(InvalidValue::new(Field::CardQuota, rule))
        }
    }

    /// The number of months, 0 for a single payment.
    pub fn months(self) -> u8 {
        self.0
    }

    /// Whether it is paid at once.
    pub fn is_single(self) -> bool {
        self.0 == 0
    }
}

impl TryFrom<u8> for Installments {
    type Error = InvalidValue;

    fn try_from(months: u8) -> Result<Self, Self::Error> {
        if months == 1 || months > Self::MOST {
            let rule = Rule::OutOfRange { min: 2, max: u64::from(Self::MOST) };
            return Err(InvalidValue::new(Field::CardQuota, rule));
        }
        Ok(Self(months))
    }
}

impl From<Installments> for u8 {
    fn from(installments: Installments) -> Self {
        installments.0
    }
}
