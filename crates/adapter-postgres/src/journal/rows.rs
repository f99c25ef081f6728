//! One charge, one row.

use keyin_domain::{Charge, Deadlines};
use tokio_postgres::Row;

use super::columns::Columns;
use crate::trouble::{PostgresTrouble, Trouble};

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "merchant_uid, state, epoch, version, unsettled, created_at, paid_at, next_sweep, \
                                  customer_uid, document, claim";

/// A charge and how often its row was changed.
pub(super) struct Standing {
    pub(super) charge: Charge,
    pub(super) version: i64,
}

/// The charge in a row. The columns beside the document repeat parts of it; a row in which they differ was
/// written by something else.
pub(super) fn read(row: &Row) -> Result<Standing, Trouble> {
    let recorded = charge(row.try_get(9)?)?;
    let charge = match row.try_get::<_, Option<&str>>(10)? {
        None => recorded,
        Some(claim) => {
            let unreadable = PostgresTrouble::Unreadable("the claim of a charge");
            let deadlines = serde_json::from_str(claim).map_err(|_| unreadable.clone())?;
            recorded.next_send(deadlines).map_err(|_| unreadable)?
        }
    };
    let beside = Columns {
        state: row.try_get(1)?,
        epoch: row.try_get(2)?,
        unsettled: row.try_get(4)?,
        created_at: row.try_get(5)?,
        paid_at: row.try_get(6)?,
        next_sweep: row.try_get(7)?,
        customer_uid: row.try_get(8)?,
    };
    let uid: &str = row.try_get(0)?;
    if charge.intent().merchant_uid().as_str() == uid && Columns::of(&charge) == beside {
        Ok(Standing { charge, version: row.try_get(3)? })
    } else {
        Err(PostgresTrouble::Unreadable("the columns of a charge").into())
    }
}

/// The charges in rows.
pub(super) fn read_all(rows: &[Row]) -> Result<Vec<Charge>, Trouble> {
    rows.iter().map(|row| read(row).map(|standing| standing.charge)).collect()
}

/// The charge in a document.
pub(super) fn charge(document: &str) -> Result<Charge, Trouble> {
    // The parser's own message would repeat what it could not take.
    serde_json::from_str(document).map_err(|_| PostgresTrouble::Unreadable("the document of a charge").into())
}

pub(super) fn document(charge: &Charge) -> Result<String, Trouble> {
    serde_json::to_string(charge).map_err(|_| PostgresTrouble::Unreadable("a charge to be written").into())
}

pub(super) fn claim(deadlines: &Deadlines) -> Result<String, Trouble> {
    serde_json::to_string(deadlines).map_err(|_| PostgresTrouble::Unreadable("a claim to be written").into())
}
