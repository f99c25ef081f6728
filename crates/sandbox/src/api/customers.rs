//! `/subscribe/customers/{customer_uid}`: a billing key is shown, issued without payment, or deleted.

use std::sync::Arc;

use axum::http::StatusCode;

use super::Call;
use super::issue::{self, KeyRefusal};
use super::order::{customer_uid, limited};
use super::views::BillingKeyView;
use crate::answer::Answer;
use crate::lock::lock;
use crate::messages;
use crate::settings::{Settings, UnknownCustomer};
use crate::store::{BillingKey, Customer};
use crate::world::World;

/// `GET`
pub(super) fn show(world: &World, call: &Call) -> Answer {
    let key = lock(&world.store).key(call.in_path("customer_uid")).map(Arc::clone);
    answer(world, call, key)
}

/// `DELETE`: answers with what was deleted.
pub(super) fn delete(world: &World, call: &Call) -> Answer {
    let key = lock(&world.store).remove_key(call.in_path("customer_uid"));
    answer(world, call, key)
}

fn answer(world: &World, call: &Call, key: Option<Arc<BillingKey>>) -> Answer {
    let settings = world.settings();
    let Some(key) = key else {
        let message = messages::unknown_customer(call.in_path("customer_uid"));
        return match settings.unknown_customer {
            UnknownCustomer::Ok => Answer::business(&message),
            UnknownCustomer::NotFound => Answer::error(StatusCode::NOT_FOUND, 1, &message),
        };
    };
    Answer::ok(&BillingKeyView::of(&key, settings.answers))
}

/// `POST`: issues a key without charging, where the contract allows it.
pub(super) fn issue(world: &World, call: &Call) -> Answer {
    let settings = world.settings();
    match read(&settings, call, world.now()) {
        Ok(key) => {
            let key = lock(&world.store).put_key(key);
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
        name: text("customer_name", 20)?,
        tel: text("customer_tel", 20)?,
        email: text("customer_email", 200)?,
        addr: text("customer_addr", 200)?,
        postcode: text("customer_postcode", 8)?,
    };
    match issue::issue(settings, params, customer_uid, customer, now) {
        Ok(key) => Ok(key),
        Err(KeyRefusal::Call(answer)) => Err(answer),
        Err(KeyRefusal::Card(decline)) => {
            Err(Answer::refused(&format!("{}{}", messages::KEY_ISSUE_FAILED, decline.reason())))
        }
    }
}
