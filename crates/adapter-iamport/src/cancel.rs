//! Money back.

use keyin_domain::decline::{CancelVerdict, classify_cancel};
use keyin_domain::{DeclineKind, NotSentCause, Payment, Refusal, RefusalKind, UnknownCause};
use keyin_ports::{CancelError, CancelRequest};

use crate::call::Outgoing;
use crate::effect::{Said, said, unproven};
use crate::gateway::Inner;
use crate::messages::{OwnWord, own_word, refusal};
use crate::transport::Answer;
use crate::wire::cancel::cancel_body;
use crate::wire::payment::PaymentRecord;

/// See [`PaymentGateway::cancel`](keyin_ports::PaymentGateway::cancel).
pub(crate) async fn cancel(inner: &Inner, request: CancelRequest) -> Result<Payment, CancelError> {
    let body = cancel_body(&request).ok_or(CancelError::NotSent(NotSentCause::RequestNotBuilt))?;
    let outgoing = Outgoing::post(&inner.addresses.cancel, body);
    let answer = inner.line.call(&outgoing, || true).await?;
    judge(&answer, &request)
}

fn judge(answer: &Answer, request: &CancelRequest) -> Result<Payment, CancelError> {
    match said::<PaymentRecord<'_>>(answer)? {
        Said::Done(record) => match record.into_payment() {
            Some(payment) if confirms(&payment, request) => Ok(payment),
            Some(_) | None => Err(CancelError::Unknown(UnknownCause::Unreadable)),
        },
        Said::Words { message, status } => Err(by_words(&message, unproven(status))),
    }
}

/// Whether the answer is about this payment and shows at least what was to be given back: now, not by an earlier cancel.
fn confirms(payment: &Payment, request: &CancelRequest) -> bool {
    payment.imp_uid() == &request.imp_uid
        && payment.cancelled().currency() == request.amount.currency()
        && payment.cancelled().minor() >= request.amount.minor()
        && payment.balance().minor().saturating_add(request.amount.minor()) <= request.balance.minor()
}

/// A PG's "cancelled before" is taken at its word: it shows in the payment, which the caller reads again.
/// Words that are not known prove nothing, so that a refusal in words that are new ends in reading again, too.
fn by_words(message: &str, unproven: UnknownCause) -> CancelError {
    match own_word(message) {
        Some(OwnWord::NothingToCancel | OwnWord::NoPayment) => return CancelError::NotFound,
        Some(OwnWord::CancelledInFull) => return CancelError::AlreadyCancelled,
        Some(OwnWord::OtherBalance) => return CancelError::Refused(invalid(message)),
        Some(
            OwnWord::Refused(_)
            | OwnWord::Duplicate
            | OwnWord::NoKey
            | OwnWord::NoSchedule
            | OwnWord::NothingToUnschedule,
        )
        | None => {}
    }
    if let Some(refusal) = refusal(message) {
        return CancelError::Refused(refusal);
    }
    match classify_cancel(message) {
        CancelVerdict::AlreadyCancelled => CancelError::AlreadyCancelled,
        CancelVerdict::Declined(decline) if decline.kind() == DeclineKind::Invalid => {
            CancelError::Refused(invalid(message))
        }
        CancelVerdict::Declined(decline) => CancelError::Declined(decline),
        CancelVerdict::Ambiguous => CancelError::Unknown(unproven),
    }
}

fn invalid(message: &str) -> Refusal {
    Refusal::new(RefusalKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests;
