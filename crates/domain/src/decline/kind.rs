use std::fmt;

/// What a decline means for the next step.
///
/// In every kind nothing was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum DeclineKind {
    /// This card, as it was given, will not work: never tried again by itself.
    Hard,
    /// The same card may work later, under a new merchant_uid.
    Soft,
    /// The request itself was wrong: the caller must mend it.
    Invalid,
    /// The merchant's set-up at the PG or at the issuer is missing something.
    Configuration,
}

impl DeclineKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Hard, Self::Soft, Self::Invalid, Self::Configuration];

    /// The stable name, in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::Invalid => "invalid",
            Self::Configuration => "configuration",
        }
    }
}

impl fmt::Display for DeclineKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
