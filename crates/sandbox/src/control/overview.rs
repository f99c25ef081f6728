//! What there is to look through: payments, billing keys and schedules, the newest first, and what can be chosen from.

use serde::Serialize;

use super::ok;
use crate::api::views::{BillingKeyView, PaymentView, ScheduleView};
use crate::control_error::ControlError;
use crate::faults::{FaultKind, Operation};
use crate::http::answer::Answer;
use crate::params::{Params, Whole};
use crate::settings::{Answers, Pg};
use crate::store::{Part, Status};
use crate::test_cards::{TestCard, test_cards};
use crate::world::World;

/// How many entries a page has unless the call says otherwise, and how many it may have.
const USUAL: i64 = 50;
const MOST: i64 = 1_000;

#[derive(Serialize)]
struct Payments<'a> {
    total: usize,
    payments: Vec<PaymentView<'a>>,
}

#[derive(Serialize)]
struct BillingKeys<'a> {
    total: usize,
    billing_keys: Vec<BillingKeyView<'a>>,
}

#[derive(Serialize)]
struct Schedules<'a> {
    total: usize,
    schedules: Vec<ScheduleView<'a>>,
}

#[derive(Serialize)]
struct Names {
    operations: &'static [Operation],
    kinds: &'static [FaultKind],
}

#[derive(Serialize)]
struct Pgs {
    pgs: Vec<&'static str>,
}

#[derive(Serialize)]
struct Cards {
    cards: &'static [TestCard],
}

/// `GET /payments?status=…&find=…&page=…&limit=…`
pub(super) fn payments(world: &World, query: &Params) -> Result<Answer, ControlError> {
    let part = part(query)?;
    let status = match query.text("status") {
        Some(text) => Some(Status::parse(&text).ok_or_else(|| {
            ControlError::value("status", "\"ready\", \"paid\", \"cancelled\" or \"failed\"")
        })?),
        None => None,
    };
    let name = query.text("find");
    let (total, found) = match &name {
        Some(name) => world.store.lock().named(name.trim(), status, part),
        None => world.store.lock().newest(status, part),
    };
    let payments = found.iter().map(|payment| PaymentView::of(payment, Answers::Full)).collect();
    Ok(ok(&Payments { total, payments }))
}

/// `GET /billing-keys?page=…&limit=…`
pub(super) fn billing_keys(world: &World, query: &Params) -> Result<Answer, ControlError> {
    let (total, keys) = world.store.lock().newest_keys(part(query)?);
    let billing_keys = keys.iter().map(|key| BillingKeyView::of(key, Answers::Full)).collect();
    Ok(ok(&BillingKeys { total, billing_keys }))
}

/// `GET /schedules?page=…&limit=…`
pub(super) fn schedules(world: &World, query: &Params) -> Result<Answer, ControlError> {
    let (total, found) = world.store.lock().newest_schedules(part(query)?);
    let schedules =
        found.iter().map(|(schedule, payment)| ScheduleView::of(schedule, payment.as_deref())).collect();
    Ok(ok(&Schedules { total, schedules }))
}

/// `GET /faults/names`
pub(super) fn fault_names(_: &World, _: &Params) -> Result<Answer, ControlError> {
    Ok(ok(&Names { operations: &Operation::ALL, kinds: &FaultKind::ALL }))
}

/// `GET /pgs`
pub(super) fn pgs(_: &World, _: &Params) -> Result<Answer, ControlError> {
    Ok(ok(&Pgs { pgs: Pg::codes().collect() }))
}

/// `GET /test-cards`
pub(super) fn cards(_: &World, _: &Params) -> Result<Answer, ControlError> {
    Ok(ok(&Cards { cards: test_cards() }))
}

fn part(query: &Params) -> Result<Part, ControlError> {
    let page = whole(query, "page", 1, 1..=i64::MAX, "a whole number from 1")?;
    let limit = whole(query, "limit", USUAL, 1..=MOST, "a whole number from 1 to 1000")?;
    let skip = (page - 1).saturating_mul(limit);
    Ok(Part {
        skip: usize::try_from(skip).unwrap_or(usize::MAX),
        take: usize::try_from(limit).unwrap_or(usize::MAX),
    })
}

fn whole(
    query: &Params,
    name: &str,
    usual: i64,
    range: std::ops::RangeInclusive<i64>,
    expects: &str,
) -> Result<i64, ControlError> {
    match query.whole(name) {
        Whole::Absent => Ok(usual),
        Whole::Is(number) if range.contains(&number) => Ok(number),
        Whole::Is(_) | Whole::Unreadable => Err(ControlError::value(name, expects)),
    }
}
