//! Charges.

use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::{ChargeIntent, ImpUid, Mismatch, NotSentCause, PaymentStatus, UnknownCause};
use keyin_ports::{ChargeError, ChargeRequest, Reply, SendPermit};

use crate::call::Outgoing;
use crate::effect::{Said, said, unproven};
use crate::gateway::Inner;
use crate::messages::{OwnWord, own_word, refusal};
use crate::transport::Answer;
use crate::wire::charge::ChargeBody;
use crate::wire::payment::PaymentRecord;

/// See [`PaymentGateway::charge`](keyin_ports::PaymentGateway::charge). The permit is looked at after the
/// token is there, right before each sending.
pub(crate) async fn charge(
    inner: &Inner,
    request: &ChargeRequest,
    permit: &SendPermit,
) -> Result<Reply, ChargeError> {
    let intent = request.intent();
    if permit.merchant_uid() != intent.merchant_uid() {
        return Err(ChargeError::NotSent(NotSentCause::PermitForeign));
    }
    let allowed = || permit.holds_at(inner.clock.monotonic());
    if !allowed() {
        return Err(ChargeError::NotSent(NotSentCause::PermitExpired));
    }
    let outgoing = match ChargeBody::of(request) {
        Some(ChargeBody::Onetime(body)) => Outgoing::post(&inner.addresses.onetime, body),
        Some(ChargeBody::Again(body)) => Outgoing::post(&inner.addresses.again, body),
        None => return Err(ChargeError::NotSent(NotSentCause::RequestNotBuilt)),
    };
    let answer = inner.line.call(&outgoing, allowed).await?;
    judge(&answer, intent)
}

/// What the answer says of the charge: that of a run of a schedule is a payment, too.
pub(crate) fn judge(answer: &Answer, intent: &ChargeIntent) -> Result<Reply, ChargeError> {
    match said::<PaymentRecord<'_>>(answer)? {
        Said::Done(record) => by_record(record, intent),
        Said::Words { message, status } => by_words(&message, unproven(status)),
    }
}

/// A record says what became of the charge, if it is about this charge at all.
fn by_record(record: PaymentRecord<'_>, intent: &ChargeIntent) -> Result<Reply, ChargeError> {
    if let Some(mismatch) = mismatch(&record, intent) {
        return Err(ChargeError::Mismatch(mismatch));
    }
    let unreadable = ChargeError::Unknown(UnknownCause::Unreadable);
    match record.status().ok_or(unreadable.clone())? {
        PaymentStatus::Paid => {
            record.into_payment().map(|payment| Reply::Paid(Box::new(payment))).ok_or(unreadable)
        }
        PaymentStatus::Failed => by_failed_record(&record),
        PaymentStatus::Ready => Err(ChargeError::Unknown(UnknownCause::Pending)),
        // Given back already: this cannot be the answer to a send that was made just now.
        PaymentStatus::Cancelled => Err(ChargeError::Unknown(UnknownCause::Duplicate)),
    }
}

/// In what a record differs from the charge. What it does not tell differs.
fn mismatch(record: &PaymentRecord<'_>, intent: &ChargeIntent) -> Option<Mismatch> {
    let total = intent.amount().total();
    if record.merchant_uid.get() != Some(intent.merchant_uid().as_str()) {
        Some(Mismatch::MerchantUid)
    } else if record.currency() != Some(total.currency()) {
        Some(Mismatch::Currency)
    } else if record.amount_in(total.currency()) != Some(total) {
        Some(Mismatch::Amount)
    } else {
        None
    }
}

fn by_failed_record(record: &PaymentRecord<'_>) -> Result<Reply, ChargeError> {
    match classify(record.fail_reason.get().unwrap_or_default(), DeclineForm::Record) {
        Verdict::Declined(decline) => {
            let record = record.imp_uid.get().and_then(|uid| ImpUid::parse(uid).ok());
            Ok(Reply::Declined { decline, record })
        }
        Verdict::Duplicate => Err(ChargeError::Unknown(UnknownCause::Duplicate)),
        Verdict::Ambiguous | Verdict::NotFound => Err(ChargeError::Unknown(UnknownCause::PgFault)),
    }
}

/// Words without a record: the gateway's own first, then those of a PG.
fn by_words(message: &str, unproven: UnknownCause) -> Result<Reply, ChargeError> {
    if own_word(message) == Some(OwnWord::Duplicate) {
        return Err(ChargeError::Unknown(UnknownCause::Duplicate));
    }
    if let Some(refusal) = refusal(message) {
        return Err(ChargeError::Refused(refusal));
    }
    match classify(message, DeclineForm::Message) {
        Verdict::Declined(decline) => Ok(Reply::Declined { decline, record: None }),
        Verdict::Duplicate => Err(ChargeError::Unknown(UnknownCause::Duplicate)),
        Verdict::Ambiguous | Verdict::NotFound => Err(ChargeError::Unknown(unproven)),
    }
}

#[cfg(test)]
mod tests;
