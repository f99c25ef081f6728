//! Many changes, one COMMIT.

use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};

use super::job::SharedWork;
use super::known::{Desk, Known};
use crate::trouble::Trouble;

type Work = Box<dyn SharedWork>;

/// Does the work in one transaction and tells each caller when it is on disk.
///
/// One that fails takes its own changes back and nobody else's: the transaction is given up, and each is
/// done by itself. Work whose caller has gone before its turn is not begun.
pub(super) fn commit_together(connection: &mut Connection, known: &Known, mut group: Vec<Work>) {
    group.retain(|work| work.is_wanted());
    if group.is_empty() {
        return;
    }
    let outcome = try_all(connection, known, &mut group);
    if !matches!(outcome, Ok(Outcome::Committed)) {
        known.forget();
    }
    match outcome {
        Ok(Outcome::Committed) => group.into_iter().for_each(|work| work.tell()),
        // Nothing is left of it, and it has told itself why.
        Ok(Outcome::Spoiled) if group.len() == 1 => group.into_iter().for_each(|work| work.tell()),
        Ok(Outcome::Spoiled) => {
            group.into_iter().for_each(|work| commit_together(connection, known, vec![work]));
        }
        Err(trouble) => {
            let trouble = Arc::new(trouble);
            group.into_iter().for_each(|work| work.fail(Arc::clone(&trouble)));
        }
    }
}

enum Outcome {
    Committed,
    Spoiled,
}

fn try_all(connection: &mut Connection, known: &Known, group: &mut [Work]) -> Result<Outcome, Trouble> {
    // Takes the write lock at once: a transaction that began by reading could no longer get it if another
    // process wrote meanwhile.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    known.look_at_others(&transaction)?;
    for work in group {
        if !work.attempt(Desk { connection: &transaction, known }) {
            // After some errors SQLite has rolled back by itself; this looks whether anything is left to do.
            transaction.finish()?;
            return Ok(Outcome::Spoiled);
        }
    }
    transaction.commit()?;
    Ok(Outcome::Committed)
}
