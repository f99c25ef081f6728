//! Taking schedules back.

use bytes::Bytes;
use keyin_domain::{CustomerUid, MerchantUid, NotSentCause, Schedule, ScheduleStatus, UnknownCause};
use keyin_ports::{ListedSchedule, ScheduleError};
use serde_json::value::RawValue;

use super::no_such_schedule;
use crate::call::Outgoing;
use crate::effect::{Said, said, unproven};
use crate::gateway::Inner;
use crate::messages::{OwnWord, own_word, refusal};
use crate::wire::schedule::{unschedule_all_body, unschedule_body};
use crate::wire::schedule_list::ScheduleList;

const UNREADABLE: ScheduleError = ScheduleError::Unknown(UnknownCause::Unreadable);

/// See [`Schedules::unschedule`](keyin_ports::Schedules::unschedule).
pub(super) async fn one(
    inner: &Inner,
    customer: &CustomerUid,
    uid: &MerchantUid,
) -> Result<Schedule, ScheduleError> {
    let mut taken = unschedule(inner, unschedule_body(customer, uid)).await?;
    match (taken.pop(), taken.pop()) {
        (Some(ListedSchedule::Schedule(schedule)), None)
            if schedule.merchant_uid() == uid && schedule.customer_uid() == customer =>
        {
            Ok(*schedule)
        }
        _ => Err(UNREADABLE),
    }
}

/// See [`Schedules::unschedule_all`](keyin_ports::Schedules::unschedule_all).
pub(super) async fn all(inner: &Inner, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
    let taken = unschedule(inner, unschedule_all_body(customer)).await?;
    let fits = taken.iter().all(|listed| listed.customer_uid() == customer.as_str());
    if fits { Ok(taken) } else { Err(UNREADABLE) }
}

/// What the gateway says was taken back: something, and all of it is.
async fn unschedule(inner: &Inner, body: Option<Bytes>) -> Result<Vec<ListedSchedule>, ScheduleError> {
    let body = body.ok_or(ScheduleError::NotSent(NotSentCause::RequestNotBuilt))?;
    let answer = inner.line.call(&Outgoing::post(&inner.addresses.unschedule, body), || true).await?;
    let response = match said::<&RawValue>(&answer)? {
        Said::Done(response) => response,
        Said::Words { message, status } => return Err(by_words(&message, status)),
    };
    let list = ScheduleList::read(response).ok_or(UNREADABLE)?.list;
    let taken: Option<Vec<ListedSchedule>> = list.into_iter().map(|record| record.into_listed()).collect();
    let taken = taken.filter(|taken| !taken.is_empty()).ok_or(UNREADABLE)?;
    let are_revoked = taken.iter().all(|listed| listed.status() == ScheduleStatus::Revoked);
    if are_revoked { Ok(taken) } else { Err(UNREADABLE) }
}

fn by_words(message: &str, status: u16) -> ScheduleError {
    if own_word(message) == Some(OwnWord::NothingToUnschedule) || no_such_schedule(status, message) {
        return ScheduleError::NotFound;
    }
    match refusal(message) {
        Some(refusal) => ScheduleError::Refused(refusal),
        None => ScheduleError::Unknown(unproven(status)),
    }
}
