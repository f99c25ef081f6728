//! One charge, one row.

use keyin_domain::{Charge, ChargeState, Epoch, MerchantUid};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::trouble::Trouble;

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "merchant_uid, state, epoch, document";

/// The charge in a row. The columns beside the document repeat parts of it; a row in which they differ was
/// written by something else.
pub(super) fn read(row: &Row<'_>) -> Result<Charge, Trouble> {
    let uid: String = row.get(0)?;
    let state: String = row.get(1)?;
    let epoch: u32 = row.get(2)?;
    let document: String = row.get(3)?;
    // The parser's own message would repeat what it could not take.
    let charge: Charge =
        serde_json::from_str(&document).map_err(|_| Trouble::Unreadable("the document of a charge"))?;
    let agree = charge.intent().merchant_uid().as_str() == uid
        && charge.state().as_str() == state
        && charge.epoch().get() == epoch;
    if agree { Ok(charge) } else { Err(Trouble::Unreadable("the columns of a charge")) }
}

pub(super) fn find(connection: &Connection, uid: &MerchantUid) -> Result<Option<Charge>, Trouble> {
    let sql = format!("SELECT {COLUMNS} FROM charge WHERE merchant_uid = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([uid.as_str()], |row| Ok(read(row))).optional()?.transpose()
}

pub(super) fn insert(connection: &Connection, charge: &Charge) -> Result<(), Trouble> {
    let sql =
        "INSERT INTO charge (merchant_uid, state, epoch, changed_at, document) VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(sql)?.execute(params![
        charge.intent().merchant_uid().as_str(),
        charge.state().as_str(),
        charge.epoch().get(),
        charge.changed_at().to_string(),
        document(charge)?,
    ])?;
    Ok(())
}

/// Puts the charge in its row, if that is still at this epoch and state; whether it was.
pub(super) fn update_if(
    connection: &Connection,
    (epoch, state): (Epoch, ChargeState),
    charge: &Charge,
) -> Result<bool, Trouble> {
    let sql = "UPDATE charge SET state = ?4, epoch = ?5, changed_at = ?6, document = ?7 \
               WHERE merchant_uid = ?1 AND epoch = ?2 AND state = ?3";
    let changed = connection.prepare_cached(sql)?.execute(params![
        charge.intent().merchant_uid().as_str(),
        epoch.get(),
        state.as_str(),
        charge.state().as_str(),
        charge.epoch().get(),
        charge.changed_at().to_string(),
        document(charge)?,
    ])?;
    Ok(changed == 1)
}

fn document(charge: &Charge) -> Result<String, Trouble> {
    serde_json::to_string(charge).map_err(|_| Trouble::Unreadable("a charge to be written"))
}
