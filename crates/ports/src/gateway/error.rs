//! Errors sorted by what is known of the money.

use keyin_domain::{Decline, Mismatch, NotSentCause, Refusal, UnknownCause};

/// A charge that brought no clear answer from the issuer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChargeError {
    /// Proven: nothing reached the payment call. Nothing was charged.
    #[error("nothing was sent: {}", .0.code())]
    NotSent(NotSentCause),
    /// The gateway refused the request before any effect. Nothing was charged.
    #[error("the gateway refused the request: {}", .0.code())]
    Refused(Refusal),
    /// The charge may have been made. Look it up; never send it again.
    #[error("the outcome is unknown: {}", .0.code())]
    Unknown(UnknownCause),
    /// The gateway answered about something else than what was asked. A person has to look.
    #[error("the answer is not about this charge")]
    Mismatch(Mismatch),
}

/// Why a read brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnavailableCause {
    /// No connection came about.
    Unreachable,
    /// No answer in time, or the connection broke.
    NoAnswer,
    /// The gateway is not able to answer now (429, 5xx).
    HttpStatus(u16),
}

/// A read that failed. It proves nothing about any payment, except [`NotFound`](Self::NotFound).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The gateway says, well-formed, that there is no such thing.
    #[error("there is no such record at the gateway")]
    NotFound,
    /// The gateway refused the question.
    #[error("the gateway refused the request: {}", .0.code())]
    Refused(Refusal),
    /// The gateway could not be reached or is not able to answer: ask again later.
    #[error("the gateway is not available")]
    Unavailable(UnavailableCause),
    /// The answer is not what the interface promises.
    #[error("the gateway's answer could not be read")]
    Protocol,
}

/// A cancel that was not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CancelError {
    /// There is no such payment to cancel.
    #[error("there is no such payment to cancel")]
    NotFound,
    /// All of it was given back before.
    #[error("the payment was cancelled in full before")]
    AlreadyCancelled,
    /// The PG or issuer refused. Nothing was given back.
    #[error("the cancel was refused: {}", .0.code())]
    Declined(Decline),
    /// The gateway refused the request: the balance differs, the amount is too large, and the like. Nothing
    /// was given back by this call; read the payment again before another.
    #[error("the gateway refused the request: {}", .0.code())]
    Refused(Refusal),
    /// Nothing reached the gateway. Nothing was given back.
    #[error("nothing was sent: {}", .0.code())]
    NotSent(NotSentCause),
    /// The cancel may have been made. Read the payment.
    #[error("whether the payment was cancelled is unknown: {}", .0.code())]
    Unknown(UnknownCause),
}
