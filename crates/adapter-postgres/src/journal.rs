//! The journal.

mod arrays;
mod batch;
mod columns;
mod list;
mod op;
mod reads;
mod rows;
mod statements;
mod writer;

use std::sync::Arc;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, Change, ChargeEvent, ChargeFilter, Claim, Clock, Intended, Journal, JournalError, ListPosition,
    Monotonic, SendPermit,
};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::clock::DatabaseClock;
use crate::link::Link;
use crate::session::Target;
use crate::settings::PostgresSettings;
use crate::tls::Encryption;
use crate::trouble::{PostgresTrouble, Trouble};
use crate::url::DatabaseUrl;
use crate::usable;
use columns::nanoseconds;
use op::{Done, Op};
use writer::Writer;

/// keyin's journal in a PostgreSQL database. Clones share one connection that writes and one that reads.
#[derive(Clone)]
pub struct PostgresJournal {
    writer: Writer,
    reader: Arc<Link>,
    shown: String,
}

impl PostgresJournal {
    /// Connects, and makes the schema or brings it up to date. `clock` is this machine's: time-outs go by it.
    ///
    /// Has to be called within a tokio runtime, on which the journal then lives.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] with a [`StoreTrouble`](keyin_ports::StoreTrouble) if the database cannot be used,
    /// [`JournalError::Damaged`] if its schema `keyin` is no journal, [`JournalError::Newer`] if a newer keyin made
    /// it; it is then left as it is.
    pub async fn open(
        url: &DatabaseUrl,
        clock: Arc<dyn Clock>,
        settings: PostgresSettings,
    ) -> Result<Self, JournalError> {
        let encryption = Encryption::new(url.must_be_verified()).map_err(Trouble::from)?;
        let target = Target { url: url.clone(), settings, clock, encryption };
        let reader = Link::first(Arc::new(target)).await?;
        let writing = reader.another();
        usable::are_apart(reader.backend().await?, writing.backend().await?)?;
        let writer = Writer::start(writing, settings.jobs_per_commit);
        Ok(Self { writer, reader: Arc::new(reader), shown: url.to_string() })
    }

    /// The database's clock, kept up to date by this journal.
    pub fn clock(&self) -> DatabaseClock {
        self.reader.clock().clone()
    }

    async fn ask(&self, sql: &str, bound: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Trouble> {
        self.reader.patiently(|session| async move { session.ask(sql, bound).await }).await
    }
}

impl std::fmt::Debug for PostgresJournal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PostgresJournal").field(&self.shown).finish()
    }
}

/// An op came to what only another kind of op comes to.
fn mixed_up() -> JournalError {
    Trouble::from(PostgresTrouble::Ended).into()
}

#[async_trait]
impl Journal for PostgresJournal {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        match self.writer.run(Op::intend(Change::intended(intent, now))?).await? {
            Done::Intended(intended) => Ok(intended),
            Done::Begun(..) | Done::Won(..) | Done::Lost(_) | Done::Recorded(_) => Err(mixed_up()),
        }
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        let asked = self.reader.clock().reading();
        match self.writer.run(Op::begin(intent, deadlines, asked)?).await? {
            // The COMMIT is acknowledged: only now there is a permit.
            Done::Begun(intended, lost) => Ok(Begun::claimed(intended, send_before.before(lost))),
            Done::Intended(_) | Done::Won(..) | Done::Lost(_) | Done::Recorded(_) => Err(mixed_up()),
        }
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let uid = seen.intent().merchant_uid().clone();
        let may_be_sent = seen.may_be_sent();
        let seen = (seen.epoch(), seen.state());
        let asked = self.reader.clock().reading();
        match self.writer.run(Op::Claim { uid, seen, may_be_sent, deadlines, asked }).await? {
            // The COMMIT is acknowledged: only now there is a permit.
            Done::Won(charge, lost) => {
                let uid = charge.intent().merchant_uid().clone();
                let permit = SendPermit::issue(uid, charge.epoch(), send_before.before(lost));
                Ok(Claim::Won { charge, permit })
            }
            Done::Lost(charge) => Ok(Claim::Lost(charge)),
            Done::Intended(_) | Done::Begun(..) | Done::Recorded(_) => Err(mixed_up()),
        }
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let op = Op::Record { uid: uid.clone(), epoch, evidence: Box::new(evidence), now };
        match self.writer.run(op).await? {
            Done::Recorded(charge) => Ok(*charge),
            Done::Intended(_) | Done::Begun(..) | Done::Won(..) | Done::Lost(_) => Err(mixed_up()),
        }
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        let rows = self.ask(&reads::find(), &[&uid.as_str()]).await?;
        Ok(rows::read_all(&rows)?.pop())
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        let after = after.as_ref().map_or("", MerchantUid::as_str);
        let rows = self.ask(&reads::unsettled(), &[&after, &i64::from(limit)]).await?;
        Ok(rows::read_all(&rows)?)
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let after = after.as_ref().map_or("", MerchantUid::as_str);
        let rows = self.ask(&reads::sweepable(), &[&nanoseconds(now), &after, &i64::from(limit)]).await?;
        Ok(rows::read_all(&rows)?)
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let after = after.as_ref();
        let list = |session: Arc<_>| async move { list::list(&session, filter, after, limit).await };
        Ok(self.reader.patiently(list).await?)
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows = self.ask(&reads::history(), &[&uid.as_str(), &after, &i64::from(limit)]).await?;
        Ok(reads::read_events(&rows)?)
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows = self.ask(&reads::events(), &[&after, &i64::from(limit)]).await?;
        Ok(reads::read_events(&rows)?)
    }
}

#[cfg(test)]
mod tests;
