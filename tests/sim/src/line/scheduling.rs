//! The line to the gateway's scheduler, and to the billing keys that it charges.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_domain::{
    BillingKey, CancelReason, CustomerUid, MerchantUid, NotSentCause, Refusal, RefusalKind, Schedule,
    ScheduleStatus, ScheduleTime,
};
use keyin_ports::{
    BillingKeyRequest, BillingKeys, ChargeError, Clock, IssueError, ListedSchedule, ReadError, Reply,
    RevokeError, ScheduleError, SchedulePage, ScheduleRequest, ScheduleWindow, Schedules, SendPermit,
};
use tokio::sync::oneshot;

use super::{Broken, Line};
use crate::gateway::{Deed, Fault};

impl Line {
    /// An order that is carried out when it arrives.
    async fn order<T, E>(&self, deed: Deed<T, E>) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + From<Broken> + Send + 'static,
    {
        self.process.step().await;
        let answer = self.give(deed).await;
        self.process.step().await;
        answer
    }

    /// The same with a permit. A process that stops between looking at it and sending stalls.
    async fn order_once(
        &self,
        uid: &MerchantUid,
        permit: SendPermit,
        deed: Deed<Schedule, ChargeError>,
    ) -> Result<Schedule, ChargeError> {
        self.process.step().await;
        self.check(uid, &permit)?;
        self.process.stall_before_send().await;
        let answer = self.give(deed).await;
        self.process.step().await;
        answer
    }

    async fn give<T, E>(&self, deed: Deed<T, E>) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + From<Broken> + Send + 'static,
    {
        let (told, answer) = oneshot::channel();
        self.hand_over(Arc::clone(&self.gateway).obey(deed, told), answer).await?
    }
}

#[async_trait]
impl Schedules for Line {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        let intent = request.intent().clone();
        if request.at().is_too_soon(self.clock.now()) {
            return Err(ChargeError::NotSent(NotSentCause::RequestNotBuilt));
        }
        let uid = intent.merchant_uid().clone();
        self.order_once(&uid, permit, Box::new(move |gateway, visible| gateway.take_in(&intent, visible)))
            .await
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        if at.is_too_soon(self.clock.now()) {
            return Err(ChargeError::NotSent(NotSentCause::RequestNotBuilt));
        }
        let meant = uid.clone();
        self.order_once(
            uid,
            permit,
            Box::new(move |gateway, visible| gateway.reschedule(&meant, at, visible)),
        )
        .await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.process.step().await;
        let uid = request.intent().merchant_uid().clone();
        self.check(&uid, &permit)?;
        self.process.stall_before_send().await;
        let (told, answer) = oneshot::channel();
        let answered = self.hand_over(Arc::clone(&self.gateway).retry(uid, told), answer).await;
        self.process.step().await;
        answered?
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        if at.is_too_soon(self.clock.now()) {
            return Err(ScheduleError::NotSent(NotSentCause::RequestNotBuilt));
        }
        let uid = uid.clone();
        self.order(Box::new(move |gateway, visible| gateway.move_to(&uid, at, visible))).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        let (customer, uid) = (customer.clone(), uid.clone());
        let deed: Deed<Schedule, ScheduleError> = Box::new(move |gateway, visible| {
            let is_it = |intent: &keyin_domain::ChargeIntent| {
                intent.merchant_uid() == &uid && intent.method().customer_uid() == Some(&customer)
            };
            gateway.take_back(is_it, visible)?.pop().ok_or(ScheduleError::NotFound)
        });
        self.order(deed).await
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        let customer = customer.clone();
        let deed: Deed<_, ScheduleError> = Box::new(move |gateway, visible| {
            let taken =
                gateway.take_back(|intent| intent.method().customer_uid() == Some(&customer), visible)?;
            Ok(taken.into_iter().map(|schedule| ListedSchedule::Schedule(Box::new(schedule))).collect())
        });
        self.order(deed).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        self.read(|| self.gateway.shown_schedule(uid)).await?.ok_or(ReadError::NotFound)
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        let list = || if page > 1 { Vec::new() } else { self.gateway.shown_schedules(None, window, status) };
        Ok(SchedulePage { list: self.read(list).await?, next: None })
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        let list = || {
            if page > 1 { Vec::new() } else { self.gateway.shown_schedules(Some(customer), window, status) }
        };
        Ok(SchedulePage { list: self.read(list).await?, next: None })
    }
}

/// Those that the scheduler charges are there from the beginning; none is taken that a card payment registers.
#[async_trait]
impl BillingKeys for Line {
    async fn find(&self, customer: &CustomerUid) -> Result<BillingKey, ReadError> {
        self.read(|| self.gateway.key(customer)).await?.ok_or(ReadError::NotFound)
    }

    async fn issue(&self, _: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        Err(IssueError::Refused(Refusal::new(RefusalKind::Unsupported, "")))
    }

    async fn revoke(&self, customer: &CustomerUid, _: &CancelReason) -> Result<BillingKey, RevokeError> {
        let customer = customer.clone();
        self.order(Box::new(move |gateway, _| gateway.revoke_key(&customer))).await
    }
}
