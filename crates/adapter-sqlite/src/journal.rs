//! The journal.

mod connection;
mod moves;
mod reads;
mod rows;
mod writer;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition, Monotonic, SendPermit,
};

use moves::Claimed;
use writer::Writer;

/// How a journal's file is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqliteSettings {
    /// How long to wait for another process that is writing.
    pub busy_timeout: Duration,
}

impl Default for SqliteSettings {
    /// Waits for 5 seconds.
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(5) }
    }
}

/// keyin's journal in one SQLite file. Clones share one connection.
#[derive(Clone, Debug)]
pub struct SqliteJournal {
    writer: Writer,
}

impl SqliteJournal {
    /// Opens the file, or makes it, readable by its owner alone.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] if it cannot be opened and written, [`JournalError::Damaged`] if it is
    /// no journal, [`JournalError::Newer`] if a newer keyin wrote it; it is then left as it is.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, JournalError> {
        Self::open_with(path, SqliteSettings::default()).await
    }

    /// Opens the file, or makes it, with other settings than the usual ones.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(path: impl AsRef<Path>, settings: SqliteSettings) -> Result<Self, JournalError> {
        let path = path.as_ref().to_owned();
        let writer = Writer::start(move || connection::to_file(&path, settings)).await?;
        Ok(Self { writer })
    }

    /// A journal that lasts as long as this value and its clones.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] for want of memory.
    pub async fn open_in_memory() -> Result<Self, JournalError> {
        Ok(Self { writer: Writer::start(connection::to_memory).await? })
    }
}

#[async_trait]
impl Journal for SqliteJournal {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        Ok(self.writer.run(move |connection| moves::intend(connection, intent, now)).await?)
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let uid = seen.intent().merchant_uid().clone();
        let seen = (seen.epoch(), seen.state());
        let claimed =
            self.writer.run(move |connection| moves::claim(connection, &uid, seen, deadlines)).await?;
        Ok(match claimed {
            // The transaction is committed and synced: only now there is a permit.
            Claimed::Won(charge) => {
                let permit =
                    SendPermit::issue(charge.intent().merchant_uid().clone(), charge.epoch(), send_before);
                Claim::Won { charge, permit }
            }
            Claimed::Lost(charge) => Claim::Lost(charge),
        })
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let uid = uid.clone();
        Ok(self.writer.run(move |connection| moves::record(connection, &uid, epoch, evidence, now)).await?)
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        let uid = uid.clone();
        Ok(self.writer.run(move |connection| rows::find(connection, &uid)).await?)
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        Ok(self.writer.run(move |connection| reads::unsettled(connection, after.as_ref(), limit)).await?)
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        Ok(self
            .writer
            .run(move |connection| reads::sweepable(connection, now, after.as_ref(), limit))
            .await?)
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let filter = filter.clone();
        Ok(self.writer.run(move |connection| reads::list(connection, &filter, after.as_ref(), limit)).await?)
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        let uid = uid.clone();
        Ok(self.writer.run(move |connection| reads::history(connection, &uid, after, limit)).await?)
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        Ok(self.writer.run(move |connection| reads::events(connection, after, limit)).await?)
    }
}

#[cfg(test)]
mod tests;
