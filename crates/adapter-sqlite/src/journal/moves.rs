//! The moves of a charge, each in one transaction.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, ChargeState, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::Intended;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::rows;
use crate::trouble::Trouble;

/// What became of a claim. The permit is issued by the journal, when this is known to be on disk.
pub(super) enum Claimed {
    Won(Box<Charge>),
    Lost(Box<Charge>),
}

/// One change of a row, as the history tells it.
struct Change<'a> {
    at: Timestamp,
    epoch: Epoch,
    what: &'a str,
    from: Option<ChargeState>,
}

/// Takes the write lock at once: a transaction that began by reading could no longer get it if another
/// process wrote meanwhile.
fn begin(connection: &mut Connection) -> Result<Transaction<'_>, Trouble> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

pub(super) fn intend(
    connection: &mut Connection,
    intent: ChargeIntent,
    now: Timestamp,
) -> Result<Intended, Trouble> {
    let transaction = begin(connection)?;
    if let Some(standing) = rows::find(&transaction, intent.merchant_uid())? {
        let differences = standing.intent().differences(&intent);
        return Ok(if differences.is_empty() {
            Intended::Same(Box::new(standing))
        } else {
            Intended::Conflict(differences)
        });
    }
    let charge = Charge::intended(intent, now);
    rows::insert(&transaction, &charge)?;
    let change = Change { at: now, epoch: charge.epoch(), what: "intended", from: None };
    append(&transaction, &charge, &change)?;
    transaction.commit()?;
    Ok(Intended::New(Box::new(charge)))
}

pub(super) fn claim(
    connection: &mut Connection,
    uid: &MerchantUid,
    seen: (Epoch, ChargeState),
    deadlines: Deadlines,
) -> Result<Claimed, Trouble> {
    let transaction = begin(connection)?;
    let standing = rows::find(&transaction, uid)?.ok_or(Trouble::Missing)?;
    let Ok(charge) = standing.claim(deadlines) else {
        return Ok(Claimed::Lost(Box::new(standing)));
    };
    if !rows::update_if(&transaction, seen, &charge)? {
        return Ok(Claimed::Lost(Box::new(standing)));
    }
    let change = Change {
        at: deadlines.claimed_at,
        epoch: charge.epoch(),
        what: "claimed",
        from: Some(standing.state()),
    };
    append(&transaction, &charge, &change)?;
    transaction.commit()?;
    Ok(Claimed::Won(Box::new(charge)))
}

pub(super) fn record(
    connection: &mut Connection,
    uid: &MerchantUid,
    epoch: Epoch,
    evidence: Evidence,
    now: Timestamp,
) -> Result<Charge, Trouble> {
    let transaction = begin(connection)?;
    let standing = rows::find(&transaction, uid)?.ok_or(Trouble::Missing)?;
    let what = evidence.as_str();
    // Evidence that changes nothing, or does not fit, leaves the row as it is.
    let Some(charge) = standing.observe(epoch, evidence, now).ok().filter(|charge| charge != &standing)
    else {
        return Ok(standing);
    };
    if !rows::update_if(&transaction, (standing.epoch(), standing.state()), &charge)? {
        return Err(Trouble::Unreadable("a row under the write lock"));
    }
    append(&transaction, &charge, &Change { at: now, epoch, what, from: Some(standing.state()) })?;
    transaction.commit()?;
    Ok(charge)
}

fn append(transaction: &Transaction<'_>, charge: &Charge, change: &Change<'_>) -> Result<(), Trouble> {
    let sql = "INSERT INTO charge_event (merchant_uid, at, epoch, what, from_state, to_state, imp_uid) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    transaction.prepare_cached(sql)?.execute(params![
        charge.intent().merchant_uid().as_str(),
        change.at.to_string(),
        change.epoch.get(),
        change.what,
        change.from.map(ChargeState::as_str),
        charge.state().as_str(),
        charge.imp_uid().map(keyin_domain::ImpUid::as_str),
    ])?;
    Ok(())
}
