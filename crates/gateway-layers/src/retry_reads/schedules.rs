//! [`Schedules`], its reads repeated.

use async_trait::async_trait;
use keyin_domain::{CustomerUid, MerchantUid, Schedule, ScheduleStatus, ScheduleTime};
use keyin_ports::{
    ChargeError, ListedSchedule, ReadError, Reply, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules, SendPermit,
};

use super::RetryReads;

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: Schedules + ?Sized> Schedules for RetryReads<P> {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        self.inner.add(request, permit).await
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        self.inner.reschedule(uid, at, permit).await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.inner.retry(request, permit).await
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        self.inner.move_to(uid, at).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        self.inner.unschedule(customer, uid).await
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        self.inner.unschedule_all(customer).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        self.read(|| self.inner.find(uid)).await
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        self.read(|| self.inner.list(window, status, page)).await
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        self.read(|| self.inner.list_of(customer, window, status, page)).await
    }
}
