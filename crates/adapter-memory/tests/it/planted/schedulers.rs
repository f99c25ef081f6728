//! Ways to the scheduler with a bug.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_memory::ManualClock;
use keyin_domain::{CustomerUid, Epoch, MerchantUid, NotSentCause, Schedule, ScheduleStatus, ScheduleTime};
use keyin_port_conformance::{run, schedules};
use keyin_ports::{
    ChargeError, Clock, ListedSchedule, ReadError, Reply, ScheduleError, SchedulePage, ScheduleRequest,
    ScheduleWindow, Schedules, SendPermit,
};

use crate::fixture::{Fixture, Ports};

#[derive(Clone, Copy)]
enum Bug {
    TimeOutMeansNotSent,
    PassesOverThePermit,
    UnavailableMeansNone,
    TakesAllBack,
    ReadsTheFirstPageAlone,
    LosesTheFirstSecond,
}

struct Faulty {
    inner: Arc<dyn Schedules>,
    clock: Arc<ManualClock>,
    bug: Bug,
}

impl Faulty {
    fn permit(&self, uid: &MerchantUid, permit: SendPermit) -> SendPermit {
        match self.bug {
            Bug::PassesOverThePermit => {
                let send_before = self.clock.monotonic().after(Duration::from_secs(5));
                SendPermit::issue(uid.clone(), Epoch::new(1), send_before)
            }
            _ => permit,
        }
    }

    fn page(&self, page: SchedulePage, window: ScheduleWindow) -> SchedulePage {
        match self.bug {
            Bug::ReadsTheFirstPageAlone => SchedulePage { next: None, ..page },
            Bug::LosesTheFirstSecond => {
                let list = page.list.into_iter().filter(|listed| listed.at() > window.from());
                SchedulePage { list: list.collect(), ..page }
            }
            _ => page,
        }
    }
}

#[async_trait]
impl Schedules for Faulty {
    async fn add(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Schedule, ChargeError> {
        let permit = self.permit(&request.intent().merchant_uid().clone(), permit);
        match (self.bug, self.inner.add(request, permit).await) {
            (Bug::TimeOutMeansNotSent, Err(ChargeError::Unknown(_))) => {
                Err(ChargeError::NotSent(NotSentCause::Unreachable))
            }
            (_, answer) => answer,
        }
    }

    async fn reschedule(
        &self,
        uid: &MerchantUid,
        at: ScheduleTime,
        permit: SendPermit,
    ) -> Result<Schedule, ChargeError> {
        self.inner.reschedule(uid, at, self.permit(uid, permit)).await
    }

    async fn retry(&self, request: ScheduleRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let permit = self.permit(&request.intent().merchant_uid().clone(), permit);
        self.inner.retry(request, permit).await
    }

    async fn move_to(&self, uid: &MerchantUid, at: ScheduleTime) -> Result<Schedule, ScheduleError> {
        self.inner.move_to(uid, at).await
    }

    async fn unschedule(&self, customer: &CustomerUid, uid: &MerchantUid) -> Result<Schedule, ScheduleError> {
        if !matches!(self.bug, Bug::TakesAllBack) {
            return self.inner.unschedule(customer, uid).await;
        }
        self.inner.unschedule_all(customer).await?;
        self.inner.find(uid).await.map_err(|_| ScheduleError::NotFound)
    }

    async fn unschedule_all(&self, customer: &CustomerUid) -> Result<Vec<ListedSchedule>, ScheduleError> {
        self.inner.unschedule_all(customer).await
    }

    async fn find(&self, uid: &MerchantUid) -> Result<Schedule, ReadError> {
        match (self.bug, self.inner.find(uid).await) {
            (Bug::UnavailableMeansNone, Err(ReadError::Unavailable(_))) => Err(ReadError::NotFound),
            (_, answer) => answer,
        }
    }

    async fn list(
        &self,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        match (self.bug, self.inner.list(window, status, page).await) {
            (Bug::UnavailableMeansNone, Err(ReadError::Unavailable(_))) => Ok(SchedulePage::default()),
            (_, answer) => answer.map(|page| self.page(page, window)),
        }
    }

    async fn list_of(
        &self,
        customer: &CustomerUid,
        window: ScheduleWindow,
        status: Option<ScheduleStatus>,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        let answer = self.inner.list_of(customer, window, status, page).await;
        answer.map(|page| self.page(page, window))
    }
}

/// The cases that find this bug.
async fn found(bug: Bug) -> Vec<&'static str> {
    let fixture = Fixture::new(|bare, clock| Ports {
        schedules: Arc::new(Faulty { inner: bare.schedules.clone(), clock, bug }),
        ..bare
    });
    let report = run(schedules::CASES, &fixture, &[]).await.unwrap();
    report.failed.iter().map(|(name, _)| *name).collect()
}

#[tokio::test]
async fn the_suite_finds_every_bug() {
    for (bug, expected) in [
        (Bug::TimeOutMeansNotSent, "a_lost_reply_to_an_order_is_unknown_and_can_be_read"),
        (Bug::PassesOverThePermit, "a_foreign_permit_schedules_nothing"),
        (Bug::PassesOverThePermit, "an_expired_permit_schedules_nothing"),
        (Bug::UnavailableMeansNone, "a_failed_read_of_a_schedule_is_never_not_found"),
        (Bug::UnavailableMeansNone, "a_failed_list_is_never_empty"),
        (Bug::TakesAllBack, "one_is_taken_back_and_no_other"),
        (Bug::ReadsTheFirstPageAlone, "a_list_is_walked_page_by_page"),
        (Bug::LosesTheFirstSecond, "a_window_holds_what_is_due_in_it"),
    ] {
        let found = found(bug).await;
        assert!(found.contains(&expected), "{expected} does not find it: {found:?}");
    }
}
