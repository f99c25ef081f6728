//! The moves of a charge, each within a transaction that has the write lock.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeState, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{Change, Intended};

use super::desk::Desk;
use super::rows::Standing;
use crate::trouble::Trouble;

/// What became of a claim. The permit is issued by the journal, when this is known to be on disk.
pub(super) enum Claimed {
    Won(Box<Charge>),
    Lost(Box<Charge>),
}

/// The first steps of a charge, the last of which comes to that document, unless one of its merchant_uid stands.
pub(super) fn write_down<const N: usize>(
    desk: &mut Desk<'_>,
    steps: &[Change; N],
    document: &str,
) -> Result<Intended, Trouble> {
    let charge = &steps[N - 1].charge;
    if let Some(standing) = desk.standing(charge.intent().merchant_uid())? {
        return Ok(Intended::standing(standing.charge, charge.intent()));
    }
    let append = |last, step| desk.append(step, last).map(Some);
    if let Some(last_event) = steps.iter().try_fold(None, append)? {
        desk.insert(charge, document, last_event)?;
    }
    Ok(Intended::New(Box::new(charge.clone())))
}

pub(super) fn claim(
    desk: &mut Desk<'_>,
    uid: &MerchantUid,
    seen: (Epoch, ChargeState),
    deadlines: Deadlines,
) -> Result<Claimed, Trouble> {
    let standing = desk.standing(uid)?.ok_or(Trouble::Missing)?;
    let Some(change) = Change::claimed(&standing.charge, seen, deadlines) else {
        return Ok(Claimed::Lost(Box::new(standing.charge)));
    };
    Ok(Claimed::Won(Box::new(update(desk, &standing, change)?)))
}

pub(super) fn record(
    desk: &mut Desk<'_>,
    uid: &MerchantUid,
    epoch: Epoch,
    evidence: Evidence,
    now: Timestamp,
) -> Result<Charge, Trouble> {
    let standing = desk.standing(uid)?.ok_or(Trouble::Missing)?;
    // Evidence that changes nothing, or does not fit, leaves the row as it is.
    match Change::observed(&standing.charge, epoch, evidence, now) {
        Some(change) => update(desk, &standing, change),
        None => Ok(standing.charge),
    }
}

fn update(desk: &mut Desk<'_>, standing: &Standing, change: Change) -> Result<Charge, Trouble> {
    let last_event = desk.append(&change, Some(standing.last_event))?;
    desk.update(&standing.charge, &change.charge, last_event)?;
    Ok(change.charge)
}
