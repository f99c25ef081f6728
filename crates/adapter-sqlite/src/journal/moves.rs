//! The moves of a charge, each within a transaction that has the write lock.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeState, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{Change, Intended};
use rusqlite::Connection;

use super::rows;
use crate::trouble::Trouble;

/// What became of a claim. The permit is issued by the journal, when this is known to be on disk.
pub(super) enum Claimed {
    Won(Box<Charge>),
    Lost(Box<Charge>),
}

pub(super) fn intend(connection: &Connection, change: &Change, document: &str) -> Result<Intended, Trouble> {
    if rows::insert(connection, change, document)? {
        return Ok(Intended::New(Box::new(change.charge.clone())));
    }
    let intent = change.charge.intent();
    let standing = rows::find(connection, intent.merchant_uid())?.ok_or(Trouble::Missing)?;
    let differences = standing.intent().differences(intent);
    Ok(if differences.is_empty() {
        Intended::Same(Box::new(standing))
    } else {
        Intended::Conflict(differences)
    })
}

pub(super) fn claim(
    connection: &Connection,
    uid: &MerchantUid,
    seen: (Epoch, ChargeState),
    deadlines: Deadlines,
) -> Result<Claimed, Trouble> {
    let standing = rows::find(connection, uid)?.ok_or(Trouble::Missing)?;
    let Some(change) = Change::claimed(&standing, seen, deadlines) else {
        return Ok(Claimed::Lost(Box::new(standing)));
    };
    rows::update(connection, &standing, &change)?;
    Ok(Claimed::Won(Box::new(change.charge)))
}

pub(super) fn record(
    connection: &Connection,
    uid: &MerchantUid,
    epoch: Epoch,
    evidence: Evidence,
    now: Timestamp,
) -> Result<Charge, Trouble> {
    let standing = rows::find(connection, uid)?.ok_or(Trouble::Missing)?;
    // Evidence that changes nothing, or does not fit, leaves the row as it is.
    let Some(change) = Change::observed(&standing, epoch, evidence, now) else { return Ok(standing) };
    rows::update(connection, &standing, &change)?;
    Ok(change.charge)
}
