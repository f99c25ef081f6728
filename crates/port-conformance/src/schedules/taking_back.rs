//! Taking back what waits.

use keyin_domain::{CustomerUid, MerchantUid, Schedule, ScheduleStatus};
use keyin_ports::ScheduleError;

use super::order::{added, added_for_anybody, found, later, must_stand, until_run};
use crate::case::{Stopped, Verdict, equal, instead, must};
use crate::gateway::GatewayFixture;
use crate::gateway::order::{permit, registered};

async fn taken_back(
    fixture: &dyn GatewayFixture,
    customer: &CustomerUid,
    uid: &MerchantUid,
) -> Result<Schedule, Stopped> {
    match fixture.schedules().unschedule(customer, uid).await {
        Ok(schedule) => Ok(schedule),
        other => Err(instead("what waits can be taken back", &other)),
    }
}

/// Not at its time either.
pub(super) async fn what_is_taken_back_is_not_charged(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added(fixture, &registered(fixture).await?, 60).await?;
    let uid = schedule.merchant_uid();
    let revoked = taken_back(fixture, schedule.customer_uid(), uid).await?;
    equal(revoked.status(), ScheduleStatus::Revoked, "the status that is answered")?;
    equal(found(fixture, uid).await?, revoked, "the schedule as it is read")?;
    until_run(fixture).await?;
    must_stand(fixture, uid, ScheduleStatus::Revoked).await?;
    equal(fixture.captures(uid).await, 0, "charges in the gateway's ledger")
}

/// The customer's other schedules stand.
pub(super) async fn one_is_taken_back_and_no_other(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let (one, other) = (added(fixture, &customer, 3_600).await?, added(fixture, &customer, 3_600).await?);
    taken_back(fixture, &customer, one.merchant_uid()).await?;
    must_stand(fixture, other.merchant_uid(), ScheduleStatus::Scheduled).await
}

/// Both have to fit.
pub(super) async fn of_another_customer_nothing_is_taken_back(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let other = registered(fixture).await?;
    match fixture.schedules().unschedule(&other, schedule.merchant_uid()).await {
        Err(ScheduleError::NotFound) => {
            must_stand(fixture, schedule.merchant_uid(), ScheduleStatus::Scheduled).await
        }
        other => Err(instead("a schedule of another customer is NotFound", &other)),
    }
}

/// The repeat finds nothing that waits.
pub(super) async fn it_is_taken_back_once(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let (customer, uid) = (schedule.customer_uid(), schedule.merchant_uid());
    taken_back(fixture, customer, uid).await?;
    for uid in [uid.clone(), fixture.merchant_uid()] {
        match fixture.schedules().unschedule(customer, &uid).await {
            Err(ScheduleError::NotFound) => {}
            other => return Err(instead("what does not wait is NotFound", &other)),
        }
    }
    must_stand(fixture, uid, ScheduleStatus::Revoked).await
}

/// And nobody else's.
pub(super) async fn all_of_a_customer_are_taken_back_at_once(fixture: &dyn GatewayFixture) -> Verdict {
    let (customer, other) = (registered(fixture).await?, added_for_anybody(fixture).await?);
    let (one, two) = (added(fixture, &customer, 3_600).await?, added(fixture, &customer, 7_200).await?);
    let mut uids = match fixture.schedules().unschedule_all(&customer).await {
        Ok(taken) => taken.iter().map(|listed| listed.merchant_uid().to_owned()).collect::<Vec<_>>(),
        other => return Err(instead("all of a customer can be taken back", &other)),
    };
    uids.sort();
    let mut expected = vec![one.merchant_uid().to_string(), two.merchant_uid().to_string()];
    expected.sort();
    equal(uids, expected, "what was taken back")?;
    must_stand(fixture, one.merchant_uid(), ScheduleStatus::Revoked).await?;
    must_stand(fixture, two.merchant_uid(), ScheduleStatus::Revoked).await?;
    must_stand(fixture, other.merchant_uid(), ScheduleStatus::Scheduled).await?;
    match fixture.schedules().unschedule_all(&customer).await {
        Err(ScheduleError::NotFound) => Ok(()),
        other => Err(instead("where none waits it is NotFound", &other)),
    }
}

/// Under the same merchant_uid.
pub(super) async fn what_was_taken_back_can_be_set_to_a_new_time(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let uid = schedule.merchant_uid();
    taken_back(fixture, schedule.customer_uid(), uid).await?;
    let at = later(fixture, 9_000)?;
    match fixture.schedules().reschedule(uid, at, permit(fixture, uid)).await {
        Ok(again) => {
            must(again.is_open() && again.at() == at, "it waits for the new time")?;
            equal(found(fixture, uid).await?, again, "the schedule as it is read")
        }
        other => Err(instead("what was taken back can be set to a new time", &other)),
    }
}
