//! Looking schedules up: one by its merchant_uid, the others by period, all or one customer's.

use std::ops::Range;

use super::super::Call;
use super::super::paging::Place;
use super::{LONGEST_PERIOD, bad, either, no_schedule, page, view};
use crate::http::answer::Answer;
use crate::messages;
use crate::params::{Params, Whole};
use crate::store::{ScheduleStatus, Scheduled};
use crate::world::World;

/// The names of one parameter. The two lists are documented with names of their own, and clients mix them up.
type Names = [&'static str; 2];

const STATUS: Names = ["schedule_status", "schedule-status"];

/// `GET /subscribe/payments/schedule/{merchant_uid}`
pub(in super::super) fn one(world: &World, call: &Call) -> Answer {
    let found = {
        let store = world.store.lock();
        store.schedule_place(call.in_path("merchant_uid")).and_then(|place| store.schedule(place))
    };
    found.map_or_else(no_schedule, |scheduled| Answer::ok(&view(&scheduled)))
}

/// `GET /subscribe/payments/schedule`: of all customers, the newest first unless `sorting=scheduled`.
pub(in super::super) fn by_period(world: &World, call: &Call) -> Answer {
    either(oldest_first(&call.query).and_then(|oldest_first| found(world, call, None, oldest_first)))
}

/// `GET /subscribe/payments/schedule/customers/{customer_uid}` and `GET /subscribe/customers/{customer_uid}/schedules`:
/// of one customer, the newest first.
pub(in super::super) fn by_customer(world: &World, call: &Call) -> Answer {
    either(found(world, call, Some(call.in_path("customer_uid")), false))
}

/// Behind the last page there is an empty list.
fn found(
    world: &World,
    call: &Call,
    customer_uid: Option<&str>,
    oldest_first: bool,
) -> Result<Answer, Answer> {
    let period = match customer_uid {
        Some(_) => period(&call.query, ["from", "schedule_from"], ["to", "schedule_to"])?,
        None => period(&call.query, ["schedule_from", "from"], ["schedule_to", "to"])?,
    };
    let place = Place::read(&call.query)?;
    let status = status(&call.query)?;
    let store = world.store.lock();
    let mut places: Vec<usize> = store.schedules_within(customer_uid, &period, status).collect();
    if !oldest_first {
        places.reverse();
    }
    let shown: Vec<Scheduled> =
        place.cut(&places).iter().filter_map(|place| store.schedule(*place)).collect();
    drop(store);
    Ok(page(place, places.len(), shown.iter()))
}

fn oldest_first(query: &Params) -> Result<bool, Answer> {
    match query.text("sorting").as_deref() {
        None | Some("-scheduled") => Ok(false),
        Some("scheduled") => Ok(true),
        Some(_) => Err(bad(messages::BAD_SORTING)),
    }
}

fn status(query: &Params) -> Result<Option<ScheduleStatus>, Answer> {
    let Some(text) = STATUS.into_iter().find_map(|name| query.text(name)) else { return Ok(None) };
    ScheduleStatus::parse(&text).map(Some).ok_or_else(|| bad(messages::BAD_STATUS))
}

/// Both ends must be named; the second does not belong to it.
fn period(query: &Params, from: Names, to: Names) -> Result<Range<i64>, Answer> {
    let (from, to) = (time(query, from)?, time(query, to)?);
    match to.saturating_sub(from) {
        ..0 => Err(bad(messages::BAD_PERIOD)),
        0..=LONGEST_PERIOD => Ok(from..to),
        _ => Err(bad(messages::TOO_LONG_A_SCHEDULE_PERIOD)),
    }
}

fn time(query: &Params, names: Names) -> Result<i64, Answer> {
    let given = names.into_iter().find(|name| query.whole(name) != Whole::Absent);
    match given.map(|name| query.whole(name)) {
        Some(Whole::Is(seconds)) => Ok(seconds),
        Some(Whole::Unreadable) => Err(bad(messages::BAD_TIME)),
        Some(Whole::Absent) | None => Err(bad(&messages::missing(&names[..1]))),
    }
}
