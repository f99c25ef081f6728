//! Walks through what is stored.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeState, Epoch, ImpUid, MerchantUid};
use keyin_ports::ChargeEvent;
use rusqlite::{Connection, Row, params};

use super::columns::nanoseconds;
use super::rows;
use crate::trouble::Trouble;

/// The condition of the index `charge_unsettled`, word for word: otherwise SQLite does not use it. With `IN` it would
/// make a table of the words for each row that is written.
pub(super) const UNSETTLED: &str = "(state = 'intent' OR state = 'in_flight' OR state = 'unknown')";

/// The statement that walks the unsettled rows. Every merchant_uid lies behind the empty text.
pub(super) fn walk_unsettled() -> String {
    let columns = rows::COLUMNS;
    format!(
        "SELECT {columns} FROM charge WHERE {UNSETTLED} AND merchant_uid > ?1 ORDER BY merchant_uid LIMIT ?2"
    )
}

pub(super) fn unsettled(
    connection: &Connection,
    after: Option<&MerchantUid>,
    limit: u32,
) -> Result<Vec<Charge>, Trouble> {
    let mut statement = connection.prepare_cached(&walk_unsettled())?;
    let after = after.map_or("", MerchantUid::as_str);
    statement.query_and_then(params![after, limit], rows::read)?.collect()
}

/// The statement that finds what is due: by its time, then sorted, because few are due of many that will be.
/// The signs `+` keep SQLite from walking all charges in the order of their merchant_uid instead.
pub(super) fn find_sweepable() -> String {
    let columns = rows::COLUMNS;
    format!(
        "SELECT {columns} FROM charge WHERE next_sweep <= ?1 AND +merchant_uid > ?2 ORDER BY +merchant_uid LIMIT ?3"
    )
}

pub(super) fn sweepable(
    connection: &Connection,
    now: Timestamp,
    after: Option<&MerchantUid>,
    limit: u32,
) -> Result<Vec<Charge>, Trouble> {
    let mut statement = connection.prepare_cached(&find_sweepable())?;
    let after = after.map_or("", MerchantUid::as_str);
    statement.query_and_then(params![nanoseconds(now), after, limit], rows::read)?.collect()
}

/// The statement that reads the events of one charge: from its newest, each tells which was before it.
pub(super) const HISTORY: &str = "
    WITH RECURSIVE own (number) AS (
        SELECT last_event FROM charge WHERE merchant_uid = ?1
        UNION ALL
        SELECT event.previous FROM own JOIN charge_event AS event ON event.number = own.number
        WHERE event.previous > ?2
    )
    SELECT event.number, merchant_uid, at, epoch, what, from_state, to_state, imp_uid
    FROM own JOIN charge_event AS event ON event.number = own.number
    WHERE own.number > ?2 ORDER BY own.number LIMIT ?3";

pub(super) fn history(
    connection: &Connection,
    uid: &MerchantUid,
    after: u64,
    limit: u32,
) -> Result<Vec<ChargeEvent>, Trouble> {
    let mut statement = connection.prepare_cached(HISTORY)?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    statement.query_and_then(params![uid.as_str(), after, limit], event)?.collect()
}

pub(super) fn events(connection: &Connection, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT number, merchant_uid, at, epoch, what, from_state, to_state, imp_uid FROM charge_event \
         WHERE number > ?1 ORDER BY number LIMIT ?2",
    )?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    statement.query_and_then(params![after, limit], event)?.collect()
}

fn event(row: &Row<'_>) -> Result<ChargeEvent, Trouble> {
    let unreadable = || Trouble::Unreadable("an event");
    let text = |column: usize| row.get::<_, String>(column);
    let state = |word: &str| ChargeState::from_word(word).ok_or_else(unreadable);
    let number: i64 = row.get(0)?;
    let from: Option<String> = row.get(5)?;
    let imp_uid: Option<String> = row.get(7)?;
    Ok(ChargeEvent {
        number: u64::try_from(number).map_err(|_| unreadable())?,
        merchant_uid: MerchantUid::parse(&text(1)?).map_err(|_| unreadable())?,
        at: text(2)?.parse().map_err(|_| unreadable())?,
        epoch: Epoch::new(row.get(3)?),
        what: text(4)?,
        from: from.as_deref().map(state).transpose()?,
        to: state(&text(6)?)?,
        imp_uid: imp_uid.as_deref().map(ImpUid::parse).transpose().map_err(|_| unreadable())?,
    })
}
