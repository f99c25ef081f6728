//! The port of the gateway's own scheduler.

mod orders;
mod reads;
mod taking_back;

use async_trait::async_trait;
use keyin_domain::{CustomerUid, MerchantUid, Schedule, ScheduleStatus, ScheduleTime};
use keyin_ports::{
    ChargeError, ListedSchedule, ReadError, Reply, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules, SendPermit,
};
use reqwest::Url;

use crate::gateway::{IamportGateway, Inner};
use crate::messages::{OwnWord, own_word};

#[async_trait]
impl Schedules for IamportGateway {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        orders::add(self.inner(), &request, &permit).await
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        orders::reschedule(self.inner(), uid, at, &permit).await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        orders::retry(self.inner(), &request, &permit).await
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        orders::move_to(self.inner(), uid, at).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        taking_back::one(self.inner(), customer, uid).await
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        taking_back::all(self.inner(), customer).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        reads::find(self.inner(), uid).await
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        reads::list(self.inner(), None, window, status, page).await
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        reads::list(self.inner(), Some(customer), window, status, page).await
    }
}

/// Where one schedule is; `below` is what stands behind its merchant_uid.
fn address(inner: &Inner, uid: &MerchantUid, below: &str) -> Option<Url> {
    inner.addresses.of("/subscribe/payments/schedule", uid.as_str(), below)
}

/// The documentation says 404; other reads of the API were seen to say so in words alone: either will do, but only
/// well-formed.
fn no_such_schedule(status: u16, message: &str) -> bool {
    status == 404 || own_word(message) == Some(OwnWord::NoSchedule)
}
