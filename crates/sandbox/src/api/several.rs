//! Several records by their names in one call: all that were asked for, or those of them there are.

use std::sync::Arc;

use axum::http::StatusCode;
use serde::Serialize;

use super::paging::shown;
use super::views::{BillingKeyView, PaymentView};
use super::{Call, customers, find};
use crate::http::answer::Answer;
use crate::ids::ImpUid;
use crate::messages;
use crate::store::{BillingKey, Payment};
use crate::world::World;

/// How many names one call may ask for (PortOne V1 API).
const MOST: usize = 100;

/// `GET /payments?imp_uid[]=…&merchant_uid[]=…`: of a merchant_uid the newest payment.
pub(super) fn payments(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    let by_imp_uid = call.query.texts("imp_uid");
    let by_merchant_uid = call.query.texts("merchant_uid");
    let asked = by_imp_uid.len() + by_merchant_uid.len();
    if let Err(answer) = check(asked, "imp_uid") {
        return answer;
    }
    let seen = |payment: &Arc<Payment>| shown(payment, &settings, call);
    let store = world.store.lock();
    let first = by_imp_uid.iter().filter_map(|uid| store.payment(ImpUid::parse(uid)?).and_then(seen));
    let second = by_merchant_uid.iter().filter_map(|uid| store.attempts(uid).rev().find_map(seen));
    let found: Vec<Arc<Payment>> = first.chain(second).collect();
    drop(store);
    let views: Vec<_> = found.iter().map(|payment| PaymentView::of(payment, settings.answers)).collect();
    answer(asked, &views, find::no_payment)
}

/// `GET /subscribe/customers?customer_uid[]=…`
pub(super) fn customers(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    let asked = call.query.texts("customer_uid");
    if let Err(answer) = check(asked.len(), "customer_uid") {
        return answer;
    }
    let store = world.store.lock();
    let found: Vec<Arc<BillingKey>> = asked.iter().filter_map(|uid| store.key(uid)).map(Arc::clone).collect();
    drop(store);
    let views: Vec<_> = found.iter().map(|key| BillingKeyView::of(key, settings.answers)).collect();
    answer(asked.len(), &views, || customers::not_found(&asked.join(",")))
}

fn check(asked: usize, name: &str) -> Result<(), Answer> {
    let bad = |message: &str| Err(Answer::status(StatusCode::BAD_REQUEST, message));
    match asked {
        0 => bad(&messages::missing(&[name])),
        1..=MOST => Ok(()),
        _ => bad(&messages::too_many(name, MOST)),
    }
}

/// HTTP 207 says that some were not found.
fn answer<T: Serialize>(asked: usize, found: &Vec<T>, none: impl FnOnce() -> Answer) -> Answer {
    match found.len() {
        0 => none(),
        some if some < asked => Answer::partial(found),
        _ => Answer::ok(found),
    }
}
