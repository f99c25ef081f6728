//! What the API does besides cards: identity checks, virtual accounts, cash receipts. The sandbox has no channel for
//! any of it and says so in the API's own way, so that a client that asks finds out.

use axum::http::StatusCode;

use super::{Call, find};
use crate::http::answer::Answer;
use crate::messages;
use crate::world::World;

fn not_found(message: &str) -> Answer {
    Answer::status(StatusCode::NOT_FOUND, message)
}

fn bad(message: &str) -> Answer {
    Answer::status(StatusCode::BAD_REQUEST, message)
}

/// `GET` and `DELETE /certifications/{imp_uid}`, `POST /certifications/otp/confirm/{imp_uid}`
pub(super) fn certification(_: &World, _: &Call) -> Answer {
    not_found(messages::NO_CERTIFICATION)
}

/// `POST /certifications/otp/request`
pub(super) fn request_otp(_: &World, call: &Call) -> Answer {
    refused_after(call, &["name", "phone", "birth", "gender_digit", "carrier"])
}

/// `POST /vbanks`
pub(super) fn issue_vbank(_: &World, call: &Call) -> Answer {
    refused_after(call, &["merchant_uid", "amount", "vbank_code", "vbank_due"])
}

/// `PUT` and `DELETE /vbanks/{imp_uid}`: there are payments, but none by virtual account.
pub(super) fn vbank(world: &World, call: &Call) -> Answer {
    match find::visible(world, call) {
        Some(_) => bad(messages::NOT_A_VBANK),
        None => find::no_payment(),
    }
}

/// `GET /receipts/{imp_uid}`, `GET` and `DELETE /receipts/external/{merchant_uid}`
pub(super) fn receipt(_: &World, _: &Call) -> Answer {
    not_found(messages::NO_RECEIPT)
}

/// `DELETE /receipts/{imp_uid}`
pub(super) fn cancel_receipt(_: &World, _: &Call) -> Answer {
    bad(messages::NO_RECEIPT)
}

/// `POST /receipts/{imp_uid}`: card payments have none.
pub(super) fn issue_receipt(world: &World, call: &Call) -> Answer {
    let missing = call.params.missing(&["identifier"]);
    match find::visible(world, call) {
        _ if !missing.is_empty() => bad(&messages::missing(&missing)),
        Some(_) => bad(messages::NOT_CASH),
        None => bad(messages::NO_PAYMENT),
    }
}

/// `POST /receipts/external/{merchant_uid}`
pub(super) fn issue_external_receipt(_: &World, call: &Call) -> Answer {
    let missing = call.params.missing(&["name", "amount", "identifier"]);
    if missing.is_empty() {
        Answer::status(StatusCode::NOT_IMPLEMENTED, messages::UNSUPPORTED_PG)
    } else {
        bad(&messages::missing(&missing))
    }
}

fn refused_after(call: &Call, needed: &[&str]) -> Answer {
    let missing = call.params.missing(needed);
    let message = messages::missing(&missing);
    Answer::refused(if missing.is_empty() { messages::UNSUPPORTED_PG } else { &message })
}
