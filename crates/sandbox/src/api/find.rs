//! Looking payments up: by imp_uid, and by merchant_uid the first or all of them.

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Serialize;

use super::Call;
use super::views::PaymentView;
use crate::answer::Answer;
use crate::ids::ImpUid;
use crate::lock::lock;
use crate::messages;
use crate::params::{Params, Whole};
use crate::settings::Settings;
use crate::store::{Payment, Status};
use crate::world::World;

/// How many payments a page holds unless the caller says.
const USUAL_LIMIT: usize = 20;
const LARGEST_LIMIT: i64 = 1_000;

/// A page of payments; `previous` and `next` are page numbers, 0 where there is none.
#[derive(Serialize)]
struct Page<'a> {
    total: usize,
    previous: usize,
    next: usize,
    list: Vec<PaymentView<'a>>,
}

/// `GET /payments/{imp_uid}`
pub(super) fn one(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    let payment = ImpUid::parse(call.in_path("imp_uid"))
        .and_then(|uid| lock(&world.store).payment(uid).map(Arc::clone));
    match payment.filter(|payment| is_visible(payment, &settings, call)) {
        Some(payment) => Answer::ok(&PaymentView::of(&payment, settings.answers)),
        None => no_payment(),
    }
}

/// `GET /payments/find/{merchant_uid}[/{status}]`
pub(super) fn first(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    match sorted(world, &settings, call) {
        Err(answer) => answer,
        Ok(payments) => match payments.first() {
            Some(payment) => Answer::ok(&PaymentView::of(payment, settings.answers)),
            None => no_payment(),
        },
    }
}

/// `GET /payments/findAll/{merchant_uid}[/{status}]`; behind the last page there is an empty list.
pub(super) fn page(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    let number = counted(&call.query, "page", 1, i64::MAX, messages::BAD_PAGE);
    let limit = counted(&call.query, "limit", USUAL_LIMIT, LARGEST_LIMIT, messages::BAD_LIMIT);
    let (number, limit) = match (number, limit) {
        (Ok(number), Ok(limit)) => (number, limit),
        (Err(answer), _) | (_, Err(answer)) => return answer,
    };
    let payments = match sorted(world, &settings, call) {
        Ok(payments) if payments.is_empty() => return no_payment(),
        Ok(payments) => payments,
        Err(answer) => return answer,
    };
    let skipped = (number - 1).saturating_mul(limit);
    let list = payments.iter().skip(skipped).take(limit);
    Answer::ok(&Page {
        total: payments.len(),
        previous: number - 1,
        next: if skipped.saturating_add(limit) < payments.len() { number + 1 } else { 0 },
        list: list.map(|payment| PaymentView::of(payment, settings.answers)).collect(),
    })
}

fn no_payment() -> Answer {
    Answer::status(StatusCode::NOT_FOUND, messages::NO_PAYMENT)
}

fn is_visible(payment: &Payment, settings: &Settings, call: &Call) -> bool {
    !(settings.hide_test_payments && payment.account.sandbox) || call.query.flag("include_sandbox")
}

/// The payments of the merchant_uid in the path, narrowed and in order as the call asks.
fn sorted(world: &World, settings: &Settings, call: &Call) -> Result<Vec<Arc<Payment>>, Answer> {
    let bad = |message| Answer::status(StatusCode::BAD_REQUEST, message);
    let status = match call.in_path("status") {
        "" => None,
        text => Some(Status::parse(text).ok_or_else(|| bad(messages::BAD_STATUS))?),
    };
    let sorting = call.query.text("sorting");
    let (descending, time_of) = ordering(sorting.as_deref()).ok_or_else(|| bad(messages::BAD_SORTING))?;
    let mut payments: Vec<_> = lock(&world.store)
        .attempts(call.in_path("merchant_uid"))
        .filter(|payment| status.is_none_or(|status| payment.status == status))
        .filter(|payment| is_visible(payment, settings, call))
        .map(Arc::clone)
        .collect();
    // They come in the order they were made, which decides between equal seconds.
    payments.sort_by_key(|payment| time_of(payment));
    if descending {
        payments.reverse();
    }
    Ok(payments)
}

/// One of a payment's times.
type TimeOf = fn(&Payment) -> i64;

/// Whether a sorting is descending, and by which time.
fn ordering(sorting: Option<&str>) -> Option<(bool, TimeOf)> {
    match sorting.unwrap_or("-started") {
        "-started" => Some((true, |payment| payment.started_at)),
        "started" => Some((false, |payment| payment.started_at)),
        "-paid" => Some((true, |payment| payment.paid_at)),
        "paid" => Some((false, |payment| payment.paid_at)),
        "-updated" => Some((true, Payment::updated_at)),
        "updated" => Some((false, Payment::updated_at)),
        _ => None,
    }
}

fn counted(query: &Params, name: &str, usual: usize, max: i64, message: &str) -> Result<usize, Answer> {
    let number = match query.whole(name) {
        Whole::Absent => Some(usual),
        Whole::Is(number) if (1..=max).contains(&number) => usize::try_from(number).ok(),
        Whole::Is(_) | Whole::Unreadable => None,
    };
    number.ok_or_else(|| Answer::status(StatusCode::BAD_REQUEST, message))
}
