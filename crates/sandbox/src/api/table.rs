//! Every endpoint: its method, its path, what faults call it, and the function that answers.

use axum::routing::MethodFilter;

use super::{
    Call, again, balance, by_status, cancel, channels, codes, customers, elsewhere, find, get_token, onetime,
    prepare, schedule, several,
};
use crate::faults::Operation;
use crate::http::answer::Answer;
use crate::ids::ImpUid;
use crate::world::World;

/// One endpoint.
pub(crate) struct Endpoint {
    pub(crate) method: MethodFilter,
    pub(crate) path: &'static str,
    /// What faults call it; `None`: only `*` means it.
    pub(crate) operation: Option<Operation>,
    pub(crate) handle: Handle,
    /// Shows the payment as `ready` before the call waits, where it makes one.
    pub(crate) announce: Option<fn(&World, &Call) -> Option<ImpUid>>,
}

type Handle = fn(&World, &Call) -> Answer;

const fn get(path: &'static str, operation: Option<Operation>, handle: Handle) -> Endpoint {
    Endpoint { method: MethodFilter::GET, path, operation, handle, announce: None }
}

const fn post(path: &'static str, operation: Option<Operation>, handle: Handle) -> Endpoint {
    Endpoint { method: MethodFilter::POST, path, operation, handle, announce: None }
}

const fn put(path: &'static str, operation: Option<Operation>, handle: Handle) -> Endpoint {
    Endpoint { method: MethodFilter::PUT, path, operation, handle, announce: None }
}

const fn delete(path: &'static str, operation: Option<Operation>, handle: Handle) -> Endpoint {
    Endpoint { method: MethodFilter::DELETE, path, operation, handle, announce: None }
}

const CUSTOMER: &str = "/subscribe/customers/{customer_uid}";
const SCHEDULE: &str = "/subscribe/payments/schedule";
const ONE_SCHEDULE: &str = "/subscribe/payments/schedule/{merchant_uid}";

/// Every endpoint there is.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    post("/users/getToken", Some(Operation::GetToken), get_token::handle),
    get("/users/pg", None, channels::handle),
    Endpoint {
        announce: Some(onetime::announce),
        ..post("/subscribe/payments/onetime", Some(Operation::Onetime), onetime::handle)
    },
    Endpoint {
        announce: Some(again::announce),
        ..post("/subscribe/payments/again", Some(Operation::Again), again::handle)
    },
    // What older clients call for a foreign card.
    Endpoint {
        announce: Some(onetime::announce),
        ..post("/subscribe/payments/foreign", Some(Operation::Onetime), onetime::handle)
    },
    get("/payments", None, several::payments),
    post("/payments/prepare", None, prepare::post),
    put("/payments/prepare", None, prepare::put),
    get("/payments/prepare/{merchant_uid}", None, prepare::show),
    get("/payments/{imp_uid}/balance", None, balance::handle),
    get("/payments/{imp_uid}", Some(Operation::Payment), find::one),
    get("/payments/find/{merchant_uid}", Some(Operation::Find), find::first),
    get("/payments/find/{merchant_uid}/{status}", Some(Operation::Find), find::first),
    get("/payments/findAll/{merchant_uid}", Some(Operation::Find), find::page),
    get("/payments/findAll/{merchant_uid}/{status}", Some(Operation::Find), find::page),
    get("/payments/status/{payment_status}", Some(Operation::Status), by_status::handle),
    post("/payments/cancel", Some(Operation::Cancel), cancel::handle),
    get(CUSTOMER, Some(Operation::Customer), customers::show),
    post(CUSTOMER, Some(Operation::Customer), customers::issue),
    delete(CUSTOMER, Some(Operation::Customer), customers::delete),
    get("/subscribe/customers", Some(Operation::Customer), several::customers),
    get("/subscribe/customers/{customer_uid}/payments", Some(Operation::Customer), customers::payments),
    get(
        "/subscribe/customers/{customer_uid}/schedules",
        Some(Operation::FindSchedule),
        schedule::find::by_customer,
    ),
    post(SCHEDULE, Some(Operation::Schedule), schedule::register::handle),
    get(SCHEDULE, Some(Operation::FindSchedule), schedule::find::by_period),
    get(
        "/subscribe/payments/schedule/customers/{customer_uid}",
        Some(Operation::FindSchedule),
        schedule::find::by_customer,
    ),
    get(ONE_SCHEDULE, Some(Operation::FindSchedule), schedule::find::one),
    put(ONE_SCHEDULE, Some(Operation::Schedule), schedule::change::put),
    post(
        "/subscribe/payments/schedule/{merchant_uid}/reschedule",
        Some(Operation::Schedule),
        schedule::change::reschedule,
    ),
    post(
        "/subscribe/payments/schedule/{merchant_uid}/retry",
        Some(Operation::Schedule),
        schedule::change::retry,
    ),
    post("/subscribe/payments/unschedule", Some(Operation::Unschedule), schedule::unschedule::handle),
    get("/cards", None, codes::cards),
    get("/cards/{code}", None, codes::card),
    get("/banks", None, codes::banks),
    get("/banks/{code}", None, codes::bank),
    get("/certifications/{imp_uid}", None, elsewhere::certification),
    delete("/certifications/{imp_uid}", None, elsewhere::certification),
    post("/certifications/otp/request", None, elsewhere::request_otp),
    post("/certifications/otp/confirm/{imp_uid}", None, elsewhere::certification),
    post("/vbanks", None, elsewhere::issue_vbank),
    put("/vbanks/{imp_uid}", None, elsewhere::vbank),
    delete("/vbanks/{imp_uid}", None, elsewhere::vbank),
    get("/receipts/{imp_uid}", None, elsewhere::receipt),
    post("/receipts/{imp_uid}", None, elsewhere::issue_receipt),
    delete("/receipts/{imp_uid}", None, elsewhere::cancel_receipt),
    get("/receipts/external/{merchant_uid}", None, elsewhere::receipt),
    post("/receipts/external/{merchant_uid}", None, elsewhere::issue_external_receipt),
    delete("/receipts/external/{merchant_uid}", None, elsewhere::receipt),
];

#[cfg(test)]
mod tests;
