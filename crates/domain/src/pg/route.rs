//! The PG, and the merchant's id there, as a request names them.

use std::fmt;
use std::str::FromStr;

use super::{Mid, PgCode};
use crate::{Field, InvalidValue, Rule};

/// Where a payment goes: `settle`, or `settle.my_mid` where the merchant has several ids at a PG.
///
/// Parameter `pg` of the PortOne V1 API; at most 80 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(try_from = "String"))]
pub struct Pg {
    code: PgCode,
    mid: Option<Mid>,
}

impl Pg {
    const MAX: usize = 80;

    /// This PG, and this id of the merchant's there.
    #[must_use]
    pub fn new(code: PgCode, mid: Option<Mid>) -> Self {
        Self { code, mid }
    }

    /// Takes `settle` or `settle.MID` in.
    ///
    /// # Errors
    /// When it is empty or longer than 80, or when what stands before or after the first dot is not a
    /// [`PgCode`] or a [`Mid`].
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        if text.chars().take(Self::MAX + 1).count() > Self::MAX {
            return Err(InvalidValue::new(Field::Pg, Rule::TooLong { max: Self::MAX }));
        }
        let (code, mid) = match text.split_once('.') {
            Some((code, mid)) => (code, Some(Mid::parse(mid)?)),
            None => (text, None),
        };
        Ok(Self { code: PgCode::parse(code)?, mid })
    }

    /// The PG.
    #[must_use]
    pub fn code(&self) -> &PgCode {
        &self.code
    }

    /// The merchant's id there; `None` leaves the choice to the gateway.
    #[must_use]
    pub fn mid(&self) -> Option<&Mid> {
        self.mid.as_ref()
    }
}

impl FromStr for Pg {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Pg {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Pg> for String {
    fn from(pg: Pg) -> Self {
        pg.to_string()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Pg {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Pg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        match &self.mid {
            Some(mid) => write!(f, ".{mid}"),
            None => Ok(()),
        }
    }
}
