//! What the thread that writes works with.

use keyin_domain::{Charge, MerchantUid};
use keyin_ports::Change;
use rusqlite::{Connection, Statement, Transaction, TransactionBehavior};

use super::known::Known;
use super::rows::{self, Standing};
use crate::trouble::Trouble;

/// The writing connection with its statements, which are prepared once for all changes, and what is known of the rows.
pub(super) struct Desk<'c> {
    pub(super) connection: &'c Connection,
    pub(super) known: Known,
    others: Statement<'c>,
    find: Statement<'c>,
    insert: Statement<'c>,
    update: Statement<'c>,
    append: Statement<'c>,
}

impl<'c> Desk<'c> {
    /// At a connection to a journal that is up to date.
    pub(super) fn at(connection: &'c Connection) -> Result<Self, Trouble> {
        Ok(Self {
            connection,
            known: Known::default(),
            others: connection.prepare("PRAGMA data_version")?,
            find: connection.prepare(rows::FIND)?,
            insert: connection.prepare(rows::INSERT)?,
            update: connection.prepare(rows::UPDATE)?,
            append: connection.prepare(rows::APPEND)?,
        })
    }

    /// Takes the write lock at once: a transaction that began by reading could no longer get it if another process
    /// wrote meanwhile.
    pub(super) fn begin(&mut self) -> Result<Transaction<'c>, Trouble> {
        let transaction = Transaction::new_unchecked(self.connection, TransactionBehavior::Immediate)?;
        self.known.look_at_others(self.others.query_row([], |row| row.get(0))?);
        Ok(transaction)
    }

    /// The charge as it stands.
    pub(super) fn standing(&mut self, uid: &MerchantUid) -> Result<Option<Standing>, Trouble> {
        match self.known.take(uid) {
            Some(standing) => Ok(Some(standing)),
            None => rows::find(&mut self.find, uid),
        }
    }

    /// Puts the change in the history, behind that event of the same charge; its number.
    pub(super) fn append(&mut self, change: &Change, previous: Option<i64>) -> Result<i64, Trouble> {
        rows::append(&mut self.append, change, previous)?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Puts a new charge in a row of its own; there is none of its merchant_uid.
    pub(super) fn insert(&mut self, charge: &Charge, document: &str, last_event: i64) -> Result<(), Trouble> {
        rows::insert(&mut self.insert, charge, document, last_event)?;
        self.known.keep(charge, last_event);
        Ok(())
    }

    /// Puts the changed charge in its row, if that still stands where `standing` stood.
    pub(super) fn update(
        &mut self,
        standing: &Charge,
        charge: &Charge,
        last_event: i64,
    ) -> Result<(), Trouble> {
        rows::update(&mut self.update, standing, charge, last_event)?;
        self.known.keep(charge, last_event);
        Ok(())
    }
}
