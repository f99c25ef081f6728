//! What is run, by its time or by an order.

use keyin_domain::{PaymentStatus, Schedule, ScheduleStatus};
use keyin_ports::{ChargeError, Reply};

use super::order::{added, failed, found, later, must_stand, request, until_run};
use crate::case::{Stopped, Verdict, broken, equal, instead, must};
use crate::gateway::GatewayFixture;
use crate::gateway::order::{permit, registered};

async fn attempts(fixture: &dyn GatewayFixture, schedule: &Schedule) -> Result<usize, Stopped> {
    match fixture.gateway().look_up(schedule.merchant_uid()).await {
        Ok(attempts) => Ok(attempts.records().len()),
        other => Err(instead("the payments can be looked up", &other)),
    }
}

/// And the payment is found by its merchant_uid and its number.
pub(super) async fn what_is_due_is_charged_once(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added(fixture, &registered(fixture).await?, 60).await?;
    until_run(fixture).await?;
    let run = found(fixture, schedule.merchant_uid()).await?;
    equal(run.status(), ScheduleStatus::Executed, "the status of the schedule")?;
    equal(run.details().payment, Some(PaymentStatus::Paid), "what became of the payment")?;
    until_run(fixture).await?;
    equal(fixture.captures(schedule.merchant_uid()).await, 1, "charges in the gateway's ledger")?;
    let number = run.details().imp_uid.clone().ok_or_else(|| broken("a payment has a number"))?;
    match fixture.gateway().find(&number).await {
        Ok(payment) => {
            equal(payment.merchant_uid(), schedule.merchant_uid(), "the merchant_uid of the payment")?;
            equal(payment.amount(), schedule.amount(), "the amount of the payment")?;
            equal(payment.status(), PaymentStatus::Paid, "the status of the payment")
        }
        other => Err(instead("the payment of a run can be read", &other)),
    }
}

/// With its reason, and a failed record.
pub(super) async fn a_failed_run_is_told(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = failed(fixture).await?;
    must(schedule.has_failed(), "a declined run is executed and failed")?;
    must(schedule.details().fail_reason.is_some(), "a declined run has a reason")?;
    equal(attempts(fixture, &schedule).await?, 1, "records of a declined run")?;
    equal(fixture.captures(schedule.merchant_uid()).await, 0, "charges in the gateway's ledger")
}

/// The answer tells that it failed, although the order was carried out.
pub(super) async fn a_failed_run_can_be_run_again_and_fail_again(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = failed(fixture).await?;
    let uid = schedule.merchant_uid();
    let again = request(uid, schedule.customer_uid(), schedule.at())?;
    match fixture.schedules().retry(again, permit(fixture, uid)).await {
        Ok(Reply::Declined { record: Some(record), .. }) => {
            must(Some(&record) != schedule.details().imp_uid.as_ref(), "the second record is another")?;
        }
        other => return Err(instead("a retry of a bad card is declined with a record", &other)),
    }
    equal(attempts(fixture, &schedule).await?, 2, "records after the retry")
}

/// It waits again under the same merchant_uid.
pub(super) async fn a_failed_run_can_be_set_to_a_new_time(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = failed(fixture).await?;
    let (uid, at) = (schedule.merchant_uid(), later(fixture, 3_600)?);
    match fixture.schedules().reschedule(uid, at, permit(fixture, uid)).await {
        Ok(again) => {
            must(again.is_open(), "what is set to a new time waits for it")?;
            equal(again.at(), at, "the new time")?;
            equal(found(fixture, uid).await?, again, "the schedule as it is read")
        }
        other => Err(instead("a failed run can be set to a new time", &other)),
    }
}

/// Neither at once nor later.
pub(super) async fn what_was_paid_is_not_run_again(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added(fixture, &registered(fixture).await?, 60).await?;
    until_run(fixture).await?;
    let uid = schedule.merchant_uid();
    let again = request(uid, schedule.customer_uid(), schedule.at())?;
    match fixture.schedules().retry(again, permit(fixture, uid)).await {
        Err(ChargeError::Unknown(_) | ChargeError::Refused(_)) => {}
        other => return Err(instead("what was paid is not run again", &other)),
    }
    match fixture.schedules().reschedule(uid, later(fixture, 60)?, permit(fixture, uid)).await {
        Err(ChargeError::Unknown(_) | ChargeError::Refused(_)) => {}
        other => return Err(instead("what was paid is not set to a new time", &other)),
    }
    until_run(fixture).await?;
    must_stand(fixture, uid, ScheduleStatus::Executed).await?;
    equal(fixture.captures(uid).await, 1, "charges in the gateway's ledger")
}
