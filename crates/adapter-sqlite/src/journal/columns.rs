//! The columns beside the document: what queries ask for, taken from the charge.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, CustomerUid};
use keyin_ports::ListedBy;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Result};

use crate::trouble::Trouble;

/// Nanoseconds since 1970: exact from the year 1678 to 2261, and the end of that span for anything beyond.
pub(crate) fn nanoseconds(at: Timestamp) -> i64 {
    let nanoseconds = at.as_nanosecond();
    i64::try_from(nanoseconds).unwrap_or(if nanoseconds < 0 { i64::MIN } else { i64::MAX })
}

/// What stands beside the document, but for the merchant_uid.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Columns<'a> {
    pub(crate) state: &'a str,
    pub(crate) epoch: u32,
    pub(crate) created_at: i64,
    pub(crate) paid_at: Option<i64>,
    pub(crate) next_sweep: Option<i64>,
    pub(crate) customer_uid: Option<&'a str>,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(charge: &'a Charge) -> Self {
        Self {
            state: charge.state().as_str(),
            epoch: charge.epoch().get(),
            created_at: nanoseconds(charge.created_at()),
            paid_at: ListedBy::Paid.time_of(charge).map(nanoseconds),
            next_sweep: charge.next_sweep().map(nanoseconds),
            customer_uid: charge.intent().method().customer_uid().map(CustomerUid::as_str),
        }
    }
}

/// Gives the connection the functions by which a migration fills columns from documents.
pub(crate) fn offer_functions(connection: &Connection) -> Result<()> {
    offer(connection, "keyin_created_at", |columns| Some(columns.created_at))?;
    offer(connection, "keyin_paid_at", |columns| columns.paid_at)?;
    offer(connection, "keyin_next_sweep", |columns| columns.next_sweep)?;
    offer(connection, "keyin_customer_uid", |columns| columns.customer_uid.map(str::to_owned))
}

fn offer<T: ToSql + 'static>(
    connection: &Connection,
    name: &str,
    pick: fn(Columns<'_>) -> Option<T>,
) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function(name, 1, flags, move |call: &Context<'_>| {
        let document = call.get_raw(0).as_str()?;
        // The parser's own message would repeat what it could not take.
        let charge: Charge = serde_json::from_str(document).map_err(|_| {
            let trouble = Trouble::Unreadable("the document of a charge");
            rusqlite::Error::UserFunctionError(Box::new(trouble))
        })?;
        Ok(pick(Columns::of(&charge)))
    })
}
