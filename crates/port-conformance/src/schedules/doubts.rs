//! What is known when an answer does not come.

use keyin_domain::{NotSentCause, ScheduleStatus};
use keyin_ports::{ChargeError, ReadError, ScheduleError, UnavailableCause};

use super::order::{add, added_for_anybody, failed, found, later, must_stand, request};
use crate::case::{Verdict, equal, instead, must};
use crate::gateway::order::{inject, permit, registered};
use crate::gateway::{Call, Fault, GatewayFixture};

/// Taken in, and nobody was told: a read finds it.
pub(super) async fn a_lost_reply_to_an_order_is_unknown_and_can_be_read(
    fixture: &dyn GatewayFixture,
) -> Verdict {
    let (customer, uid) = (registered(fixture).await?, fixture.merchant_uid());
    for fault in [Fault::LoseReply(Call::Schedule), Fault::Garble(Call::Schedule)] {
        fixture.heal().await;
        let uid = if matches!(fault, Fault::Garble(_)) { fixture.merchant_uid() } else { uid.clone() };
        inject(fixture, fault).await?;
        match add(fixture, &uid, &customer, later(fixture, 3_600)?).await? {
            Err(ChargeError::Unknown(_)) => {}
            other => return Err(instead("an order whose reply was lost is unknown", &other)),
        }
        fixture.heal().await;
        must_stand(fixture, &uid, ScheduleStatus::Scheduled).await?;
    }
    Ok(())
}

/// Not taken in, and nobody can know: a read does not find it.
pub(super) async fn a_lost_order_is_unknown_and_nothing_is_there(fixture: &dyn GatewayFixture) -> Verdict {
    let (customer, uid) = (registered(fixture).await?, fixture.merchant_uid());
    inject(fixture, Fault::LoseRequest(Call::Schedule)).await?;
    match add(fixture, &uid, &customer, later(fixture, 3_600)?).await? {
        Err(ChargeError::Unknown(_)) => {}
        other => return Err(instead("a lost order is unknown", &other)),
    }
    fixture.heal().await;
    match fixture.schedules().find(&uid).await {
        Err(ReadError::NotFound) => Ok(()),
        other => Err(instead("there is no such schedule", &other)),
    }
}

/// Whatever is not proven is unknown.
pub(super) async fn a_server_fault_leaves_an_order_unknown(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    for status in [429, 500, 502] {
        fixture.heal().await;
        inject(fixture, Fault::Status(Call::Schedule, status)).await?;
        match add(fixture, &fixture.merchant_uid(), &customer, later(fixture, 3_600)?).await? {
            Err(ChargeError::Unknown(_)) => {}
            other => return Err(instead("a server fault proves nothing", &other)),
        }
    }
    Ok(())
}

/// Without a connection nothing can have been taken in.
pub(super) async fn an_order_without_connection_was_not_sent(fixture: &dyn GatewayFixture) -> Verdict {
    let (customer, uid) = (registered(fixture).await?, fixture.merchant_uid());
    inject(fixture, Fault::Unreachable).await?;
    match add(fixture, &uid, &customer, later(fixture, 3_600)?).await? {
        Err(ChargeError::NotSent(NotSentCause::Unreachable)) => {}
        other => return Err(instead("no connection ends in NotSent(Unreachable)", &other)),
    }
    fixture.heal().await;
    match fixture.schedules().find(&uid).await {
        Err(ReadError::NotFound) => Ok(()),
        other => Err(instead("there is no such schedule", &other)),
    }
}

/// It was run, and the records show it.
pub(super) async fn a_lost_reply_to_a_retry_is_unknown_and_can_be_looked_up(
    fixture: &dyn GatewayFixture,
) -> Verdict {
    let schedule = failed(fixture).await?;
    let uid = schedule.merchant_uid();
    inject(fixture, Fault::LoseReply(Call::Schedule)).await?;
    let again = request(uid, schedule.customer_uid(), schedule.at())?;
    match fixture.schedules().retry(again, permit(fixture, uid)).await {
        Err(ChargeError::Unknown(_)) => {}
        other => return Err(instead("a retry whose reply was lost is unknown", &other)),
    }
    fixture.heal().await;
    match fixture.gateway().look_up(uid).await {
        Ok(attempts) => equal(attempts.records().len(), 2, "records after the retry"),
        other => Err(instead("the payments can be looked up", &other)),
    }
}

/// Taken back, and nobody was told: a read tells.
pub(super) async fn a_lost_reply_to_taking_back_is_unknown_and_can_be_read(
    fixture: &dyn GatewayFixture,
) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let (customer, uid) = (schedule.customer_uid(), schedule.merchant_uid());
    inject(fixture, Fault::LoseReply(Call::Unschedule)).await?;
    match fixture.schedules().unschedule(customer, uid).await {
        Err(ScheduleError::Unknown(_)) => {}
        other => return Err(instead("taking back without an answer is unknown", &other)),
    }
    fixture.heal().await;
    must_stand(fixture, uid, ScheduleStatus::Revoked).await
}

/// It waits as before.
pub(super) async fn taking_back_without_connection_leaves_the_schedule(
    fixture: &dyn GatewayFixture,
) -> Verdict {
    let schedule = added_for_anybody(fixture).await?;
    let (customer, uid) = (schedule.customer_uid(), schedule.merchant_uid());
    inject(fixture, Fault::Unreachable).await?;
    match fixture.schedules().unschedule(customer, uid).await {
        Err(ScheduleError::NotSent(NotSentCause::Unreachable)) => {}
        other => return Err(instead("no connection ends in NotSent(Unreachable)", &other)),
    }
    match fixture.schedules().move_to(uid, later(fixture, 9_000)?).await {
        Err(ScheduleError::NotSent(NotSentCause::Unreachable)) => {}
        other => return Err(instead("no connection ends in NotSent(Unreachable)", &other)),
    }
    fixture.heal().await;
    must(found(fixture, uid).await? == schedule, "the schedule stands as it stood")
}

/// "Not found" is the gateway's word alone.
pub(super) async fn a_failed_read_of_a_schedule_is_never_not_found(fixture: &dyn GatewayFixture) -> Verdict {
    let faults = [
        (Fault::Status(Call::Read, 502), ReadError::Unavailable(UnavailableCause::HttpStatus(502))),
        (Fault::LoseReply(Call::Read), ReadError::Unavailable(UnavailableCause::NoAnswer)),
        (Fault::Garble(Call::Read), ReadError::Protocol),
        (Fault::Unreachable, ReadError::Unavailable(UnavailableCause::Unreachable)),
    ];
    for (fault, expected) in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        let read = fixture.schedules().find(&fixture.merchant_uid()).await;
        equal(read, Err(expected), "a read of a schedule under a fault")?;
    }
    Ok(())
}
