use super::{DeclineKind, DeclineReason, PgErrorCode, sanitize};
use crate::Language;

/// A clean refusal by the issuer or the PG: nothing was charged, and this is why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "stored::StoredDecline")
)]
pub struct Decline {
    reason: DeclineReason,
    pg_code: Option<PgErrorCode>,
    pg_text: String,
}

impl Decline {
    /// A decline for a known reason.
    ///
    /// `text` is what the gateway said; it is kept without control characters and without anything that
    /// could be a card number, up to 300 characters.
    #[must_use]
    pub fn new(reason: DeclineReason, pg_code: Option<PgErrorCode>, text: &str) -> Self {
        Self { reason, pg_code, pg_text: sanitize(text) }
    }

    /// A decline of which no more is known than the text.
    #[must_use]
    pub fn unspecified(text: &str) -> Self {
        Self::new(DeclineReason::Unspecified, None, text)
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> DeclineReason {
        self.reason
    }

    /// What it means for the next step.
    #[must_use]
    pub fn kind(&self) -> DeclineKind {
        self.reason.kind()
    }

    /// The stable dotted code of the reason.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// The PG's own code, if its text carried one.
    #[must_use]
    pub fn pg_code(&self) -> Option<&PgErrorCode> {
        self.pg_code.as_ref()
    }

    /// What the gateway said, sanitised; for the operator, not for the payer.
    #[must_use]
    pub fn pg_text(&self) -> &str {
        &self.pg_text
    }

    /// What to tell the payer. It never holds words of the gateway's.
    #[must_use]
    pub fn customer_message(&self, language: Language) -> &'static str {
        self.reason.advice(language)
    }
}

/// The stored form, which is sanitised again when it is read: a store is outside too.
#[cfg(feature = "serde")]
mod stored {
    use super::{Decline, DeclineReason, PgErrorCode};

    #[derive(serde::Deserialize)]
    pub(super) struct StoredDecline {
        reason: DeclineReason,
        #[serde(default)]
        pg_code: Option<PgErrorCode>,
        #[serde(default)]
        pg_text: String,
    }

    impl From<StoredDecline> for Decline {
        fn from(stored: StoredDecline) -> Self {
            Self::new(stored.reason, stored.pg_code, &stored.pg_text)
        }
    }
}
