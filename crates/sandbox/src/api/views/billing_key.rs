//! A billing key (`CustomerAnnotation` of the official definitions).

use serde::Serialize;

use crate::settings::{Answers, Pg};
use crate::store::BillingKey;

#[derive(Serialize)]
pub(crate) struct BillingKeyView<'a> {
    card_code: &'static str,
    card_issuer_code: Option<&'static str>,
    card_issuer_name: Option<&'static str>,
    card_name: &'static str,
    card_number: Option<&'a str>,
    card_publisher_code: Option<&'static str>,
    card_publisher_name: Option<&'static str>,
    card_type: Option<u8>,
    customer_addr: Option<&'a str>,
    customer_email: Option<&'a str>,
    customer_id: Option<&'a str>,
    customer_name: Option<&'a str>,
    customer_postcode: Option<&'a str>,
    customer_tel: Option<&'a str>,
    customer_uid: &'a str,
    inserted: i64,
    pg_id: &'a str,
    pg_provider: &'a str,
    sandbox: bool,
    updated: i64,
}

impl<'a> BillingKeyView<'a> {
    pub(crate) fn of(key: &'a BillingKey, answers: Answers) -> Self {
        let told = answers == Answers::Full;
        let customer = &key.customer;
        let company = Pg::of(&key.account.pg_provider).tells_issuer.then_some(key.card.issuer);
        Self {
            card_code: key.card.issuer.code,
            card_issuer_code: company.map(|company| company.code),
            card_issuer_name: company.map(|company| company.name),
            card_name: key.card.issuer.name,
            card_number: told.then_some(&*key.card.masked),
            card_publisher_code: company.map(|company| company.code),
            card_publisher_name: company.map(|company| company.name),
            card_type: told.then_some(key.card.issuer.card_type),
            customer_addr: customer.addr.as_deref(),
            customer_email: customer.email.as_deref(),
            customer_id: customer.id.as_deref(),
            customer_name: customer.name.as_deref(),
            customer_postcode: customer.postcode.as_deref(),
            customer_tel: customer.tel.as_deref(),
            customer_uid: &key.customer_uid,
            inserted: key.inserted,
            pg_id: &key.account.pg_id,
            pg_provider: &key.account.pg_provider,
            sandbox: key.account.sandbox,
            updated: key.updated,
        }
    }
}
