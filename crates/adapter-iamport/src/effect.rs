//! What is known of the effect of a call that moves money or changes a billing key.

use keyin_domain::{NotSentCause, Refusal, RefusalKind, UnknownCause};
use keyin_ports::{CancelError, ChargeError, IssueError, RevokeError, ScheduleError};
use serde::Deserialize;

use crate::call::CallError;
use crate::token::TokenError;
use crate::transport::{Answer, Fault};
use crate::wire::envelope::{self, Reading};

/// What is known when there is no answer to the point.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Proven: the call was not made.
    NotSent(NotSentCause),
    /// Proven: it was refused before any effect.
    Refused(Refusal),
    /// Nothing is proven.
    Unknown(UnknownCause),
}

/// What a well-formed answer says.
pub(crate) enum Said<T> {
    /// The call was carried out.
    Done(T),
    /// It was not, or so the words may say.
    Words {
        /// The gateway's words.
        message: String,
        /// The HTTP status beside them.
        status: u16,
    },
}

/// Reads the answer to a call that has an effect. Any 2xx counts; 400 and 404 count if they are well-formed.
pub(crate) fn said<'de, T: Deserialize<'de>>(answer: &'de Answer) -> Result<Said<T>, Effect> {
    let status = answer.status;
    match (status, envelope::read::<T>(&answer.body)) {
        (200..=299, Reading::Done(response)) => Ok(Said::Done(response)),
        (200..=299 | 400 | 404, Reading::Refused(message)) => Ok(Said::Words { message, status }),
        (200..=299, Reading::Unreadable) => Err(Effect::Unknown(UnknownCause::Unreadable)),
        (401, reading) => Err(Effect::Refused(Refusal::new(RefusalKind::Unauthorized, reading.message()))),
        (403, reading) => Err(Effect::Refused(Refusal::new(RefusalKind::Forbidden, reading.message()))),
        (_, Reading::Done(_) | Reading::Refused(_) | Reading::Unreadable) => {
            Err(Effect::Unknown(UnknownCause::HttpStatus(status)))
        }
    }
}

/// Why the effect is unknown if the words prove nothing.
pub(crate) fn unproven(status: u16) -> UnknownCause {
    match status {
        200..=299 => UnknownCause::PgFault,
        status => UnknownCause::HttpStatus(status),
    }
}

impl From<CallError> for Effect {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NoLongerAllowed => Self::NotSent(NotSentCause::PermitExpired),
            CallError::NoToken(error) => Self::NotSent(without_token(&error)),
            CallError::Fault(Fault::NotBuilt) => Self::NotSent(NotSentCause::RequestNotBuilt),
            CallError::Fault(Fault::Unreachable) => Self::NotSent(NotSentCause::Unreachable),
            CallError::Fault(Fault::Tls) => Self::NotSent(NotSentCause::Tls),
            CallError::Fault(Fault::TimedOut) => Self::Unknown(UnknownCause::TimedOut),
            CallError::Fault(Fault::ConnectionLost) => Self::Unknown(UnknownCause::ConnectionLost),
            CallError::Fault(Fault::AnswerCut | Fault::AnswerTooLong) => {
                Self::Unknown(UnknownCause::Unreadable)
            }
        }
    }
}

/// Without a token the call itself was never made, however the question for the token ended.
fn without_token(error: &TokenError) -> NotSentCause {
    match error {
        TokenError::Refused(_) => NotSentCause::CredentialsRefused,
        TokenError::Fault(Fault::Unreachable) => NotSentCause::Unreachable,
        TokenError::Fault(Fault::Tls) => NotSentCause::Tls,
        TokenError::Fault(
            Fault::NotBuilt
            | Fault::TimedOut
            | Fault::ConnectionLost
            | Fault::AnswerCut
            | Fault::AnswerTooLong,
        )
        | TokenError::Status(_)
        | TokenError::Unreadable => NotSentCause::NoToken,
    }
}

macro_rules! errors {
    ($($error:ident),+) => {$(
        impl From<Effect> for $error {
            fn from(effect: Effect) -> Self {
                match effect {
                    Effect::NotSent(cause) => Self::NotSent(cause),
                    Effect::Refused(refusal) => Self::Refused(refusal),
                    Effect::Unknown(cause) => Self::Unknown(cause),
                }
            }
        }

        impl From<CallError> for $error {
            fn from(error: CallError) -> Self {
                Effect::from(error).into()
            }
        }
    )+};
}

errors!(ChargeError, CancelError, IssueError, RevokeError, ScheduleError);
