//! Many changes, one COMMIT.

use std::sync::Arc;

use super::desk::Desk;
use super::job::SharedWork;
use crate::trouble::Trouble;

type Work = Box<dyn SharedWork>;

/// Does the work in one transaction and tells each caller when it is on disk.
///
/// One that fails takes its own changes back and nobody else's: the transaction is given up, and each is
/// done by itself. Work whose caller has gone before its turn is not begun.
pub(super) fn commit_together(desk: &mut Desk<'_>, mut group: Vec<Work>) {
    group.retain(|work| work.is_wanted());
    if group.is_empty() {
        return;
    }
    let outcome = try_all(desk, &mut group);
    if !matches!(outcome, Ok(Outcome::Committed)) {
        desk.known.forget();
    }
    match outcome {
        Ok(Outcome::Committed) => group.into_iter().for_each(|work| work.tell()),
        // Nothing is left of it, and it has told itself why.
        Ok(Outcome::Spoiled) if group.len() == 1 => group.into_iter().for_each(|work| work.tell()),
        Ok(Outcome::Spoiled) => {
            group.into_iter().for_each(|work| commit_together(desk, vec![work]));
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

fn try_all(desk: &mut Desk<'_>, group: &mut [Work]) -> Result<Outcome, Trouble> {
    let transaction = desk.begin()?;
    for work in group {
        if !work.attempt(desk) {
            // After some errors SQLite has rolled back by itself; this looks whether anything is left to do.
            transaction.finish()?;
            return Ok(Outcome::Spoiled);
        }
    }
    transaction.commit()?;
    Ok(Outcome::Committed)
}
