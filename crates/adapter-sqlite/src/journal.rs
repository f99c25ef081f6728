//! The journal.

pub(crate) mod columns;
mod connection;
mod desk;
mod group;
mod job;
mod known;
mod list;
mod moves;
mod readers;
mod reads;
mod rows;
mod threads;
mod writer;

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, Change, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition,
    Monotonic, SendPermit,
};

use crate::trouble::Trouble;
use desk::Desk;
use moves::Claimed;
use readers::Readers;
use writer::Writer;

/// How a journal's file is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqliteSettings {
    /// How long to wait for another process that is writing.
    pub busy_timeout: Duration,
    /// The most changes that one commit makes durable. Whatever waits when the disk is free shares a commit;
    /// nothing is waited for. With 1 each change has a commit of its own.
    pub jobs_per_commit: NonZeroUsize,
}

/// Many enough that the disk is never the limit, few enough that nobody waits long for his neighbours.
const JOBS_PER_COMMIT: NonZeroUsize = NonZeroUsize::new(256).unwrap();

impl Default for SqliteSettings {
    /// Waits for 5 seconds; up to 256 changes share a commit.
    fn default() -> Self {
        Self { busy_timeout: Duration::from_secs(5), jobs_per_commit: JOBS_PER_COMMIT }
    }
}

/// keyin's journal in one SQLite file. Clones share one connection that writes and those that read.
///
/// Where the last clone is dropped the connections are closed before it returns. Unless somebody else has the file open,
/// everything then stands in the file itself, with no write-ahead log beside it.
#[derive(Clone, Debug)]
pub struct SqliteJournal {
    /// Before the writer, which is then the last that closes.
    readers: Readers,
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
        // An absolute path is always a file: SQLite takes an empty one and `:memory:` for something that does
        // not last.
        let path = std::path::absolute(path).map_err(Trouble::Path)?;
        let file = path.clone();
        let open = move || connection::to_file(&file, settings.busy_timeout);
        let writer = Writer::start(open, settings.jobs_per_commit).await?;
        let readers = Readers::start(path, settings.busy_timeout).await?;
        Ok(Self { readers, writer })
    }

    /// A journal that lasts as long as this value and its clones.
    ///
    /// # Errors
    /// [`JournalError::Unavailable`] for want of memory.
    pub async fn open_in_memory() -> Result<Self, JournalError> {
        let writer = Writer::start(connection::to_memory, JOBS_PER_COMMIT).await?;
        Ok(Self { readers: Readers::Writer(writer.clone()), writer })
    }
}

impl SqliteJournal {
    /// The first steps of a charge, unless one of its merchant_uid stands.
    async fn write_down<const N: usize>(&self, steps: [Change; N]) -> Result<Intended, Trouble> {
        let document = rows::document(&steps[N - 1].charge)?;
        self.writer.change(move |desk| moves::write_down(desk, &steps, &document)).await
    }
}

#[async_trait]
impl Journal for SqliteJournal {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        Ok(self.write_down([Change::intended(intent, now)]).await?)
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        let intended = self.write_down(Change::begun(intent, deadlines)).await?;
        // The transaction is committed and synced: only now there is a permit.
        Ok(Begun::claimed(intended, send_before))
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let uid = seen.intent().merchant_uid().clone();
        let seen = (seen.epoch(), seen.state());
        let claimed = self.writer.change(move |desk| moves::claim(desk, &uid, seen, deadlines)).await?;
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
        let work = move |desk: &mut Desk<'_>| moves::record(desk, &uid, epoch, evidence.clone(), now);
        Ok(self.writer.change(work).await?)
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        let uid = uid.clone();
        let standing = self
            .readers
            .read(move |connection| rows::find(&mut *connection.prepare_cached(rows::FIND)?, &uid))
            .await?;
        Ok(standing.map(|standing| standing.charge))
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        Ok(self.readers.read(move |connection| reads::unsettled(connection, after.as_ref(), limit)).await?)
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        Ok(self
            .readers
            .read(move |connection| reads::sweepable(connection, now, after.as_ref(), limit))
            .await?)
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let filter = filter.clone();
        Ok(self
            .readers
            .read(move |connection| list::list(connection, &filter, after.as_ref(), limit))
            .await?)
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        let uid = uid.clone();
        Ok(self.readers.read(move |connection| reads::history(connection, &uid, after, limit)).await?)
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        Ok(self.readers.read(move |connection| reads::events(connection, after, limit)).await?)
    }
}

#[cfg(test)]
mod tests;
