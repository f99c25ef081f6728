//! The gateway's own scheduler: it takes orders, and runs what is due before anybody looks.

mod world;

use async_trait::async_trait;
use keyin_domain::{CustomerUid, MerchantUid, NotSentCause, Schedule, ScheduleStatus, ScheduleTime};
use keyin_ports::{
    ChargeError, ListedSchedule, ReadError, Reply, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules, SendPermit,
};

use super::{Call, MemoryGateway};

pub(super) use world::Scheduled;

#[async_trait]
impl Schedules for MemoryGateway {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        self.check(request.intent().merchant_uid(), &permit)?;
        self.check_notice(request.at())?;
        self.change(Call::Schedule, |world| world.take_in(&request))
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        self.check(uid, &permit)?;
        self.check_notice(at)?;
        self.change(Call::Reschedule, |world| world.reschedule(uid, at))
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.check(request.intent().merchant_uid(), &permit)?;
        let now = self.clock.now();
        self.change(Call::RetrySchedule, |world| world.retry(request.intent(), now))
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        self.check_notice(at).map_err(|_| ScheduleError::NotSent(NotSentCause::RequestNotBuilt))?;
        self.change(Call::MoveSchedule, |world| world.move_to(uid, at))
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        let now = self.clock.now();
        self.change(Call::Unschedule, |world| {
            let is_it = |scheduled: &Schedule| {
                scheduled.merchant_uid() == uid && scheduled.customer_uid() == customer
            };
            world.take_back(is_it, now).pop().ok_or(ScheduleError::NotFound)
        })
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        let now = self.clock.now();
        self.change(Call::Unschedule, |world| {
            let taken = world.take_back(|scheduled| scheduled.customer_uid() == customer, now);
            if taken.is_empty() {
                Err(ScheduleError::NotFound)
            } else {
                Ok(taken.into_iter().map(listed).collect())
            }
        })
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        self.read(Call::FindSchedule, |world| world.schedule(uid).cloned().ok_or(ReadError::NotFound))
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        self.read(Call::ListSchedules, |world| Ok(world.page(|_| true, window, status, page)))
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        let of_customer = |schedule: &Schedule| schedule.customer_uid() == customer;
        self.read(Call::ListSchedules, |world| Ok(world.page(of_customer, window, status, page)))
    }
}

impl MemoryGateway {
    fn check(&self, uid: &MerchantUid, permit: &SendPermit) -> Result<(), ChargeError> {
        if permit.merchant_uid() != uid {
            return Err(ChargeError::NotSent(NotSentCause::PermitForeign));
        }
        if !permit.holds_at(self.clock.monotonic()) {
            return Err(ChargeError::NotSent(NotSentCause::PermitExpired));
        }
        Ok(())
    }

    fn check_notice(&self, at: ScheduleTime) -> Result<(), ChargeError> {
        if at.is_too_soon(self.clock.now()) {
            return Err(ChargeError::NotSent(NotSentCause::RequestNotBuilt));
        }
        Ok(())
    }
}

fn listed(schedule: Schedule) -> ListedSchedule {
    ListedSchedule::Schedule(Box::new(schedule))
}
