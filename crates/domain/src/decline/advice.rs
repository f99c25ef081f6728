//! What a reason means for people: for the payer, and for the merchant's operator.

use super::DeclineReason;
use crate::Language;

mod english;
mod korean;

impl DeclineReason {
    /// What to tell the payer, politely: what happened and what may help.
    #[must_use]
    pub const fn advice(self, language: Language) -> &'static str {
        match language {
            Language::Korean => korean::to_payer(self),
            Language::English => english::to_payer(self),
        }
    }

    /// What the merchant should do.
    #[must_use]
    pub const fn operator_advice(self, language: Language) -> &'static str {
        match language {
            Language::Korean => korean::to_operator(self),
            Language::English => english::to_operator(self),
        }
    }
}
