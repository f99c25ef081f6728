//! Bugs of a journal, and of whoever uses it.

use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    Charge, ChargeIntent, ChargeState, Deadlines, Epoch, Evidence, MerchantUid, NotSentCause, PaymentStatus,
    ScheduleStatus,
};
use keyin_ports::{
    Begun, Change, ChargeEvent, ChargeFilter, Claim, Intended, Journal, JournalError, ListPosition,
    Monotonic, SendPermit,
};

use super::Plant;
use crate::desk::Desk;

pub(super) struct Planted {
    pub(super) desk: Desk,
    pub(super) plant: Plant,
}

/// The claim as if it had been won.
fn won(charge: Charge, send_before: Monotonic) -> Claim {
    let permit = SendPermit::issue(charge.intent().merchant_uid().clone(), charge.epoch(), send_before);
    Claim::Won { charge: Box::new(charge), permit }
}

fn claimed(seen: &Charge, deadlines: Deadlines) -> Option<Charge> {
    Change::claimed(seen, (seen.epoch(), seen.state()), deadlines).map(|change| change.charge)
}

impl Planted {
    async fn claim_later(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        let Some(charge) = claimed(seen, deadlines) else {
            return self.desk.claim(seen, deadlines, send_before).await;
        };
        let (desk, seen) = (self.desk.clone(), seen.clone());
        tokio::spawn(async move {
            desk.clock.sleep(Duration::from_millis(800)).await;
            // Too late if the process has ended: that is the bug.
            let _ = desk.claim(&seen, deadlines, send_before).await;
        });
        Ok(won(charge, send_before))
    }

    /// In two steps, each with its bug.
    async fn intend_then_claim(
        &self,
        intent: ChargeIntent,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Begun, JournalError> {
        let charge = match self.intend(intent, deadlines.claimed_at).await? {
            Intended::New(charge) => charge,
            standing => return Ok(Begun::claimed(standing, send_before)),
        };
        Ok(match self.claim(&charge, deadlines, send_before).await? {
            Claim::Won { charge, permit } => Begun::Won { charge, permit },
            Claim::Lost(charge) => Begun::Same(charge),
        })
    }

    /// Believes at once that what was taken back was not run.
    async fn believe_taken_back(&self, uid: &MerchantUid, epoch: Epoch, evidence: &Evidence, now: Timestamp) {
        let Evidence::SchedulerAsked { schedule: Some(schedule), attempts, .. } = evidence else { return };
        if schedule.status() != ScheduleStatus::Revoked || !attempts.records().is_empty() {
            return;
        }
        for years in 1..=3 {
            let later = SignedDuration::from_hours(24 * 365 * years);
            let asked_at = now.saturating_add(later).unwrap_or(Timestamp::MAX);
            let evidence = Evidence::SchedulerAsked {
                schedule: Some(schedule.clone()),
                attempts: attempts.clone(),
                asked_at,
            };
            let _ = self.desk.record(uid, epoch, evidence, now).await;
        }
    }

    /// Believes an absence at once: as if it had been asked twice, long after the window.
    async fn believe(&self, uid: &MerchantUid, epoch: Epoch, evidence: &Evidence, now: Timestamp) {
        let Evidence::LookedUp { attempts, .. } = evidence else { return };
        let nothing = |record: &keyin_domain::Payment| {
            !record.was_captured() && record.status() != PaymentStatus::Ready
        };
        if attempts.records().iter().all(nothing) {
            let asked_at = now.saturating_add(SignedDuration::from_hours(24 * 365)).unwrap_or(Timestamp::MAX);
            let evidence = Evidence::LookedUp { attempts: attempts.clone(), asked_at };
            let _ = self.desk.record(uid, epoch, evidence, now).await;
        }
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl Journal for Planted {
    async fn intend(&self, intent: ChargeIntent, now: Timestamp) -> Result<Intended, JournalError> {
        let uid = intent.merchant_uid().clone();
        match (self.plant, self.desk.intend(intent, now).await?) {
            (Plant::RestartResends, Intended::Same(charge)) if charge.state() == ChargeState::InFlight => {
                let evidence = Evidence::NotSent(NotSentCause::Unreachable);
                let row = self.desk.record(&uid, charge.epoch(), evidence, now).await?;
                Ok(Intended::Same(Box::new(row)))
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
        match self.plant {
            Plant::EndlessPermit => self.desk.begin(intent, deadlines, Monotonic::new(Duration::MAX)).await,
            Plant::UnacknowledgedClaim => {
                let charge = Box::new(Charge::begun(intent.clone(), deadlines));
                let begun = self.desk.begin(intent, deadlines, send_before).await;
                Ok(begun.unwrap_or_else(|_| Begun::claimed(Intended::New(charge), send_before)))
            }
            Plant::ClaimScheduled => {
                let charge = Box::new(Charge::begun(intent.clone(), deadlines));
                match self.desk.begin(intent, deadlines, send_before).await? {
                    Begun::Conflict(_) => Ok(Begun::claimed(Intended::New(charge), send_before)),
                    begun => Ok(begun),
                }
            }
            _ => self.intend_then_claim(intent, deadlines, send_before).await,
        }
    }

    async fn claim(
        &self,
        seen: &Charge,
        deadlines: Deadlines,
        send_before: Monotonic,
    ) -> Result<Claim, JournalError> {
        match self.plant {
            Plant::SendBeforeJournal => return self.claim_later(seen, deadlines, send_before).await,
            Plant::EndlessPermit => {
                return self.desk.claim(seen, deadlines, Monotonic::new(Duration::MAX)).await;
            }
            _ => {}
        }
        match (self.plant, self.desk.claim(seen, deadlines, send_before).await) {
            (Plant::TwoWinners, Ok(Claim::Lost(charge))) if charge.state() == ChargeState::InFlight => {
                Ok(won(*charge, send_before))
            }
            (Plant::UnacknowledgedClaim, Err(error)) => {
                claimed(seen, deadlines).map(|charge| won(charge, send_before)).ok_or(error)
            }
            (_, claim) => claim,
        }
    }

    async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
        now: Timestamp,
    ) -> Result<Charge, JournalError> {
        if self.plant == Plant::TakenBackIsUnrun {
            self.believe_taken_back(uid, epoch, &evidence, now).await;
        }
        let epoch = match self.plant {
            Plant::FenceByUid => self.desk.find(uid).await?.map_or(epoch, |charge| charge.epoch()),
            _ => epoch,
        };
        if self.plant == Plant::OneLookIsEnough {
            self.believe(uid, epoch, &evidence, now).await;
            self.believe(uid, epoch, &evidence, now).await;
        }
        self.desk.record(uid, epoch, evidence, now).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Option<Charge>, JournalError> {
        self.desk.find(uid).await
    }

    async fn unsettled(&self, after: Option<MerchantUid>, limit: u32) -> Result<Vec<Charge>, JournalError> {
        self.desk.unsettled(after, limit).await
    }

    async fn sweepable(
        &self,
        now: Timestamp,
        after: Option<MerchantUid>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        if self.plant == Plant::NoSweeps {
            return Ok(Vec::new());
        }
        self.desk.sweepable(now, after, limit).await
    }

    async fn list(
        &self,
        filter: &ChargeFilter,
        after: Option<ListPosition>,
        limit: u32,
    ) -> Result<Vec<Charge>, JournalError> {
        self.desk.list(filter, after, limit).await
    }

    async fn history(
        &self,
        uid: &MerchantUid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChargeEvent>, JournalError> {
        self.desk.history(uid, after, limit).await
    }

    async fn events(&self, after: u64, limit: u32) -> Result<Vec<ChargeEvent>, JournalError> {
        self.desk.events(after, limit).await
    }
}
