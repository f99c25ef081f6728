//! The endpoints of the I'mport API. Each is a plain function from a call to an answer: nothing in them waits, so
//! that an effect, once begun, is always finished.

mod again;
mod by_status;
mod cancel;
mod channels;
mod charge;
mod customers;
mod find;
mod get_token;
mod onetime;
mod order;
mod paging;
mod views;

use std::sync::Arc;

use axum::routing::MethodFilter;

use crate::answer::Answer;
use crate::faults::Operation;
use crate::ids::ImpUid;
use crate::params::Params;
use crate::world::World;

/// One call of an endpoint.
#[derive(Debug)]
pub(crate) struct Call {
    /// The parameters in the path, by name.
    pub(crate) path: Vec<(String, String)>,
    /// The parameters of the body.
    pub(crate) params: Params,
    /// The parameters behind the question mark.
    pub(crate) query: Params,
    /// The caller's own `User-Agent`.
    pub(crate) user_agent: Option<Arc<str>>,
    /// When the call arrived, Unix seconds.
    pub(crate) started_at: i64,
    /// The payment shown as `ready` while the call waits.
    pub(crate) waiting: Option<ImpUid>,
}

impl Call {
    /// A path parameter; the router has seen to it that it is there.
    pub(crate) fn in_path(&self, name: &str) -> &str {
        self.path.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The customer_uid the call is about, for faults that mean one customer.
    pub(crate) fn customer_uid(&self) -> Option<String> {
        let in_path =
            self.path.iter().find(|(name, _)| name == "customer_uid").map(|(_, value)| value.clone());
        in_path.or_else(|| self.params.text("customer_uid").map(std::borrow::Cow::into_owned))
    }
}

/// One endpoint.
pub(crate) struct Endpoint {
    pub(crate) method: MethodFilter,
    pub(crate) path: &'static str,
    /// What faults call it; `None`: only `*` means it.
    pub(crate) operation: Option<Operation>,
    pub(crate) handle: fn(&World, &Call) -> Answer,
    /// Shows the payment as `ready` before the call waits, where it makes one.
    pub(crate) announce: Option<fn(&World, &Call) -> Option<ImpUid>>,
}

const fn endpoint(
    method: MethodFilter,
    path: &'static str,
    operation: Option<Operation>,
    handle: fn(&World, &Call) -> Answer,
) -> Endpoint {
    Endpoint { method, path, operation, handle, announce: None }
}

const CUSTOMER: &str = "/subscribe/customers/{customer_uid}";

/// Every endpoint there is.
pub(crate) static ENDPOINTS: [Endpoint; 14] = [
    endpoint(MethodFilter::POST, "/users/getToken", Some(Operation::GetToken), get_token::handle),
    endpoint(MethodFilter::GET, "/users/pg", None, channels::handle),
    Endpoint {
        announce: Some(onetime::announce),
        ..endpoint(
            MethodFilter::POST,
            "/subscribe/payments/onetime",
            Some(Operation::Onetime),
            onetime::handle,
        )
    },
    Endpoint {
        announce: Some(again::announce),
        ..endpoint(MethodFilter::POST, "/subscribe/payments/again", Some(Operation::Again), again::handle)
    },
    endpoint(MethodFilter::GET, "/payments/{imp_uid}", Some(Operation::Payment), find::one),
    endpoint(MethodFilter::GET, "/payments/find/{merchant_uid}", Some(Operation::Find), find::first),
    endpoint(MethodFilter::GET, "/payments/find/{merchant_uid}/{status}", Some(Operation::Find), find::first),
    endpoint(MethodFilter::GET, "/payments/findAll/{merchant_uid}", Some(Operation::Find), find::page),
    endpoint(
        MethodFilter::GET,
        "/payments/findAll/{merchant_uid}/{status}",
        Some(Operation::Find),
        find::page,
    ),
    endpoint(
        MethodFilter::GET,
        "/payments/status/{payment_status}",
        Some(Operation::Status),
        by_status::handle,
    ),
    endpoint(MethodFilter::POST, "/payments/cancel", Some(Operation::Cancel), cancel::handle),
    endpoint(MethodFilter::GET, CUSTOMER, Some(Operation::Customer), customers::show),
    endpoint(MethodFilter::POST, CUSTOMER, Some(Operation::Customer), customers::issue),
    endpoint(MethodFilter::DELETE, CUSTOMER, Some(Operation::Customer), customers::delete),
];

#[cfg(test)]
mod tests;
