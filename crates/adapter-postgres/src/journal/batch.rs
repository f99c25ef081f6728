//! A batch: ops about different charges, made durable together.

use std::collections::HashMap;

use keyin_domain::{Charge, MerchantUid};
use keyin_ports::{Change, Intended};
use tokio_postgres::Row;

use super::arrays::{Claims, Inserts, Prepared, Updates};
use super::op::{Done, Op};
use super::reads;
use super::rows::{self, Standing};
use crate::clock::{DatabaseClock, Reading};
use crate::session::Session;
use crate::trouble::{PostgresTrouble, Trouble};

type Told = Result<Done, Trouble>;

/// A record as it is to be written: the change, and which version of the row it was made from.
type Recorded = (Change, i64);

/// Does all of them; each comes to something of its own. An error means that it is not known whether anything was
/// done, and that all of it may be done again.
pub(super) async fn attempt(
    session: &Session,
    clock: &DatabaseClock,
    ops: &[&Op],
) -> Result<Vec<Told>, Trouble> {
    let mut told: Vec<Option<Told>> = ops.iter().map(|_| None).collect();
    // A row that was changed by another process between reading and writing is read again.
    while told.iter().any(Option::is_none) {
        let open: Vec<usize> = (0..ops.len()).filter(|&turn| told[turn].is_none()).collect();
        let records = read_records(session, ops, &open, &mut told).await?;
        let changed = write(session, clock, ops, &open, &records, &told).await?;
        settle(session, ops, &open, &records, changed, &mut told).await?;
    }
    Ok(told.into_iter().map(|told| told.unwrap_or(Err(PostgresTrouble::Ended.into()))).collect())
}

/// What each record comes to on the row as it stands. Those that change nothing are done with that.
async fn read_records(
    session: &Session,
    ops: &[&Op],
    open: &[usize],
    told: &mut [Option<Told>],
) -> Result<HashMap<usize, Recorded>, Trouble> {
    let is_record = |turn: &&usize| matches!(ops[**turn], Op::Record { .. });
    let asked: Vec<usize> = open.iter().filter(is_record).copied().collect();
    let mut standing = find(session, ops, &asked).await?;
    let mut records = HashMap::new();
    for turn in asked {
        let Op::Record { uid, epoch, evidence, now } = ops[turn] else { continue };
        match standing.remove(uid).unwrap_or(Err(Trouble::Missing)) {
            Err(trouble) => told[turn] = Some(Err(trouble)),
            Ok(Standing { charge, version }) => {
                match Change::observed(&charge, *epoch, (**evidence).clone(), *now) {
                    Some(change) => drop(records.insert(turn, (change, version))),
                    None => told[turn] = Some(Ok(ops[turn].without_change(charge))),
                }
            }
        }
    }
    Ok(records)
}

/// The rows of these ops as they stand.
async fn find(
    session: &Session,
    ops: &[&Op],
    turns: &[usize],
) -> Result<HashMap<MerchantUid, Result<Standing, Trouble>>, Trouble> {
    let mut found = HashMap::new();
    if turns.is_empty() {
        return Ok(found);
    }
    let uids: Vec<&str> = turns.iter().map(|&turn| ops[turn].uid().as_str()).collect();
    for row in session.ask(&reads::find_many(), &[&uids]).await? {
        let uid = MerchantUid::parse(row.try_get(0)?).map_err(|_| PostgresTrouble::Unreadable("a charge"))?;
        found.insert(uid, rows::read(&row));
    }
    Ok(found)
}

/// Which rows were changed, and when, if anything was.
#[derive(Default)]
struct Changed {
    began: Option<Reading>,
    inserted: Vec<Row>,
    won: Vec<Row>,
    updated: Vec<Row>,
}

/// Changes whatever still stands as it was seen, in one transaction that is sent at one go.
async fn write(
    session: &Session,
    clock: &DatabaseClock,
    ops: &[&Op],
    open: &[usize],
    records: &HashMap<usize, Recorded>,
    told: &[Option<Told>],
) -> Result<Changed, Trouble> {
    let (mut inserts, mut claims, mut updates) = (Inserts::default(), Claims::default(), Updates::default());
    for &turn in open.iter().filter(|&&turn| told[turn].is_none()) {
        match ops[turn] {
            Op::Intend { change, document } => inserts.push(change, document, None)?,
            Op::Begin { change, document, deadlines, .. } => {
                inserts.push(change, document, Some(deadlines))?;
            }
            Op::Claim { uid, seen, may_be_sent: true, deadlines, .. } => {
                claims.push(uid, *seen, deadlines)?;
            }
            Op::Claim { .. } => {}
            Op::Record { .. } => {
                if let Some((change, version)) = records.get(&turn) {
                    updates.push(change, *version)?;
                }
            }
        }
    }
    if inserts.len() + claims.len() + updates.len() == 0 {
        return Ok(Changed::default());
    }
    let prepared = Prepared::on(session).await?;
    // Each is sent when it is first polled, which is in this order; none waits for the answer of another.
    let (began, inserted, won, updated, committed) = futures::join!(
        heard(session, clock),
        inserts.send(session, &prepared),
        claims.send(session, &prepared),
        updates.send(session, &prepared),
        session.commit(),
    );
    let changed = Changed { began: Some(began?), inserted: inserted?, won: won?, updated: updated? };
    // Asked last: after a statement that failed, a COMMIT that rolls back is no error.
    committed?;
    Ok(changed)
}

/// Begins to change rows, and hears the clock as soon as it tells.
async fn heard(session: &Session, clock: &DatabaseClock) -> Result<Reading, Trouble> {
    let reading = Reading::now(session.begin().await?, clock);
    clock.hear(reading);
    Ok(reading)
}

/// Tells what was changed, and for what was not how it stands.
async fn settle(
    session: &Session,
    ops: &[&Op],
    open: &[usize],
    records: &HashMap<usize, Recorded>,
    changed: Changed,
    told: &mut [Option<Told>],
) -> Result<(), Trouble> {
    let lost_since = |asked: &Reading| changed.began.map(|began| began.lost_since(asked)).unwrap_or_default();
    let inserted = by_uid(&changed.inserted)?;
    let won = by_uid(&changed.won)?;
    let updated = by_uid(&changed.updated)?;
    let mut unchanged = Vec::new();
    for &turn in open {
        if told[turn].is_some() {
            continue;
        }
        let op = ops[turn];
        let uid = op.uid().as_str();
        match op {
            Op::Intend { change, .. } if inserted.contains_key(uid) => {
                let charge = Box::new(change.charge.clone());
                told[turn] = Some(Ok(Done::Intended(Intended::New(charge))));
            }
            Op::Begin { change, deadlines, asked, .. } if inserted.contains_key(uid) => {
                let charge = Box::new(Charge::begun(change.charge.intent().clone(), *deadlines));
                told[turn] = Some(Ok(Done::Begun(Intended::New(charge), lost_since(asked))));
            }
            Op::Claim { seen, deadlines, asked, .. } if won.contains_key(uid) => {
                told[turn] = won.get(uid).map(|row| {
                    let unclaimed = rows::charge(row.try_get(1)?)?;
                    let change = Change::claimed(&unclaimed, *seen, *deadlines);
                    let unreadable = PostgresTrouble::Unreadable("the document of a charge that was claimed");
                    change
                        .map(|change| Done::Won(Box::new(change.charge), lost_since(asked)))
                        .ok_or(unreadable.into())
                });
            }
            Op::Record { .. } => {
                // One that another process was quicker with stays open, and is read again.
                if updated.contains_key(uid) {
                    told[turn] = records.get(&turn).map(|(change, _)| recorded(&change.charge));
                }
            }
            Op::Intend { .. } | Op::Begin { .. } | Op::Claim { .. } => unchanged.push(turn),
        }
    }
    tell_standing(session, ops, &unchanged, told).await
}

fn recorded(charge: &Charge) -> Told {
    Ok(Done::Recorded(Box::new(charge.clone())))
}

async fn tell_standing(
    session: &Session,
    ops: &[&Op],
    turns: &[usize],
    told: &mut [Option<Told>],
) -> Result<(), Trouble> {
    let mut standing = find(session, ops, turns).await?;
    for &turn in turns {
        let row = standing.remove(ops[turn].uid()).unwrap_or(Err(Trouble::Missing));
        told[turn] = Some(row.map(|row| ops[turn].without_change(row.charge)));
    }
    Ok(())
}

fn by_uid(rows: &[Row]) -> Result<HashMap<&str, &Row>, Trouble> {
    rows.iter().map(|row| Ok((row.try_get(0)?, row))).collect()
}
