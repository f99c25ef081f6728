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

/// The first steps of a charge, the last of which comes to that document, unless one of its merchant_uid stands.
pub(super) fn write_down<const N: usize>(
    connection: &Connection,
    steps: &[Change; N],
    document: &str,
) -> Result<Intended, Trouble> {
    let charge = &steps[N - 1].charge;
    if rows::insert(connection, charge, document)? {
        steps.iter().try_for_each(|step| rows::append(connection, step))?;
        return Ok(Intended::New(Box::new(charge.clone())));
    }
    let standing = rows::find(connection, charge.intent().merchant_uid())?.ok_or(Trouble::Missing)?;
    Ok(Intended::standing(standing, charge.intent()))
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
