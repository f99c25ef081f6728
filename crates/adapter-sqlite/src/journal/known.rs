//! The rows that the writing connection has put down last, and that nobody has changed since.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use keyin_domain::{ChargeState, MerchantUid};
use rusqlite::Connection;

use super::rows::{self, Standing};
use crate::trouble::Trouble;

/// As many charges may well be under way at once; if more are, the others are read from the file.
const MOST: usize = 2_048;

/// What is under way is soon changed once more, and need not be read and parsed for it.
#[derive(Default)]
pub(super) struct Known {
    rows: RefCell<HashMap<MerchantUid, Standing>>,
    /// SQLite's count of what other connections have committed (`PRAGMA data_version`).
    others: Cell<i64>,
}

impl Known {
    /// To be called within each transaction before anything else: what others have changed is not known any more.
    pub(super) fn look_at_others(&self, connection: &Connection) -> Result<(), Trouble> {
        let mut ask = connection.prepare_cached("PRAGMA data_version")?;
        let now: i64 = ask.query_row([], |row| row.get(0))?;
        if self.others.replace(now) != now {
            self.forget();
        }
        Ok(())
    }

    /// To be called when a transaction is taken back, and when the file was changed in another way.
    pub(super) fn forget(&self) {
        self.rows.borrow_mut().clear();
    }
}

/// The rows within a transaction.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) connection: &'a Connection,
    pub(super) known: &'a Known,
}

impl Desk<'_> {
    /// The charge as it stands.
    pub(super) fn standing(self, uid: &MerchantUid) -> Result<Option<Standing>, Trouble> {
        match self.known.rows.borrow_mut().remove(uid) {
            Some(standing) => Ok(Some(standing)),
            None => rows::find(self.connection, uid),
        }
    }

    /// Keeps in mind what was just written.
    pub(super) fn keep(self, standing: Standing) {
        let mut rows = self.known.rows.borrow_mut();
        if standing.charge.state() == ChargeState::InFlight && rows.len() < MOST {
            rows.insert(standing.charge.intent().merchant_uid().clone(), standing);
        }
    }
}
