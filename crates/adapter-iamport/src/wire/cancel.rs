//! `POST /payments/cancel`.

use bytes::Bytes;
use keyin_ports::CancelRequest;
use serde::Serialize;

use super::amount::Amount;
use super::secret_body::secret_body;

/// The amount is always there, because without one everything would be given back; so is the checksum,
/// because it stops a repeat. A tax part of zero is written, because not every PG takes its absence for that.
#[derive(Serialize)]
struct Cancel<'a> {
    imp_uid: &'a str,
    amount: Amount,
    checksum: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_free: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_amount: Option<Amount>,
    reason: &'a str,
}

/// The body of a cancel. None if it cannot be written, or if its amount is zero, which the gateway would
/// take for everything.
pub(crate) fn cancel_body(request: &CancelRequest) -> Option<Bytes> {
    let body = Cancel {
        imp_uid: request.imp_uid.as_str(),
        amount: Amount::unless_zero(request.amount)?,
        checksum: Amount(request.balance),
        tax_free: request.tax_free.map(Amount),
        vat_amount: request.vat.map(Amount),
        reason: request.reason.as_str(),
    };
    secret_body(&body)
}
