//! The columns beside the document: what queries ask for, taken from the charge.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, CustomerUid};
use keyin_ports::ListedBy;

/// Nanoseconds since 1970: exact from the year 1678 to 2261, and the end of that span for anything beyond.
/// PostgreSQL's own type for times would round them to microseconds.
pub(super) fn nanoseconds(at: Timestamp) -> i64 {
    let nanoseconds = at.as_nanosecond();
    i64::try_from(nanoseconds).unwrap_or(if nanoseconds < 0 { i64::MIN } else { i64::MAX })
}

/// What stands beside the document, but for the merchant_uid and the number of the row's changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns<'a> {
    pub(super) state: &'a str,
    pub(super) epoch: i64,
    pub(super) unsettled: bool,
    pub(super) created_at: i64,
    pub(super) paid_at: Option<i64>,
    pub(super) next_sweep: Option<i64>,
    pub(super) customer_uid: Option<&'a str>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(charge: &'a Charge) -> Self {
        Self {
            state: charge.state().as_str(),
            epoch: i64::from(charge.epoch().get()),
            unsettled: charge.state().is_unsettled(),
            created_at: nanoseconds(charge.created_at()),
            paid_at: ListedBy::Paid.time_of(charge).map(nanoseconds),
            next_sweep: charge.next_sweep().map(nanoseconds),
            customer_uid: charge.intent().method().customer_uid().map(CustomerUid::as_str),
        }
    }
}
