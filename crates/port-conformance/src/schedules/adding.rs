//! Handing charges to the scheduler.

use keyin_domain::{Epoch, Money, NotSentCause, RefusalKind, ScheduleStatus};
use keyin_ports::{ChargeError, Monotonic, ReadError, SendPermit};

use super::order::{add, added, added_for_anybody, found, later, must_stand, request};
use crate::case::{Verdict, equal, instead, must};
use crate::gateway::GatewayFixture;
use crate::gateway::order::{PRICE, permit, registered};

/// Every part of it.
pub(super) async fn what_is_added_waits_and_can_be_read(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let (uid, at) = (fixture.merchant_uid(), later(fixture, 7_200)?);
    let schedule = match add(fixture, &uid, &customer, at).await? {
        Ok(schedule) => schedule,
        other => return Err(instead("a good order is taken in", &other)),
    };
    equal(schedule.merchant_uid(), &uid, "the merchant_uid")?;
    equal(schedule.customer_uid(), &customer, "the customer_uid")?;
    equal(schedule.at(), at, "the time")?;
    equal(schedule.amount(), Money::won(PRICE)?, "the amount")?;
    must(schedule.is_open(), "what is added waits for its time")?;
    equal(found(fixture, &uid).await?, schedule, "the schedule as it is read")
}

/// Nor counts as a payment.
pub(super) async fn an_order_charges_nothing_before_its_time(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    equal(fixture.captures(schedule.merchant_uid()).await, 0, "charges in the gateway's ledger")?;
    match fixture.gateway().look_up(schedule.merchant_uid()).await {
        Ok(attempts) => equal(attempts.records().len(), 0, "payments under the merchant_uid"),
        other => Err(instead("a merchant_uid that waits has no payments", &other)),
    }
}

/// Proven by the gateway's own words.
pub(super) async fn an_unknown_customer_gets_no_schedule(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    match add(fixture, &uid, &fixture.customer_uid(), later(fixture, 3_600)?).await? {
        Err(ChargeError::Refused(refusal)) => {
            equal(refusal.kind, RefusalKind::UnknownCustomer, "the kind of the refusal")?;
        }
        other => return Err(instead("an order for an unknown customer is refused", &other)),
    }
    must_not_be_known(fixture, &uid).await
}

async fn must_not_be_known(fixture: &dyn GatewayFixture, uid: &keyin_domain::MerchantUid) -> Verdict {
    match fixture.schedules().find(uid).await {
        Err(ReadError::NotFound) => Ok(()),
        other => Err(instead("there is no such schedule", &other)),
    }
}

/// A repeat is no second schedule, and what stands is left as it is.
pub(super) async fn a_uid_is_scheduled_once(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let schedule = added(fixture, &customer, 3_600).await?;
    match add(fixture, schedule.merchant_uid(), &customer, later(fixture, 9_000)?).await? {
        Err(ChargeError::Unknown(_)) => {}
        other => return Err(instead("a merchant_uid that is scheduled is unknown", &other)),
    }
    equal(found(fixture, schedule.merchant_uid()).await?, schedule, "the schedule that stands")
}

/// The gateway's own word that there is none.
pub(super) async fn an_unknown_schedule_is_not_found(fixture: &dyn GatewayFixture) -> Verdict {
    must_not_be_known(fixture, &fixture.merchant_uid()).await
}

/// It is refused here already.
pub(super) async fn a_time_too_soon_sends_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let uid = fixture.merchant_uid();
    match add(fixture, &uid, &customer, later(fixture, 50)?).await? {
        Err(ChargeError::NotSent(_)) => must_not_be_known(fixture, &uid).await,
        other => Err(instead("a time that is too soon was not sent", &other)),
    }
}

/// As with a charge.
pub(super) async fn an_expired_permit_schedules_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let uid = fixture.merchant_uid();
    let now = fixture.clock().monotonic();
    let expired = SendPermit::issue(uid.clone(), Epoch::new(1), Monotonic::new(now.since_start()));
    match fixture.schedules().add(request(&uid, &customer, later(fixture, 3_600)?)?, expired).await {
        Err(ChargeError::NotSent(NotSentCause::PermitExpired)) => must_not_be_known(fixture, &uid).await,
        other => Err(instead("an expired permit sends nothing", &other)),
    }
}

/// As with a charge.
pub(super) async fn a_foreign_permit_schedules_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let uid = schedule.merchant_uid();
    let foreign = || permit(fixture, &fixture.merchant_uid());
    let at = later(fixture, 9_000)?;
    let other = fixture.merchant_uid();
    match fixture.schedules().add(request(&other, schedule.customer_uid(), at)?, foreign()).await {
        Err(ChargeError::NotSent(NotSentCause::PermitForeign)) => must_not_be_known(fixture, &other).await?,
        other => return Err(instead("a foreign permit adds nothing", &other)),
    }
    match fixture.schedules().reschedule(uid, at, foreign()).await {
        Err(ChargeError::NotSent(NotSentCause::PermitForeign)) => {}
        other => return Err(instead("a foreign permit sets nothing to a new time", &other)),
    }
    match fixture.schedules().retry(request(uid, schedule.customer_uid(), at)?, foreign()).await {
        Err(ChargeError::NotSent(NotSentCause::PermitForeign)) => {}
        other => return Err(instead("a foreign permit runs nothing", &other)),
    }
    must_stand(fixture, uid, ScheduleStatus::Scheduled).await
}
