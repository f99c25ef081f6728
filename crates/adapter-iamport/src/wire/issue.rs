//! `POST /subscribe/customers/{customer_uid}`.

use bytes::Bytes;
use keyin_ports::BillingKeyRequest;
use serde::Serialize;

use super::card::CardFields;
use super::secret_body::secret_body;

#[derive(Serialize)]
struct Issue<'a> {
    #[serde(flatten)]
    card: CardFields<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_tel: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_addr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_postcode: Option<&'a str>,
}

/// The body of an issue; the customer_uid stands in the path. None if it cannot be written.
pub(crate) fn issue_body(request: &BillingKeyRequest) -> Option<Bytes> {
    let customer = &request.customer;
    secret_body(&Issue {
        card: CardFields::of(&request.card),
        pg: request.pg.as_ref().map(ToString::to_string),
        customer_name: customer.name(),
        customer_email: customer.email(),
        customer_tel: customer.tel(),
        customer_addr: customer.addr(),
        customer_postcode: customer.postcode(),
    })
}
