//! Revoke a billing key.

use std::sync::Arc;
use std::time::Duration;

use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{BillingKey, CancelReason, ChargeMethod, CustomerUid, MerchantUid, ScheduleStatus};
use keyin_ports::{BillingKeys, JournalError, ReadError, RevokeError};

use crate::settling::awaits_outcome;
use crate::{CancelSchedule, ListSchedules, ScheduleList, ScheduleProblem, Scheduling};

const PAGE: u32 = 500;

/// How far ahead the gateway is asked for schedules that the journal does not know.
const AHEAD: Duration = Duration::from_secs(2 * 365 * 86_400);

/// A schedule that is overdue is run within minutes; a day is more than enough.
const BEHIND: Duration = Duration::from_secs(86_400);

/// What is done about schedules that would charge the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenSchedules {
    /// The key is not revoked as long as there are any.
    #[default]
    Refuse,
    /// All of the customer's are taken back first, whoever made them.
    TakeBack,
}

/// Why a key was not revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeProblem {
    /// A charge with this key is under way or unknown; it must be settled first. The key stands.
    #[error("a charge with this billing key is not settled")]
    Unfinished(MerchantUid),
    /// A schedule would charge this key. The key stands, nothing was sent.
    #[error("a schedule of this billing key waits for its time")]
    Scheduled {
        /// One of them, as the gateway tells it.
        merchant_uid: String,
        /// When it is run.
        at: Timestamp,
    },
    /// Schedules were to be taken back, and one may be run meanwhile. The key stands, nothing was sent.
    #[error("a schedule of this billing key may be run while it is taken back")]
    MayRun {
        /// One of them.
        merchant_uid: String,
        /// When it is run.
        at: Timestamp,
    },
    /// Schedules were taken back, and then the key was not revoked, or it is not known whether it was.
    #[error("{} schedules were taken back before", .taken.len())]
    AfterTakingBack {
        /// The merchant_uids of what was taken back.
        taken: Vec<String>,
        /// What stood in the way of the revocation.
        source: Box<RevokeProblem>,
    },
    /// The schedules could not be read or taken back. The key stands.
    #[error(transparent)]
    Schedules(#[from] ScheduleProblem),
    /// The journal could not be read. Nothing was sent.
    #[error("the journal could not be used; nothing was sent")]
    Store(#[from] JournalError),
    /// The gateway's answer.
    #[error(transparent)]
    Gateway(#[from] RevokeError),
}

/// Revokes billing keys.
#[derive(Clone)]
pub struct RevokeBillingKey {
    keys: Arc<dyn BillingKeys>,
    scheduling: Scheduling,
}

impl RevokeBillingKey {
    /// Over these ports.
    pub fn new(keys: Arc<dyn BillingKeys>, scheduling: Scheduling) -> Self {
        Self { keys, scheduling }
    }

    /// Deletes the key for good; returns what was deleted, as far as it is known. After a lost reply the key
    /// is read once: if it is gone, it was revoked.
    ///
    /// The gateway would leave schedules of the key standing, which then fail one by one. So a key with open schedules
    /// is refused, or they go first. Those of the journal count whatever their time, others if they are due within two
    /// years. None is taken back if one of them may be run meanwhile.
    ///
    /// # Errors
    /// [`RevokeProblem`].
    pub async fn run(
        &self,
        customer: &CustomerUid,
        reason: &CancelReason,
        open: OpenSchedules,
    ) -> Result<Option<BillingKey>, RevokeProblem> {
        self.must_be_settled(customer).await?;
        if open == OpenSchedules::Refuse {
            return self.revoke(customer, reason).await;
        }
        let taken = self.take_back(customer).await?;
        let revoked = self.revoke(customer, reason).await;
        if taken.is_empty() {
            return revoked;
        }
        revoked.map_err(|source| RevokeProblem::AfterTakingBack { taken, source: Box::new(source) })
    }

    /// Takes back what waits, unless some of it may be run meanwhile: that has to be settled before the key can go.
    async fn take_back(&self, customer: &CustomerUid) -> Result<Vec<String>, RevokeProblem> {
        self.scheduling.learn_held(customer).await?;
        self.must_be_settled(customer).await?;
        self.must_not_run(customer).await?;
        let all = CancelSchedule::new(self.scheduling.clone()).run_all(customer).await?;
        Ok(all.taken.iter().map(|taken| taken.schedule.merchant_uid().to_owned()).collect())
    }

    async fn revoke(
        &self,
        customer: &CustomerUid,
        reason: &CancelReason,
    ) -> Result<Option<BillingKey>, RevokeProblem> {
        // What was taken back or run meanwhile, by this call or elsewhere, may be in doubt now.
        self.scheduling.learn_held(customer).await?;
        self.must_be_settled(customer).await?;
        self.must_not_be_scheduled(customer).await?;
        match self.keys.revoke(customer, reason).await {
            Ok(key) => Ok(Some(key)),
            Err(RevokeError::Unknown(cause)) => match self.keys.find(customer).await {
                Err(ReadError::NotFound) => Ok(None),
                _ => Err(RevokeError::Unknown(cause).into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    async fn must_not_be_scheduled(&self, customer: &CustomerUid) -> Result<(), RevokeProblem> {
        for charge in self.scheduling.held(customer).await? {
            if let Some(due) = charge.due() {
                let merchant_uid = charge.intent().merchant_uid().to_string();
                return Err(RevokeProblem::Scheduled { merchant_uid, at: due.get() });
            }
        }
        let ahead = SignedDuration::try_from(AHEAD).unwrap_or_default();
        let until = moved(self.scheduling.charging.clock.now(), ahead);
        match self.first_open(customer, until).await? {
            Some((merchant_uid, at)) => Err(RevokeProblem::Scheduled { merchant_uid, at }),
            None => Ok(()),
        }
    }

    /// An order to take back may arrive as late as the absence window allows for: what is due before that may be run.
    async fn must_not_run(&self, customer: &CustomerUid) -> Result<(), RevokeProblem> {
        let reach = self.scheduling.charging.deadlines().0.settle_after;
        for charge in self.scheduling.held(customer).await? {
            if let Some(due) = charge.due().filter(|due| due.get() < reach) {
                let merchant_uid = charge.intent().merchant_uid().to_string();
                return Err(RevokeProblem::MayRun { merchant_uid, at: due.get() });
            }
        }
        match self.first_open(customer, moved(reach, SignedDuration::from_secs(1))).await? {
            Some((merchant_uid, at)) => Err(RevokeProblem::MayRun { merchant_uid, at }),
            None => Ok(()),
        }
    }

    /// The first schedule of the customer that waits at the gateway for a time before that one.
    async fn first_open(
        &self,
        customer: &CustomerUid,
        until: Timestamp,
    ) -> Result<Option<(String, Timestamp)>, RevokeProblem> {
        let behind = SignedDuration::try_from(BEHIND).unwrap_or_default();
        let asked = ScheduleList {
            from: whole_second(moved(self.scheduling.charging.clock.now(), -behind)),
            to: whole_second(until),
            status: Some(ScheduleStatus::Scheduled),
            customer_uid: Some(customer.clone()),
        };
        let mut found = None;
        let list = ListSchedules::new(self.scheduling.schedules.clone());
        let first = |listed: &keyin_ports::ListedSchedule| {
            found = Some((listed.merchant_uid().to_owned(), listed.at()));
            false
        };
        list.run(&asked, first).await.map_err(ScheduleProblem::Unread)?;
        Ok(found)
    }

    async fn must_be_settled(&self, customer: &CustomerUid) -> Result<(), RevokeProblem> {
        let mut after = None;
        loop {
            let page = self.scheduling.charging.journal.unsettled(after.clone(), PAGE).await?;
            let uses_key = |method: &ChargeMethod| method.customer_uid() == Some(customer);
            let open =
                page.iter().find(|charge| awaits_outcome(charge) && uses_key(charge.intent().method()));
            if let Some(charge) = open {
                return Err(RevokeProblem::Unfinished(charge.intent().merchant_uid().clone()));
            }
            match page.last() {
                Some(last) => after = Some(last.intent().merchant_uid().clone()),
                None => return Ok(()),
            }
        }
    }
}

fn whole_second(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

fn moved(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(now)
}
