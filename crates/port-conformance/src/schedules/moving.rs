//! Moving what waits.

use keyin_domain::ScheduleStatus;
use keyin_ports::ScheduleError;

use super::order::{added, added_for_anybody, found, later, must_stand, until_run};
use crate::case::{Verdict, equal, instead, must};
use crate::gateway::GatewayFixture;
use crate::gateway::order::registered;

/// It is charged at the new time and not at the old one; the same again changes nothing.
pub(super) async fn what_waits_can_be_moved(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added(fixture, &registered(fixture).await?, 60).await?;
    let (uid, at) = (schedule.merchant_uid(), later(fixture, 7_200)?);
    for _ in 0..2 {
        match fixture.schedules().move_to(uid, at).await {
            Ok(moved) => {
                must(moved.is_open(), "what is moved waits")?;
                equal(moved.at(), at, "the new time")?;
                equal(found(fixture, uid).await?, moved, "the schedule as it is read")?;
            }
            other => return Err(instead("what waits can be moved", &other)),
        }
    }
    until_run(fixture).await?;
    must_stand(fixture, uid, ScheduleStatus::Scheduled).await?;
    equal(fixture.captures(uid).await, 0, "charges in the gateway's ledger at the old time")
}

/// The gateway's own word.
pub(super) async fn what_is_unknown_cannot_be_moved(fixture: &dyn GatewayFixture) -> Verdict {
    match fixture.schedules().move_to(&fixture.merchant_uid(), later(fixture, 7_200)?).await {
        Err(ScheduleError::NotFound) => Ok(()),
        other => Err(instead("an unknown schedule is NotFound", &other)),
    }
}

/// That takes an order of its own.
pub(super) async fn what_was_taken_back_cannot_be_moved(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let uid = schedule.merchant_uid();
    if let Err(error) = fixture.schedules().unschedule(schedule.customer_uid(), uid).await {
        return Err(instead("what waits can be taken back", &error));
    }
    match fixture.schedules().move_to(uid, later(fixture, 7_200)?).await {
        Err(ScheduleError::Refused(_)) => must_stand(fixture, uid, ScheduleStatus::Revoked).await,
        other => Err(instead("what was taken back is not moved", &other)),
    }
}

/// It is refused here already.
pub(super) async fn a_move_to_too_soon_sends_nothing(fixture: &dyn GatewayFixture) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    match fixture.schedules().move_to(schedule.merchant_uid(), later(fixture, 50)?).await {
        Err(ScheduleError::NotSent(_)) => {
            equal(found(fixture, schedule.merchant_uid()).await?, schedule, "the schedule that stands")
        }
        other => Err(instead("a time that is too soon was not sent", &other)),
    }
}
