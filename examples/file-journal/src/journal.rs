//! The port over the file.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{Charge, ChargeIntent, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, Change, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition,
    Monotonic, SendPermit,
};

use crate::book::Book;
use crate::file::{Access, File};

/// A journal in one file, for any number of processes of one machine.
#[derive(Clone)]
pub struct FileJournal(Arc<Mutex<File>>);

impl FileJournal {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened for reading and writing. What is in it is read at the first call.
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path: PathBuf = path.as_ref().to_owned();
        let opened = tokio::task::spawn_blocking(move || File::open(&path)).await;
        Ok(Self(Arc::new(Mutex::new(opened.map_err(io::Error::other)??))))
    }

    /// Files block, so this is done on a thread for what blocks. It goes on to its end if the caller drops the future.
    async fn with<T: Send + 'static>(
        &self,
        access: Access,
        work: impl FnOnce(&mut File) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let file = Arc::clone(&self.0);
        let work = move || file.lock().unwrap_or_else(PoisonError::into_inner).locked(access, work);
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|fall| JournalError::Unavailable(Box::new(fall)))?
    }

    async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Book) -> T + Send + 'static,
    ) -> Result<T, JournalError> {
        self.with(Access::Read, |file| Ok(look(file.book()))).await
    }

    /// The first steps of a charge, unless one of its merchant_uid stands.
    async fn write_down<const N: usize>(&self, steps: [Change; N]) -> Result<Intended, JournalError> {
        self.with(Access::Write, move |file| {
            let charge = steps[N - 1].charge.clone();
            if let Some(standing) = file.book().find(charge.intent().merchant_uid()) {
                return Ok(Intended::standing(standing.clone(), charge.intent()));
            }
            file.append(steps)?;
            Ok(Intended::New(Box::new(charge)))
        })
        .await
    }
}

#[async_trait]
impl Journal for FileJournal {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        self.write_down([Change::intended(intent, now)]).await
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        Ok(Begun::claimed(self.write_down(Change::begun(intent, deadlines)).await?, send_before))
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let uid = seen.intent().merchant_uid().clone();
        let seen = (seen.epoch(), seen.state());
        self.with(Access::Write, move |file| {
            let standing = file.book().row(&uid)?.clone();
            let Some(change) = Change::claimed(&standing, seen, deadlines) else {
                return Ok(Claim::Lost(Box::new(standing)));
            };
            let charge = change.charge.clone();
            file.append([change])?;
            // Only now: it is on the disk.
            let permit = SendPermit::issue(uid, charge.epoch(), send_before);
            Ok(Claim::Won { charge: Box::new(charge), permit })
        })
        .await
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let uid = uid.clone();
        self.with(Access::Write, move |file| {
            let standing = file.book().row(&uid)?.clone();
            let Some(change) = Change::observed(&standing, epoch, evidence, now) else { return Ok(standing) };
            let charge = change.charge.clone();
            file.append([change])?;
            Ok(charge)
        })
        .await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        let uid = uid.clone();
        self.read(move |book| book.find(&uid).cloned()).await
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        let open = |charge: &&Charge| charge.state().is_unsettled();
        self.read(move |book| book.behind(after).filter(open).take(limit as usize).cloned().collect()).await
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let due = move |charge: &&Charge| charge.next_sweep().is_some_and(|due| due <= now);
        self.read(move |book| book.behind(after).filter(due).take(limit as usize).cloned().collect()).await
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let filter = filter.clone();
        self.read(move |book| {
            let taken = book.rows().filter(|charge| filter.takes(charge));
            let placed = taken.filter_map(|charge| Some((filter.by.position_of(charge)?, charge)));
            let mut rows: Vec<(ListPosition, &Charge)> =
                placed.filter(|(position, _)| after.as_ref().is_none_or(|after| position < after)).collect();
            rows.sort_by(|(one, _), (other, _)| other.cmp(one));
            rows.into_iter().take(limit as usize).map(|(_, charge)| charge.clone()).collect()
        })
        .await
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        let uid = uid.clone();
        self.read(move |book| {
            let of_it = book.events_after(after).filter(|event| event.merchant_uid == uid);
            of_it.take(limit as usize).cloned().collect()
        })
        .await
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        self.read(move |book| book.events_after(after).take(limit as usize).cloned().collect()).await
    }
}
