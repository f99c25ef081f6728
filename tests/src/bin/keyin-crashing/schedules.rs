//! A scheduler whose caller may end at any of its steps.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_domain::{CustomerUid, MerchantUid, Schedule, ScheduleStatus, ScheduleTime};
use keyin_ports::{
    ChargeError, ListedSchedule, ReadError, Reply, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules, SendPermit,
};

use crate::crash::around;

pub(crate) struct CrashingSchedules(pub(crate) Arc<dyn Schedules>);

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl Schedules for CrashingSchedules {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        around(self.0.add(request, permit)).await
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        around(self.0.reschedule(uid, at, permit)).await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        around(self.0.retry(request, permit)).await
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        around(self.0.move_to(uid, at)).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        around(self.0.unschedule(customer, uid)).await
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        around(self.0.unschedule_all(customer)).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        around(self.0.find(uid)).await
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        around(self.0.list(window, status, page)).await
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        around(self.0.list_of(customer, window, status, page)).await
    }
}
