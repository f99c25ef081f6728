//! Orders to the scheduler as the cases give them.

use std::time::Duration;

use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    Buyer, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, MerchantUid, Money, OrderName, Schedule,
    ScheduleStatus, ScheduleTime,
};
use keyin_ports::{BillingKeyRequest, ChargeError, ScheduleRequest, ScheduleWindow};

use crate::case::{Stopped, Verdict, equal, instead};
use crate::gateway::order::{PRICE, permit, registered};
use crate::gateway::{GatewayFixture, Injected, TestCard};

/// Longer than any gateway takes to run what is due.
pub(super) const UNTIL_RUN: Duration = Duration::from_secs(600);

/// A whole second, so long from now by the fixture's clock.
pub(super) fn later(fixture: &dyn GatewayFixture, seconds: i64) -> Result<ScheduleTime, Stopped> {
    let second = fixture.clock().now().as_second().saturating_add(1 + seconds);
    Ok(ScheduleTime::new(Timestamp::from_second(second).unwrap_or(Timestamp::MAX))?)
}

/// A window of that many seconds before and after.
pub(super) fn around(at: ScheduleTime, seconds: i64) -> Result<ScheduleWindow, Stopped> {
    let by = SignedDuration::from_secs(seconds);
    let (from, to) = (at.get().saturating_sub(by), at.get().saturating_add(by));
    let (Ok(from), Ok(to)) = (from, to) else { return Err(instead("a window can be made", &at)) };
    ScheduleWindow::new(from, to).map_err(|error| instead("a window can be made", &error))
}

pub(super) fn request(
    uid: &MerchantUid,
    customer: &CustomerUid,
    at: ScheduleTime,
) -> Result<ScheduleRequest, Stopped> {
    let amount = ChargeAmount::new(Money::won(PRICE)?)?;
    let method = ChargeMethod::Scheduled { customer_uid: customer.clone(), at };
    let intent = ChargeIntent::new(uid.clone(), method, amount, OrderName::parse("conformance")?);
    ScheduleRequest::new(intent).map_err(|error| instead("a request of the suite itself can be made", &error))
}

pub(super) async fn add(
    fixture: &dyn GatewayFixture,
    uid: &MerchantUid,
    customer: &CustomerUid,
    at: ScheduleTime,
) -> Result<Result<Schedule, ChargeError>, Stopped> {
    Ok(fixture.schedules().add(request(uid, customer, at)?, permit(fixture, uid)).await)
}

/// One that has to be taken in, so many seconds from now.
pub(super) async fn added(
    fixture: &dyn GatewayFixture,
    customer: &CustomerUid,
    seconds: i64,
) -> Result<Schedule, Stopped> {
    match add(fixture, &fixture.merchant_uid(), customer, later(fixture, seconds)?).await? {
        Ok(schedule) => Ok(schedule),
        other => Err(instead("a good order is taken in", &other)),
    }
}

/// One of a customer of its own.
pub(super) async fn added_for_anybody(fixture: &dyn GatewayFixture) -> Result<Schedule, Stopped> {
    added(fixture, &registered(fixture).await?, 3_600).await
}

/// A billing key whose charges are declined with a record.
pub(super) async fn unlucky(fixture: &dyn GatewayFixture) -> Result<CustomerUid, Stopped> {
    let customer_uid = fixture.customer_uid();
    let card = fixture.card(TestCard::DeclinedInRecord).ok_or(Stopped::Unsupported)?;
    let request =
        BillingKeyRequest { customer_uid: customer_uid.clone(), card, pg: None, customer: Buyer::default() };
    match fixture.billing_keys().issue(request).await {
        Ok(_) => Ok(customer_uid),
        Err(_) => Err(Stopped::Unsupported),
    }
}

/// One that was run and declined.
pub(super) async fn failed(fixture: &dyn GatewayFixture) -> Result<Schedule, Stopped> {
    let customer = unlucky(fixture).await?;
    let schedule = added(fixture, &customer, 60).await?;
    until_run(fixture).await?;
    found(fixture, schedule.merchant_uid()).await
}

/// Lets what is due a minute from now be run.
pub(super) async fn until_run(fixture: &dyn GatewayFixture) -> Verdict {
    match fixture.let_pass(Duration::from_secs(62) + UNTIL_RUN).await {
        Injected::Done => Ok(()),
        Injected::Unsupported => Err(Stopped::Unsupported),
    }
}

pub(super) async fn found(fixture: &dyn GatewayFixture, uid: &MerchantUid) -> Result<Schedule, Stopped> {
    match fixture.schedules().find(uid).await {
        Ok(schedule) => Ok(schedule),
        other => Err(instead("a schedule can be read", &other)),
    }
}

pub(super) async fn must_stand(
    fixture: &dyn GatewayFixture,
    uid: &MerchantUid,
    status: ScheduleStatus,
) -> Verdict {
    equal(found(fixture, uid).await?.status(), status, "the status of the schedule")
}
