//! What a pure read comes to.

use keyin_domain::{Refusal, RefusalKind};
use keyin_ports::{ReadError, UnavailableCause};
use serde::Deserialize;

use crate::call::{CallError, Line, Outgoing};
use crate::messages::refusal;
use crate::token::TokenError;
use crate::transport::{Answer, Fault};
use crate::wire::envelope::{self, Reading};

/// Asks once.
pub(crate) async fn ask(line: &Line, outgoing: &Outgoing<'_>) -> Result<Answer, ReadError> {
    line.call(outgoing, || true).await.map_err(|error| match error {
        CallError::NoToken(error) => without_token(error),
        CallError::Fault(fault) => without_answer(fault),
        CallError::NoLongerAllowed => ReadError::Unavailable(UnavailableCause::NoAnswer),
    })
}

/// Reads an answer. `absent` knows by status and words whether the gateway says that there is no such thing.
pub(crate) fn answered<'de, T: Deserialize<'de>>(
    answer: &'de Answer,
    absent: impl Fn(u16, &str) -> bool,
) -> Result<T, ReadError> {
    match (answer.status, envelope::read::<T>(&answer.body)) {
        (200..=299, Reading::Done(response)) => Ok(response),
        (status @ (200..=299 | 400 | 404), Reading::Refused(message)) => {
            Err(if absent(status, &message) { ReadError::NotFound } else { refused(&message) })
        }
        (401, reading) => Err(ReadError::Refused(Refusal::new(RefusalKind::Unauthorized, reading.message()))),
        (403, reading) => Err(ReadError::Refused(Refusal::new(RefusalKind::Forbidden, reading.message()))),
        (status, Reading::Done(_) | Reading::Refused(_) | Reading::Unreadable) => Err(by_status(status)),
    }
}

/// Why a read that needs a token brought nothing without one.
pub(crate) fn without_token(error: TokenError) -> ReadError {
    match error {
        TokenError::Fault(fault) => without_answer(fault),
        TokenError::Status(status) => by_status(status),
        TokenError::Unreadable => ReadError::Protocol,
        TokenError::Refused(refusal) => ReadError::Refused(refusal),
    }
}

fn without_answer(fault: Fault) -> ReadError {
    match fault {
        Fault::NotBuilt | Fault::Unreachable | Fault::Tls => {
            ReadError::Unavailable(UnavailableCause::Unreachable)
        }
        Fault::TimedOut | Fault::ConnectionLost | Fault::AnswerCut => {
            ReadError::Unavailable(UnavailableCause::NoAnswer)
        }
        Fault::AnswerTooLong => ReadError::Protocol,
    }
}

fn by_status(status: u16) -> ReadError {
    match status {
        429 | 500..=599 => ReadError::Unavailable(UnavailableCause::HttpStatus(status)),
        _ => ReadError::Protocol,
    }
}

/// A read has no effect, so that words which are not known are a refusal all the same.
fn refused(message: &str) -> ReadError {
    let unknown = || Refusal::new(RefusalKind::InvalidRequest, message);
    ReadError::Refused(refusal(message).unwrap_or_else(unknown))
}
