//! Schedules to be given to the sandbox.

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{ChargeMethod, Schedule, ScheduleTime};
use keyin_ports::{ChargeError, Clock, ScheduleRequest, ScheduleWindow, Schedules};

use crate::orders::{customer, intent, permit, uid};
use crate::setting::{HandClock, Setting};

/// A day after what the clock of these tests shows.
fn due() -> Timestamp {
    HandClock::default().now() + SignedDuration::from_hours(24)
}

/// An hour after that.
pub(crate) fn later() -> ScheduleTime {
    ScheduleTime::new(due() + SignedDuration::from_hours(1)).unwrap()
}

pub(crate) fn window() -> ScheduleWindow {
    ScheduleWindow::new(due() - SignedDuration::from_hours(1), due() + SignedDuration::from_hours(1)).unwrap()
}

/// A charge of the kept card a day from now.
pub(crate) fn request(merchant_uid: &str) -> ScheduleRequest {
    let at = ScheduleTime::new(due()).unwrap();
    let method = ChargeMethod::Scheduled { customer_uid: customer("kept"), at };
    ScheduleRequest::new(intent(merchant_uid, method)).unwrap()
}

pub(crate) async fn add(
    gateway: &IamportGateway,
    clock: &HandClock,
    merchant_uid: &str,
) -> Result<Schedule, ChargeError> {
    gateway.add(request(merchant_uid), permit(merchant_uid, clock)).await
}

/// One that waits for its time, and one that was taken back, before a gateway whose clock stands where the tests' does.
pub(crate) async fn prepare(setting: &Setting) {
    setting.sandbox.stop_clock(Some(setting.clock.now().as_second())).unwrap();
    for merchant_uid in ["waits", "revoked"] {
        add(&setting.gateway, &setting.clock, merchant_uid).await.unwrap();
    }
    setting.gateway.unschedule(&customer("kept"), &uid("revoked")).await.unwrap();
}
