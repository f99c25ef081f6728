//! A journal with one bug.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use keyin_adapter_memory::MemoryJournal;
use keyin_domain::jiff::{Timestamp, Unit};
use keyin_domain::{Charge, ChargeIntent, CustomerUid, Deadlines, Epoch, Evidence, MerchantUid};
use keyin_ports::{
    Begun, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition, ListedBy,
    Monotonic, SendPermit,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bug {
    EveryClaimWins,
    EveryIntentIsTheSame,
    BeginsWhatStands,
    TakesEvidenceOfAnySend,
    ForgetsOneEvent,
    PagesBeginAnew,
    PermitOfAnotherSend,
    /// Times are kept to the microsecond, as PostgreSQL's own type has them.
    RoundsTimes,
    /// A page begins behind a time, whichever charge of that time was the last.
    SkipsChargesOfOneMoment,
    OldestFirst,
    /// The last moment of a list belongs to it.
    TakesTheEndIn,
    AnybodysCharges,
    ListsByCreationAlone,
    SweepsWhatIsNotDue,
    SweepsBeginAnew,
    HistoryOfEverybody,
    HistoryBeginsAnew,
    /// Looks for the row, and writes it in a second step.
    LooksThenWrites,
    /// Tells an intent as written that came while another was being written.
    LosesIntentsInCrowds,
    LosesEvidenceInCrowds,
    /// Reads do not see what was written last.
    ReadsLag,
}

pub(super) struct Faulty {
    inner: MemoryJournal,
    bug: Bug,
    at_work: AtomicUsize,
}

impl Faulty {
    pub(super) fn new(inner: MemoryJournal, bug: Bug) -> Self {
        Self { inner, bug, at_work: AtomicUsize::new(0) }
    }

    fn has(&self, bug: Bug) -> bool {
        self.bug == bug
    }

    /// Lets the others come, and tells whether there are any.
    async fn is_crowded(&self) -> bool {
        let others = self.at_work.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        self.at_work.fetch_sub(1, Ordering::SeqCst);
        others > 0
    }

    /// Without the charge that was changed last.
    async fn lagging(&self, mut rows: Vec<Charge>) -> Result<Vec<Charge>, JournalError> {
        if self.has(Bug::ReadsLag) {
            let events = self.inner.events(0, u32::MAX).await?;
            let last = events.last().map(|event| event.merchant_uid.clone());
            rows.retain(|row| Some(row.intent().merchant_uid()) != last.as_ref());
        }
        Ok(rows)
    }

    fn spoiled(&self, mut filter: ChargeFilter) -> ChargeFilter {
        match self.bug {
            Bug::TakesTheEndIn => filter.to = filter.to.map(|to| (to + NANOSECOND).min(Timestamp::MAX)),
            Bug::AnybodysCharges => filter.customer_uid = None::<CustomerUid>,
            Bug::ListsByCreationAlone => filter.by = ListedBy::Created,
            _ => {}
        }
        filter
    }
}

const NANOSECOND: keyin_domain::jiff::SignedDuration = keyin_domain::jiff::SignedDuration::from_nanos(1);

#[async_trait]
impl Journal for Faulty {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        let uid = intent.merchant_uid().clone();
        let unwritten = Intended::New(Box::new(Charge::intended(intent.clone(), now)));
        if self.has(Bug::LosesIntentsInCrowds) && self.is_crowded().await {
            return Ok(unwritten);
        }
        if self.has(Bug::LooksThenWrites) && self.inner.find(&uid).await?.is_none() {
            tokio::task::yield_now().await;
            self.inner.intend(intent, now).await?;
            return Ok(unwritten);
        }
        let now = if self.has(Bug::RoundsTimes) { now.round(Unit::Microsecond).unwrap() } else { now };
        match (self.bug, self.inner.intend(intent, now).await?) {
            (Bug::EveryIntentIsTheSame, Intended::Conflict(_)) => {
                let standing = self.inner.find(&uid).await?.ok_or(JournalError::Missing)?;
                Ok(Intended::Same(Box::new(standing)))
            }
            (_, intended) => Ok(intended),
        }
    }

    async fn begin(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        match (self.bug, self.inner.begin(intent, deadlines, send_before).await?) {
            (Bug::BeginsWhatStands, Begun::Same(charge)) => {
                Ok(Begun::claimed(Intended::New(charge), send_before))
            }
            (_, begun) => Ok(begun),
        }
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let permit = |charge: &Charge, epoch| {
            SendPermit::issue(charge.intent().merchant_uid().clone(), epoch, send_before)
        };
        match (self.bug, self.inner.claim(seen, deadlines, send_before).await?) {
            (Bug::EveryClaimWins, Claim::Lost(charge)) => {
                Ok(Claim::Won { permit: permit(&charge, charge.epoch()), charge })
            }
            (Bug::PermitOfAnotherSend, Claim::Won { charge, .. }) => {
                Ok(Claim::Won { permit: permit(&charge, charge.epoch().next()), charge })
            }
            (_, claim) => Ok(claim),
        }
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        let current = self.inner.find(uid).await?;
        if self.has(Bug::LosesEvidenceInCrowds) && self.is_crowded().await {
            return current.ok_or(JournalError::Missing);
        }
        let epoch = match (self.bug, current) {
            (Bug::TakesEvidenceOfAnySend, Some(current)) => current.epoch(),
            _ => epoch,
        };
        self.inner.record(uid, epoch, evidence, now).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        self.inner.find(uid).await
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        let after = after.filter(|_| !self.has(Bug::PagesBeginAnew));
        self.lagging(self.inner.unsettled(after, limit).await?).await
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let now = if self.has(Bug::SweepsWhatIsNotDue) { Timestamp::MAX } else { now };
        let after = after.filter(|_| !self.has(Bug::SweepsBeginAnew));
        self.inner.sweepable(now, after, limit).await
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        let filter = self.spoiled(filter.clone());
        let after = after.map(|mut after| {
            if self.has(Bug::SkipsChargesOfOneMoment) {
                after.merchant_uid = MerchantUid::parse("-").unwrap();
            }
            after
        });
        let mut rows = self.inner.list(&filter, after, limit).await?;
        if self.has(Bug::OldestFirst) {
            rows.reverse();
        }
        self.lagging(rows).await
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        match self.bug {
            Bug::HistoryOfEverybody => self.inner.events(after, limit).await,
            Bug::HistoryBeginsAnew => self.inner.history(uid, 0, limit).await,
            _ => self.inner.history(uid, after, limit).await,
        }
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        let mut events = self.inner.events(after, limit).await?;
        if self.has(Bug::ForgetsOneEvent) {
            events.retain(|event| event.number != 2);
        }
        Ok(events)
    }
}
