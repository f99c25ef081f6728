//! One charge, one row.

use keyin_domain::{Charge, ChargeState, ImpUid, MerchantUid};
use keyin_ports::Change;
use rusqlite::{OptionalExtension, Row, Statement, params};

use super::columns::Columns;
use crate::trouble::Trouble;

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str =
    "merchant_uid, state, epoch, created_at, paid_at, next_sweep, customer_uid, document";

/// The charge in a row. The columns beside the document repeat parts of it; a row in which they differ was
/// written by something else.
pub(super) fn read(row: &Row<'_>) -> Result<Charge, Trouble> {
    let text = |column: usize| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    // The parser's own message would repeat what it could not take.
    let charge: Charge =
        serde_json::from_str(text(7)?).map_err(|_| Trouble::Unreadable("the document of a charge"))?;
    let beside = Columns {
        state: text(1)?,
        epoch: row.get(2)?,
        created_at: row.get(3)?,
        paid_at: row.get(4)?,
        next_sweep: row.get(5)?,
        customer_uid: row.get_ref(6)?.as_str_or_null().map_err(rusqlite::Error::from)?,
    };
    let agree = charge.intent().merchant_uid().as_str() == text(0)? && Columns::of(&charge) == beside;
    if agree { Ok(charge) } else { Err(Trouble::Unreadable("the columns of a charge")) }
}

/// A charge, and the number of the newest of its events.
pub(super) struct Standing {
    pub(super) charge: Charge,
    pub(super) last_event: i64,
}

/// The statement of [`find`].
pub(super) const FIND: &str = "SELECT merchant_uid, state, epoch, created_at, paid_at, next_sweep, customer_uid, \
                               document, last_event FROM charge WHERE merchant_uid = ?1";

pub(super) fn find(statement: &mut Statement<'_>, uid: &MerchantUid) -> Result<Option<Standing>, Trouble> {
    let standing = |row: &Row<'_>| Ok(Standing { charge: read(row)?, last_event: row.get(8)? });
    statement.query_row([uid.as_str()], |row| Ok(standing(row))).optional()?.transpose()
}

/// The statement of [`insert`].
pub(super) const INSERT: &str = "INSERT INTO charge (merchant_uid, state, epoch, created_at, paid_at, next_sweep, \
    customer_uid, document, last_event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// Puts a new charge in a row of its own; there is none of its merchant_uid.
pub(super) fn insert(
    statement: &mut Statement<'_>,
    charge: &Charge,
    document: &str,
    last_event: i64,
) -> Result<(), Trouble> {
    let columns = Columns::of(charge);
    statement.execute(params![
        charge.intent().merchant_uid().as_str(),
        columns.state,
        columns.epoch,
        columns.created_at,
        columns.paid_at,
        columns.next_sweep,
        columns.customer_uid,
        document,
        last_event,
    ])?;
    Ok(())
}

/// The statement of [`update`].
pub(super) const UPDATE: &str = "UPDATE charge SET state = ?4, epoch = ?5, paid_at = ?6, next_sweep = ?7, document = ?8, \
    last_event = ?9 WHERE merchant_uid = ?1 AND epoch = ?2 AND state = ?3";

/// Puts the changed charge in its row, if that still stands where `standing` stood.
pub(super) fn update(
    statement: &mut Statement<'_>,
    standing: &Charge,
    charge: &Charge,
    last_event: i64,
) -> Result<(), Trouble> {
    let columns = Columns::of(charge);
    let changed = statement.execute(params![
        charge.intent().merchant_uid().as_str(),
        standing.epoch().get(),
        standing.state().as_str(),
        columns.state,
        columns.epoch,
        columns.paid_at,
        columns.next_sweep,
        self::document(charge)?,
        last_event,
    ])?;
    if changed == 1 { Ok(()) } else { Err(Trouble::Unreadable("a row under the write lock")) }
}

/// The statement of [`append`].
pub(super) const APPEND: &str = "INSERT INTO charge_event (merchant_uid, at, epoch, what, from_state, to_state, imp_uid, \
    previous) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// Puts the change in the history, behind that event of the same charge.
pub(super) fn append(
    statement: &mut Statement<'_>,
    change: &Change,
    previous: Option<i64>,
) -> Result<(), Trouble> {
    statement.execute(params![
        change.charge.intent().merchant_uid().as_str(),
        change.at.to_string(),
        change.epoch.get(),
        change.what,
        change.from.map(ChargeState::as_str),
        change.charge.state().as_str(),
        change.charge.imp_uid().map(ImpUid::as_str),
        previous,
    ])?;
    Ok(())
}

/// The charge as JSON.
pub(super) fn document(charge: &Charge) -> Result<String, Trouble> {
    // So many bytes are enough for most: the text has not to be moved while it grows, and those of the thousands that
    // may wait for their first commit are no larger than need be.
    let usual = if charge.payment().is_some() { 2_048 } else { 1_024 };
    let mut text = Vec::with_capacity(usual);
    let unwritten = || Trouble::Unreadable("a charge to be written");
    serde_json::to_writer(&mut text, charge).map_err(|_| unwritten())?;
    String::from_utf8(text).map_err(|_| unwritten())
}
