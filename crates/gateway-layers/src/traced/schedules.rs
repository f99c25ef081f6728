//! [`Schedules`], told of.

use async_trait::async_trait;
use keyin_domain::{CustomerUid, MerchantUid, Schedule, ScheduleStatus, ScheduleTime};
use keyin_ports::{
    ChargeError, ListedSchedule, ReadError, Reply, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules, SendPermit,
};
use tracing::info_span;

use super::watch::{Kind, watched};
use super::{Traced, outcome};

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: Schedules + ?Sized> Schedules for Traced<P> {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        let span = info_span!(
            "gateway_call",
            operation = "schedule",
            merchant_uid = request.intent().merchant_uid().as_str(),
            customer_uid = request.customer_uid().as_str(),
            at = %request.at(),
            epoch = permit.epoch().get(),
        );
        let call = self.inner.add(request, permit);
        watched(&*self.clock, span, Kind::Change, call, outcome::of_order).await
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        let epoch = permit.epoch().get();
        let merchant_uid = uid.as_str();
        let span = info_span!("gateway_call", operation = "reschedule", merchant_uid, %at, epoch);
        let call = self.inner.reschedule(uid, at, permit);
        watched(&*self.clock, span, Kind::Change, call, outcome::of_order).await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let span = info_span!(
            "gateway_call",
            operation = "retry_schedule",
            merchant_uid = request.intent().merchant_uid().as_str(),
            customer_uid = request.customer_uid().as_str(),
            epoch = permit.epoch().get(),
        );
        let call = self.inner.retry(request, permit);
        watched(&*self.clock, span, Kind::Change, call, outcome::of_charge).await
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        let span = info_span!("gateway_call", operation = "move_schedule", merchant_uid = uid.as_str(), %at);
        watched(&*self.clock, span, Kind::Change, self.inner.move_to(uid, at), outcome::of_move).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        let (merchant_uid, customer_uid) = (uid.as_str(), customer.as_str());
        let span = info_span!("gateway_call", operation = "unschedule", merchant_uid, customer_uid);
        let call = self.inner.unschedule(customer, uid);
        watched(&*self.clock, span, Kind::Change, call, outcome::of_unscheduling).await
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        let customer_uid = customer.as_str();
        let span = info_span!("gateway_call", operation = "unschedule_all", customer_uid);
        let call = self.inner.unschedule_all(customer);
        watched(&*self.clock, span, Kind::Change, call, outcome::of_unscheduling).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        let span = info_span!("gateway_call", operation = "find_schedule", merchant_uid = uid.as_str());
        watched(&*self.clock, span, Kind::Read, self.inner.find(uid), outcome::of_read).await
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        let (from, to) = (window.from(), window.to());
        let span = info_span!("gateway_call", operation = "list_schedules", %from, %to, page);
        let call = self.inner.list(window, status, page);
        watched(&*self.clock, span, Kind::Read, call, outcome::of_read).await
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        let (from, to, customer_uid) = (window.from(), window.to(), customer.as_str());
        let span = info_span!("gateway_call", operation = "list_schedules", customer_uid, %from, %to, page);
        let call = self.inner.list_of(customer, window, status, page);
        watched(&*self.clock, span, Kind::Read, call, outcome::of_read).await
    }
}
