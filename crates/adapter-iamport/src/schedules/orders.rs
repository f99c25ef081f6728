//! Orders: a schedule is added, set to a new time, run at once, or moved.

use bytes::Bytes;
use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::{
    MerchantUid, Money, NotSentCause, Refusal, RefusalKind, Schedule, ScheduleTime, UnknownCause,
};
use keyin_ports::{ChargeError, Reply, ScheduleError, ScheduleRequest, SendPermit};
use serde_json::value::RawValue;

use super::{address, no_such_schedule};
use crate::call::Outgoing;
use crate::charge;
use crate::effect::{Said, said, unproven};
use crate::gateway::Inner;
use crate::messages::{OwnWord, own_word, refusal};
use crate::transport::Answer;
use crate::wire::schedule::{ScheduleRecord, add_body, time_body};
use crate::wire::schedule_list::ScheduleList;

const NOT_BUILT: ChargeError = ChargeError::NotSent(NotSentCause::RequestNotBuilt);

/// See [`Schedules::add`](keyin_ports::Schedules::add).
pub(super) async fn add(
    inner: &Inner,
    request: &ScheduleRequest,
    permit: &SendPermit,
) -> Result<Schedule, ChargeError> {
    let (intent, at) = (request.intent(), request.at());
    check_notice(inner, at)?;
    let body = add_body(request).ok_or(NOT_BUILT)?;
    let outgoing = Outgoing::post(&inner.addresses.schedule, body);
    let answer = send(inner, &outgoing, intent.merchant_uid(), permit).await?;
    let (uid, total) = (intent.merchant_uid(), intent.amount().total());
    let schedule = taken(&answer, uid, Some(total))?;
    if schedule.customer_uid() == request.customer_uid() {
        Ok(schedule)
    } else {
        Err(ChargeError::Unknown(UnknownCause::Unreadable))
    }
}

/// See [`Schedules::reschedule`](keyin_ports::Schedules::reschedule).
pub(super) async fn reschedule(
    inner: &Inner,
    uid: &MerchantUid,
    at: ScheduleTime,
    permit: &SendPermit,
) -> Result<Schedule, ChargeError> {
    check_notice(inner, at)?;
    let (Some(url), Some(body)) = (address(inner, uid, "/reschedule"), time_body(at)) else {
        return Err(NOT_BUILT);
    };
    let answer = send(inner, &Outgoing::post(&url, body), uid, permit).await?;
    taken(&answer, uid, None)
}

/// See [`Schedules::retry`](keyin_ports::Schedules::retry). What is answered is a payment.
pub(super) async fn retry(
    inner: &Inner,
    request: &ScheduleRequest,
    permit: &SendPermit,
) -> Result<Reply, ChargeError> {
    let intent = request.intent();
    let url = address(inner, intent.merchant_uid(), "/retry").ok_or(NOT_BUILT)?;
    let outgoing = Outgoing::post(&url, Bytes::from_static(b"{}"));
    let answer = send(inner, &outgoing, intent.merchant_uid(), permit).await?;
    charge::judge(&answer, intent)
}

/// See [`Schedules::move_to`](keyin_ports::Schedules::move_to). The documentation says that a schedule which no
/// longer waits is answered with 400.
pub(super) async fn move_to(
    inner: &Inner,
    uid: &MerchantUid,
    at: ScheduleTime,
) -> Result<Schedule, ScheduleError> {
    let not_built = ScheduleError::NotSent(NotSentCause::RequestNotBuilt);
    if at.is_too_soon(inner.clock.now()) {
        return Err(not_built);
    }
    let (Some(url), Some(body)) = (address(inner, uid, ""), time_body(at)) else { return Err(not_built) };
    let answer = inner.line.call(&Outgoing::put(&url, body), || true).await?;
    match said::<ScheduleRecord<'_>>(&answer)? {
        Said::Done(record) => {
            let moved = record.into_schedule().filter(|schedule| schedule.merchant_uid() == uid);
            let moved = moved.filter(|schedule| schedule.is_open() && schedule.at() == at);
            moved.ok_or(ScheduleError::Unknown(UnknownCause::Unreadable))
        }
        Said::Words { message, status } if no_such_schedule(status, &message) => Err(ScheduleError::NotFound),
        Said::Words { message, status: 400 } => {
            Err(ScheduleError::Refused(Refusal::new(RefusalKind::InvalidRequest, &message)))
        }
        Said::Words { message, status } => match refusal(&message) {
            Some(refusal) => Err(ScheduleError::Refused(refusal)),
            None => Err(ScheduleError::Unknown(unproven(status))),
        },
    }
}

fn check_notice(inner: &Inner, at: ScheduleTime) -> Result<(), ChargeError> {
    if at.is_too_soon(inner.clock.now()) { Err(NOT_BUILT) } else { Ok(()) }
}

/// The permit is looked at after the token is there, right before each sending.
async fn send(
    inner: &Inner,
    outgoing: &Outgoing<'_>,
    uid: &MerchantUid,
    permit: &SendPermit,
) -> Result<Answer, ChargeError> {
    if permit.merchant_uid() != uid {
        return Err(ChargeError::NotSent(NotSentCause::PermitForeign));
    }
    let allowed = || permit.holds_at(inner.clock.monotonic());
    if !allowed() {
        return Err(ChargeError::NotSent(NotSentCause::PermitExpired));
    }
    Ok(inner.line.call(outgoing, allowed).await?)
}

/// The schedule that was answered, if it is the one that was ordered and waits.
fn taken(answer: &Answer, uid: &MerchantUid, total: Option<Money>) -> Result<Schedule, ChargeError> {
    let unreadable = ChargeError::Unknown(UnknownCause::Unreadable);
    let response = match said::<&RawValue>(answer)? {
        Said::Done(response) => response,
        Said::Words { message, status } => {
            // What is added cannot be missing: there a 404 is one from somewhere on the way, and proves nothing.
            let is_missing = total.is_none() && no_such_schedule(status, &message);
            return Err(by_words(&message, status, is_missing));
        }
    };
    let record = ScheduleList::only(response).ok_or(unreadable.clone())?;
    if let Some(mismatch) = total.and_then(|total| record.mismatch(uid, total)) {
        return Err(ChargeError::Mismatch(mismatch));
    }
    let schedule = record.into_schedule().filter(|schedule| schedule.merchant_uid() == uid);
    schedule.filter(Schedule::is_open).ok_or(unreadable)
}

/// Only words that are known prove that nothing was taken in. A schedule that is known already, runs, or was paid
/// meanwhile is no refusal either: looking it up will tell.
fn by_words(message: &str, status: u16, is_missing: bool) -> ChargeError {
    if own_word(message) == Some(OwnWord::Duplicate) {
        return ChargeError::Unknown(UnknownCause::Duplicate);
    }
    if let Some(refusal) = refusal(message) {
        return ChargeError::Refused(refusal);
    }
    if is_missing {
        return ChargeError::Refused(Refusal::new(RefusalKind::InvalidRequest, message));
    }
    match classify(message, DeclineForm::Message) {
        Verdict::Declined(_) => ChargeError::Refused(Refusal::new(RefusalKind::InvalidRequest, message)),
        Verdict::Duplicate => ChargeError::Unknown(UnknownCause::Duplicate),
        Verdict::Ambiguous | Verdict::NotFound => ChargeError::Unknown(unproven(status)),
    }
}
