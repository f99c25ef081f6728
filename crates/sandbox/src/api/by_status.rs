//! `GET /payments/status/{payment_status}`: the payments of one status, or of all, within a period.

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::http::StatusCode;

use super::Call;
use super::paging::{Order, Place, page_of, sees_tests, shown};
use crate::http::answer::Answer;
use crate::messages;
use crate::params::{Params, Whole};
use crate::settings::Settings;
use crate::store::{Part, Payment, SortKey, Status, StatusQuery};
use crate::world::World;

/// The longest period a call may ask for, in seconds: 90 days.
const LONGEST: i64 = 90 * 86_400;

/// Behind the last page there is an error; a first page without payments is an empty list.
pub(super) fn handle(world: &World, call: &Call) -> Answer {
    match answered(world, call) {
        Ok(answer) | Err(answer) => answer,
    }
}

fn answered(world: &World, call: &Call) -> Result<Answer, Answer> {
    let settings = world.settings();
    let status = match call.in_path("payment_status") {
        "all" => None,
        text => Some(Status::parse(text).ok_or_else(|| bad(messages::BAD_STATUS))?),
    };
    let order = Order::read(&call.query)?;
    let place = Place::read(&call.query)?;
    let period = period(&call.query, world.now())?;
    let tests = sees_tests(&settings, call);
    let query = StatusQuery { status, tests, period, key: order.key, descending: order.descending };
    let (total, list): (usize, Vec<Arc<Payment>>) = if call.plan.lag.is_some() {
        let seen = seen_late(world, &settings, call, &query, order);
        (seen.len(), place.cut(&seen).to_vec())
    } else {
        world.store.lock().status_page(&query, place.part())
    };
    if !place.is_within(total) {
        return Err(bad(messages::NO_SUCH_PAGE));
    }
    Ok(page_of(place, total, &list, &settings))
}

/// What a fault shows late can have had another status and time than it has by now, so that no index leads to it.
fn seen_late(
    world: &World,
    settings: &Settings,
    call: &Call,
    query: &StatusQuery,
    order: Order,
) -> Vec<Arc<Payment>> {
    let since = StatusQuery {
        status: None,
        tests: query.tests,
        period: *query.period.start()..=i64::MAX,
        key: SortKey::Started,
        descending: false,
    };
    let (_, all) = world.store.lock().status_page(&since, Part::ALL);
    let seen = all.iter().filter_map(|payment| shown(payment, settings, call));
    let mut seen: Vec<_> = seen.filter(|payment| query.means(payment)).collect();
    order.sort(&mut seen);
    seen
}

/// Both ends belong to it: by default the 90 days up to now.
fn period(query: &Params, now: i64) -> Result<RangeInclusive<i64>, Answer> {
    let to = time(query, "to")?.unwrap_or(now);
    let from = time(query, "from")?.unwrap_or(to.saturating_sub(LONGEST));
    match to.saturating_sub(from) {
        ..0 => Err(bad(messages::BAD_PERIOD)),
        0..=LONGEST => Ok(from..=to),
        _ => Err(bad(messages::TOO_LONG_A_PERIOD)),
    }
}

fn time(query: &Params, name: &str) -> Result<Option<i64>, Answer> {
    match query.whole(name) {
        Whole::Absent => Ok(None),
        Whole::Is(seconds) => Ok(Some(seconds)),
        Whole::Unreadable => Err(bad(messages::BAD_TIME)),
    }
}

fn bad(message: &str) -> Answer {
    Answer::status(StatusCode::BAD_REQUEST, message)
}
