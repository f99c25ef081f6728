//! `/subscribe/customers/{customer_uid}`: a billing key is shown, issued without payment, or deleted, and its payments
//! are listed.

use std::sync::Arc;

use axum::http::StatusCode;

use super::Call;
use super::issue::{self, KeyRefusal, Purpose};
use super::order::{customer_uid, limited};
use super::paging::{Place, page_of, shown};
use super::views::BillingKeyView;
use crate::http::answer::Answer;
use crate::messages;
use crate::settings::{Settings, UnknownCustomer};
use crate::store::{BillingKey, Customer};
use crate::world::World;

/// `GET`
pub(super) fn show(world: &World, call: &Call) -> Answer {
    let key = world.store.lock().key(call.in_path("customer_uid")).map(Arc::clone);
    answer(world, call, key)
}

/// `DELETE`: answers with what was deleted.
pub(super) fn delete(world: &World, call: &Call) -> Answer {
    let key = world.store.lock().remove_key(call.in_path("customer_uid"));
    answer(world, call, key)
}

fn answer(world: &World, call: &Call, key: Option<Arc<BillingKey>>) -> Answer {
    let settings = world.settings();
    match key {
        Some(key) => Answer::ok(&BillingKeyView::of(&key, settings.answers)),
        None => unknown(&settings, call),
    }
}

fn unknown(settings: &Settings, call: &Call) -> Answer {
    let customer_uid = call.in_path("customer_uid");
    match settings.unknown_customer {
        UnknownCustomer::Ok => Answer::business(&messages::unknown_customer(customer_uid)),
        UnknownCustomer::NotFound => not_found(customer_uid),
    }
}

pub(super) fn not_found(customer_uid: &str) -> Answer {
    Answer::error(StatusCode::NOT_FOUND, 1, &messages::unknown_customer(customer_uid))
}

/// `GET …/payments`: the payments of a customer_uid, the newest first, also those of a key that is gone. Behind the
/// last page there is an empty list.
pub(super) fn payments(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    let customer_uid = call.in_path("customer_uid");
    let place = match Place::read(&call.query) {
        Ok(place) => place,
        Err(answer) => return answer,
    };
    let store = world.store.lock();
    let payments = store.payments_of(customer_uid).rev();
    let payments: Vec<_> = payments.filter_map(|payment| shown(payment, &settings, call)).collect();
    let is_known = !payments.is_empty() || store.key(customer_uid).is_some();
    drop(store);
    if !is_known {
        return unknown(&settings, call);
    }
    page_of(place, payments.len(), place.cut(&payments), &settings)
}

/// `POST`: issues a key without charging, where the contract allows it.
pub(super) fn issue(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    match read(&settings, call, world.now()) {
        Ok(key) => {
            let key = world.store.lock().put_key(key);
            Answer::ok(&BillingKeyView::of(&key, settings.answers))
        }
        Err(answer) => answer,
    }
}

fn read(settings: &Settings, call: &Call, now: i64) -> Result<BillingKey, Answer> {
    let params = &call.params;
    let customer_uid = customer_uid(call.in_path("customer_uid"), settings)?;
    let missing = params.missing(&["card_number", "expiry"]);
    if !missing.is_empty() {
        return Err(Answer::refused(&messages::missing(&missing)));
    }
    let text = |name, max| limited(params, name, max, settings);
    let customer = Customer {
        id: text("customer_id", 80)?,
        name: text("customer_name", 20)?,
        tel: text("customer_tel", 20)?,
        email: text("customer_email", 200)?,
        addr: text("customer_addr", 200)?,
        postcode: text("customer_postcode", 8)?,
    };
    match issue::issue(settings, params, Purpose::Keeping, customer_uid, customer, now) {
        Ok(key) => Ok(key),
        Err(KeyRefusal::Call(answer)) => Err(answer),
        Err(KeyRefusal::Card(decline)) => {
            Err(Answer::refused(&format!("{}{}", messages::KEY_ISSUE_FAILED, decline.reason())))
        }
    }
}
