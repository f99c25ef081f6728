//! Bugs on the way to the gateway's scheduler.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use keyin_domain::{
    ChargeIntent, ChargeMethod, CustomerUid, Epoch, MerchantUid, Schedule, ScheduleDetails, ScheduleStatus,
    ScheduleTime, UnknownCause,
};
use keyin_ports::{
    ChargeError, ChargeRequest, Clock as _, ListedSchedule, PaymentGateway as _, ReadError, Reply,
    ScheduleError, SchedulePage, ScheduleRequest, ScheduleWindow, Schedules, SendPermit,
};

use super::Plant;
use crate::line::Line;

pub(super) struct Planted {
    pub(super) line: Line,
    pub(super) plant: Plant,
    /// What is taken for taken back.
    pub(super) believed: Mutex<Vec<MerchantUid>>,
}

impl Planted {
    fn believed(&self) -> MutexGuard<'_, Vec<MerchantUid>> {
        self.believed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// keyin charges by itself what it takes for not scheduled.
    async fn charge_instead(&self, intent: &ChargeIntent, epoch: Epoch) {
        let Some(customer) = intent.method().customer_uid().cloned() else { return };
        let ours = ChargeIntent::new(
            intent.merchant_uid().clone(),
            ChargeMethod::BillingKey(customer),
            *intent.amount(),
            intent.name().clone(),
        );
        let request = ChargeRequest::new(ours, None).expect("a billing key needs no card");
        let send_before = self.line.clock.monotonic().after(self.line.window.send_deadline);
        let permit = SendPermit::issue(intent.merchant_uid().clone(), epoch, send_before);
        // Whatever comes of it: that it is sent is the bug.
        let _ = self.line.charge(request, permit).await;
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl Schedules for Planted {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        let (intent, epoch) = (request.intent().clone(), permit.epoch());
        let added = self.line.add(request, permit).await;
        if self.plant == Plant::TimeoutIsUnscheduled
            && let Err(ChargeError::Unknown(UnknownCause::TimedOut | UnknownCause::ConnectionLost)) = added
        {
            self.charge_instead(&intent, epoch).await;
        }
        added
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        self.line.reschedule(uid, at, permit).await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let (intent, epoch) = (request.intent().clone(), permit.epoch());
        match self.line.retry(request, permit).await {
            Err(ChargeError::Unknown(_)) if self.plant == Plant::RetryIsCharged => {
                self.charge_instead(&intent, epoch).await;
                Err(ChargeError::Unknown(UnknownCause::TimedOut))
            }
            reply => reply,
        }
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        self.line.move_to(uid, at).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        let taken = self.line.unschedule(customer, uid).await;
        if self.plant == Plant::UnscheduleUnread {
            self.believed().push(uid.clone());
        }
        taken
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        self.line.unschedule_all(customer).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        let schedule = Schedules::find(&self.line, uid).await?;
        if !self.believed().contains(uid) {
            return Ok(schedule);
        }
        let details = ScheduleDetails { status: ScheduleStatus::Revoked, ..schedule.details().clone() };
        Schedule::new(details).map_err(|_| ReadError::Protocol)
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        self.line.list(window, status, page).await
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        self.line.list_of(customer, window, status, page).await
    }
}
