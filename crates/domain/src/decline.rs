//! Why a card was declined, and what to make of the words a gateway declines with.
//!
//! The PortOne V1 API passes the PG's own text through and publishes no list of it. What is known of
//! the texts and codes is held as data in `codes` and `words`; [`classify`] and [`classify_cancel`]
//! read a text by them, and say *ambiguous* wherever the text proves nothing about the money.

mod advice;
mod cancel;
mod classify;
mod code;
mod codes;
mod kind;
mod reading;
mod reason;
mod refusal;
mod text;
mod words;
mod wrapper;

pub use cancel::{CancelVerdict, classify_cancel};
pub use classify::{DeclineForm, Verdict, classify};
pub use code::PgErrorCode;
pub use kind::DeclineKind;
pub use reason::DeclineReason;
pub use refusal::Decline;
pub(crate) use text::sanitize;

#[cfg(test)]
mod tests;
