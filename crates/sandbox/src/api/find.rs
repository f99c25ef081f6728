//! Looking payments up: by imp_uid, and by merchant_uid the first or all of them.

use std::sync::Arc;

use axum::http::StatusCode;

use super::Call;
use super::paging::{Order, Place, page_of, shown};
use super::views::PaymentView;
use crate::http::answer::Answer;
use crate::ids::ImpUid;
use crate::messages;
use crate::settings::Settings;
use crate::store::{Payment, Status};
use crate::world::World;

/// `GET /payments/{imp_uid}`
pub(super) fn one(world: &World, call: &Call) -> Answer {
    match visible(world, call) {
        Some(payment) => Answer::ok(&PaymentView::of(&payment, world.settings().answers)),
        None => no_payment(),
    }
}

/// The payment that the path names, if the caller is shown it.
pub(super) fn visible(world: &World, call: &Call) -> Option<Arc<Payment>> {
    let uid = ImpUid::parse(call.in_path("imp_uid"))?;
    let payment = world.store.lock().payment(uid).map(Arc::clone);
    payment.and_then(|payment| shown(&payment, &world.settings(), call))
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
    let place = match Place::read(&call.query) {
        Ok(place) => place,
        Err(answer) => return answer,
    };
    match sorted(world, &settings, call) {
        Ok(payments) if payments.is_empty() => no_payment(),
        Ok(payments) => page_of(place, payments.len(), place.cut(&payments), &settings),
        Err(answer) => answer,
    }
}

pub(super) fn no_payment() -> Answer {
    Answer::status(StatusCode::NOT_FOUND, messages::NO_PAYMENT)
}

/// The payments of the merchant_uid in the path, narrowed and in order as the call asks.
fn sorted(world: &World, settings: &Settings, call: &Call) -> Result<Vec<Arc<Payment>>, Answer> {
    let status = match call.in_path("status") {
        "" => None,
        text => {
            let bad = || Answer::status(StatusCode::BAD_REQUEST, messages::BAD_STATUS);
            Some(Status::parse(text).ok_or_else(bad)?)
        }
    };
    let order = Order::read(&call.query)?;
    let mut payments: Vec<_> = world
        .store
        .lock()
        .attempts(call.in_path("merchant_uid"))
        .filter_map(|payment| shown(payment, settings, call))
        .filter(|payment| status.is_none_or(|status| payment.status == status))
        .collect();
    // They come in the order they were made, which decides between equal seconds.
    order.sort(&mut payments);
    Ok(payments)
}
