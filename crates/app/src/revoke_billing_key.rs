//! Revoke a billing key.

use std::sync::Arc;
use std::time::Duration;

use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    BillingKey, CancelReason, Charge, ChargeMethod, ChargeState, CustomerUid, MerchantUid, ScheduleStatus,
};
use keyin_ports::{BillingKeys, ChargeFilter, JournalError, ReadError, RevokeError};

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
    /// years.
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
        if open == OpenSchedules::TakeBack {
            match CancelSchedule::new(self.scheduling.clone()).run_all(customer).await {
                Ok(_) | Err(ScheduleProblem::NotFound) => {}
                Err(problem) => return Err(problem.into()),
            }
        }
        // What was taken back or run meanwhile, by this call or elsewhere, may be in doubt now.
        self.learn_what_went(customer).await?;
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

    /// What the journal takes for scheduled may have been taken back or run elsewhere.
    async fn learn_what_went(&self, customer: &CustomerUid) -> Result<(), RevokeProblem> {
        for charge in self.held(customer).await? {
            self.scheduling.ask(charge).await?;
        }
        Ok(())
    }

    /// The customer's charges that the scheduler holds, as far as the journal knows.
    async fn held(&self, customer: &CustomerUid) -> Result<Vec<Charge>, JournalError> {
        let filter = ChargeFilter {
            states: vec![ChargeState::Scheduled],
            customer_uid: Some(customer.clone()),
            ..ChargeFilter::default()
        };
        let (mut held, mut after) = (Vec::new(), None);
        loop {
            let page = self.scheduling.charging.journal.list(&filter, after, PAGE).await?;
            after = page.last().and_then(|last| filter.by.position_of(last));
            held.extend(page);
            if after.is_none() {
                return Ok(held);
            }
        }
    }

    async fn must_not_be_scheduled(&self, customer: &CustomerUid) -> Result<(), RevokeProblem> {
        for charge in self.held(customer).await? {
            if let Some(due) = charge.due() {
                let merchant_uid = charge.intent().merchant_uid().to_string();
                return Err(RevokeProblem::Scheduled { merchant_uid, at: due.get() });
            }
        }
        let now = whole_second(self.scheduling.charging.clock.now());
        let asked = ScheduleList {
            from: moved(now, -SignedDuration::try_from(BEHIND).unwrap_or_default()),
            to: moved(now, SignedDuration::try_from(AHEAD).unwrap_or_default()),
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
        match found {
            Some((merchant_uid, at)) => Err(RevokeProblem::Scheduled { merchant_uid, at }),
            None => Ok(()),
        }
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
