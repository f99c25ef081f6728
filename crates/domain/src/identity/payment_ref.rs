//! Either number of a payment.

use super::imp_uid::is_number_of_the_gateway;
use crate::{Field, ImpUid, InvalidValue, MerchantUid};

/// How somebody names a payment: by the merchant's number or by the gateway's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PaymentRef {
    /// The merchant's number.
    Merchant(MerchantUid),
    /// The gateway's number.
    Imp(ImpUid),
}

impl PaymentRef {
    /// `imp_` or `imps_` with nothing but digits behind it is the gateway's number, everything else the
    /// merchant's.
    ///
    /// # Errors
    /// When it can be neither.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let parsed = if is_number_of_the_gateway(text) {
            ImpUid::parse(text).map(Self::Imp)
        } else {
            MerchantUid::parse(text).map(Self::Merchant)
        };
        parsed.map_err(|invalid| invalid.of(Field::Reference))
    }
}

impl std::str::FromStr for PaymentRef {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl std::fmt::Display for PaymentRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Merchant(uid) => uid.fmt(f),
            Self::Imp(uid) => uid.fmt(f),
        }
    }
}
