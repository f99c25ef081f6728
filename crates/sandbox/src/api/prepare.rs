//! `/payments/prepare`: the sum of a payment is registered beforehand. Only payments in a window are held to it; those
//! through the API say their sum themselves.

use axum::http::StatusCode;
use serde::Serialize;

use super::Call;
use super::order::within;
use crate::http::answer::Answer;
use crate::messages;
use crate::params::{Params, Whole};
use crate::settings::Settings;
use crate::store::Prepared;
use crate::world::World;

#[derive(Serialize)]
struct PreparedView<'a> {
    merchant_uid: &'a str,
    amount: i64,
    currency: &'a str,
}

/// `POST`: a merchant_uid is registered once.
pub(super) fn post(world: &World, call: &Call) -> Answer {
    put_if(world, call, |is_known| match is_known {
        true => Err(Answer::business(messages::ALREADY_PREPARED)),
        false => Ok(()),
    })
}

/// `PUT`: a registered one gets another sum.
pub(super) fn put(world: &World, call: &Call) -> Answer {
    put_if(world, call, |is_known| match is_known {
        true => Ok(()),
        false => Err(not_prepared()),
    })
}

/// `GET /payments/prepare/{merchant_uid}`
pub(super) fn show(world: &World, call: &Call) -> Answer {
    let merchant_uid = call.in_path("merchant_uid");
    let store = world.store.lock();
    store.prepared(merchant_uid).map_or_else(not_prepared, |prepared| shown(merchant_uid, prepared))
}

fn put_if(world: &World, call: &Call, check: impl FnOnce(bool) -> Result<(), Answer>) -> Answer {
    let (merchant_uid, prepared) = match read(&call.params, &world.settings()) {
        Ok(read) => read,
        Err(answer) => return answer,
    };
    let mut store = world.store.lock();
    if let Err(answer) = check(store.prepared(&merchant_uid).is_some()) {
        return answer;
    }
    let answer = shown(&merchant_uid, &prepared);
    store.prepare(merchant_uid, prepared);
    answer
}

fn read(params: &Params, settings: &Settings) -> Result<(Box<str>, Prepared), Answer> {
    let missing = params.missing(&["merchant_uid", "amount"]);
    if !missing.is_empty() {
        return Err(Answer::refused(&messages::missing(&missing)));
    }
    let merchant_uid = params.text("merchant_uid").unwrap_or_default();
    let merchant_uid = within("merchant_uid", &merchant_uid, 40, settings)?;
    let amount = match params.whole("amount") {
        Whole::Is(amount) if amount > 0 => amount,
        _ => return Err(Answer::refused(&messages::not_an_amount("amount"))),
    };
    let currency = params.text("currency").map_or_else(|| "KRW".into(), |text| text.to_ascii_uppercase());
    if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(Answer::refused(messages::NOT_A_CURRENCY));
    }
    Ok((merchant_uid, Prepared { amount, currency: currency.into() }))
}

fn shown(merchant_uid: &str, prepared: &Prepared) -> Answer {
    Answer::ok(&PreparedView { merchant_uid, amount: prepared.amount, currency: &prepared.currency })
}

fn not_prepared() -> Answer {
    Answer::status(StatusCode::NOT_FOUND, messages::NOT_PREPARED)
}
