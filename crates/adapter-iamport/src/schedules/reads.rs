//! One schedule, and lists of them.

use keyin_domain::{CustomerUid, MerchantUid, Schedule, ScheduleStatus};
use keyin_ports::{ListedSchedule, ReadError, SchedulePage, ScheduleWindow};
use reqwest::Url;
use serde_json::value::RawValue;

use super::{address, no_such_schedule};
use crate::call::Outgoing;
use crate::gateway::Inner;
use crate::messages::{OwnWord, own_word};
use crate::read;
use crate::wire::schedule::ScheduleRecord;
use crate::wire::schedule_list::ScheduleList;
use crate::wire::value::OtherPage;

/// Schedules on a page of all; the API allows 1–1000. How many of one customer stand on a page is not to be asked for.
const PER_PAGE: usize = 200;

/// See [`Schedules::find`](keyin_ports::Schedules::find).
pub(super) async fn find(inner: &Inner, uid: &MerchantUid) -> Result<Schedule, ReadError> {
    let url = address(inner, uid, "").ok_or(ReadError::Protocol)?;
    let answer = read::ask(&inner.line, &Outgoing::get(&url)).await?;
    let schedule = read::answered::<ScheduleRecord<'_>>(&answer, no_such_schedule)?.into_schedule();
    schedule.filter(|schedule| schedule.merchant_uid() == uid).ok_or(ReadError::Protocol)
}

/// See [`Schedules::list`](keyin_ports::Schedules::list) and [`list_of`](keyin_ports::Schedules::list_of).
pub(super) async fn list(
    inner: &Inner,
    customer: Option<&CustomerUid>,
    window: ScheduleWindow,
    status: Option<ScheduleStatus>,
    page: u32,
) -> Result<SchedulePage, ReadError> {
    let url = list_address(inner, customer, window, status, page).ok_or(ReadError::Protocol)?;
    let answer = read::ask(&inner.line, &Outgoing::get(&url)).await?;
    let response = match read::answered::<&RawValue>(&answer, |code, words| is_none(code, words, page)) {
        Ok(response) => response,
        Err(ReadError::NotFound) => return Ok(SchedulePage::default()),
        Err(error) => return Err(error),
    };
    let ScheduleList { list, next } = ScheduleList::read(response).ok_or(ReadError::Protocol)?;
    let is_empty = list.is_empty();
    let may_go_on = customer.is_some() || list.len() >= PER_PAGE;
    let asked_for = |listed: ListedSchedule| {
        let fits = window.contains(listed.at())
            && status.is_none_or(|status| listed.status() == status)
            && customer.is_none_or(|customer| listed.customer_uid() == customer.as_str());
        fits.then_some(listed)
    };
    let list: Option<Vec<_>> =
        list.into_iter().map(|record| record.into_listed().and_then(asked_for)).collect();
    let list = list.ok_or(ReadError::Protocol)?;
    let following = page.checked_add(1).ok_or(ReadError::Protocol)?;
    let next = match next {
        _ if is_empty => None,
        Some(OtherPage::None) => None,
        Some(OtherPage::Number(number)) if number != i64::from(following) => return Err(ReadError::Protocol),
        Some(OtherPage::Number(_) | OtherPage::Beside) => Some(following),
        // An array tells nothing of its pages. One that is not full is the last, where it is known when one is.
        None => may_go_on.then_some(following),
    };
    Ok(SchedulePage { list, next })
}

/// The two lists are documented with different names of their parameters.
fn list_address(
    inner: &Inner,
    customer: Option<&CustomerUid>,
    window: ScheduleWindow,
    status: Option<ScheduleStatus>,
    page: u32,
) -> Option<Url> {
    let (from, to) = (window.from().as_second(), window.to().as_second());
    let status = |name: &str| status.map(|status| format!("&{name}={}", status.as_str())).unwrap_or_default();
    match customer {
        None => {
            let status = status("schedule_status");
            let mut url = inner.addresses.schedule.clone();
            let query = format!(
                "schedule_from={from}&schedule_to={to}{status}&page={page}&limit={PER_PAGE}&sorting=scheduled"
            );
            url.set_query(Some(&query));
            Some(url)
        }
        Some(customer) => {
            let status = status("schedule-status");
            let below = format!("/schedules?from={from}&to={to}{status}&page={page}");
            inner.addresses.of("/subscribe/customers", customer.as_str(), &below)
        }
    }
}

/// That there is none is said with 404, in words, or, behind the last page, with 400.
fn is_none(status: u16, message: &str, page: u32) -> bool {
    no_such_schedule(status, message)
        || own_word(message) == Some(OwnWord::NoKey)
        || (page > 1 && status == 400)
}
