//! The gateway's code of a PG.

use std::fmt;
use std::str::FromStr;

use super::{PgProfile, matrix};
use crate::text::{checked, text_in_json};
use crate::{Field, InvalidValue};

/// The gateway's code of a PG (PortOne V1 API).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub enum PgCode {
    /// `settle`: Settlebank, now Hecto Financial.
    Settle,
    /// `nice`: NICE Payments, the older module.
    Nice,
    /// `nice_v2`: NICE Payments.
    NiceV2,
    /// `kcp`: NHN KCP in API mode.
    Kcp,
    /// `html5_inicis`: KG Inicis.
    Html5Inicis,
    /// `inicis`: KG Inicis, the legacy code.
    Inicis,
    /// `daou`: Kiwoompay.
    Daou,
    /// `tosspayments`: Toss Payments.
    TossPayments,
    /// `ksnet`: KSNET.
    Ksnet,
    /// `welcome`: Welcome Payments.
    Welcome,
    /// `paymentwall`: Paymentwall.
    Paymentwall,
    /// A PG of which nothing is known here.
    Other(OtherPg),
}

/// The code of a PG that [`PgCode`] has no name for: 1–39 of `a-z 0-9 _`, so that with the longest
/// [`Mid`](super::Mid) it still fits the 80 characters of a [`Pg`](super::Pg).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherPg(String);

impl OtherPg {
    const MAX: usize = 39;

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PgCode {
    /// The PGs known by name.
    pub const KNOWN: [Self; 11] = [
        Self::Settle,
        Self::Nice,
        Self::NiceV2,
        Self::Kcp,
        Self::Html5Inicis,
        Self::Inicis,
        Self::Daou,
        Self::TossPayments,
        Self::Ksnet,
        Self::Welcome,
        Self::Paymentwall,
    ];

    /// Takes the code in, as the gateway writes it: `settle`, `nice_v2`, ….
    ///
    /// # Errors
    /// When it is empty, longer than 39, or has a character other than `a-z 0-9 _`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if let Some(known) = Self::KNOWN.into_iter().find(|known| known.as_str() == text) {
            return Ok(known);
        }
        checked(Field::Pg, text, OtherPg::MAX, "a-z 0-9 _", |c| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
        })
        .map(|code| Self::Other(OtherPg(code)))
    }

    /// The code as the gateway writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Settle => "settle",
            Self::Nice => "nice",
            Self::NiceV2 => "nice_v2",
            Self::Kcp => "kcp",
            Self::Html5Inicis => "html5_inicis",
            Self::Inicis => "inicis",
            Self::Daou => "daou",
            Self::TossPayments => "tosspayments",
            Self::Ksnet => "ksnet",
            Self::Welcome => "welcome",
            Self::Paymentwall => "paymentwall",
            Self::Other(other) => other.as_str(),
        }
    }

    /// What the PG offers in API mode; for one that is not known, a cautious guess.
    #[must_use]
    pub fn profile(&self) -> &'static PgProfile {
        match self {
            Self::Settle => &matrix::SETTLE,
            Self::Nice => &matrix::NICE,
            Self::NiceV2 => &matrix::NICE_V2,
            Self::Kcp => &matrix::KCP,
            Self::Html5Inicis => &matrix::HTML5_INICIS,
            Self::Inicis => &matrix::INICIS,
            Self::Daou => &matrix::DAOU,
            Self::TossPayments => &matrix::TOSS_PAYMENTS,
            Self::Ksnet => &matrix::KSNET,
            Self::Welcome => &matrix::WELCOME,
            Self::Paymentwall => &matrix::PAYMENTWALL,
            Self::Other(_) => &matrix::UNKNOWN,
        }
    }
}

text_in_json!(PgCode);

impl FromStr for PgCode {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PgCode {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PgCode> for String {
    fn from(code: PgCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for PgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
