//! A schedule gets another time, or another attempt at once.

use super::super::Call;
use super::super::charge::Attempt;
use super::super::views::PaymentView;
use super::execute::{announce, make_attempt};
use super::{bad, either, no_schedule, time_to_come, view};
use crate::http::answer::Answer;
use crate::messages;
use crate::store::{Payment, ScheduleStatus, Scheduled, Store};
use crate::world::World;

/// `PUT /subscribe/payments/schedule/{merchant_uid}`: one that still waits gets another time.
pub(in super::super) fn put(world: &World, call: &Call) -> Answer {
    either(moved(world, call, |(schedule, _)| match schedule.status() {
        ScheduleStatus::Scheduled => Ok(()),
        ScheduleStatus::Executed => Err(bad(messages::SCHEDULE_EXECUTED)),
        ScheduleStatus::Revoked => Err(bad(messages::SCHEDULE_REVOKED)),
    }))
}

/// `POST …/{merchant_uid}/reschedule`: one that failed or was revoked waits again. What came of it is forgotten.
pub(in super::super) fn reschedule(world: &World, call: &Call) -> Answer {
    either(moved(world, call, check_over_and_unpaid))
}

/// `POST …/{merchant_uid}/retry`: one that failed or was revoked is charged now. The answer is the payment, good or
/// bad.
pub(in super::super) fn retry(world: &World, call: &Call) -> Answer {
    either(retried(world, call))
}

fn retried(world: &World, call: &Call) -> Result<Answer, Answer> {
    let settings = world.settings();
    let now = world.now();
    let attempt = Attempt { started_at: now, ..Attempt::by(call) };
    let mut store = world.store.lock();
    let (place, scheduled) = in_path(&store, call)?;
    check_over_and_unpaid(&scheduled)?;
    if store.key(&scheduled.0.customer_uid).is_none() {
        return Err(Answer::status(axum::http::StatusCode::NOT_FOUND, messages::UNKNOWN_BUYER));
    }
    let executed = make_attempt(&mut store, &settings, place, &attempt).ok_or_else(no_schedule)?;
    drop(store);
    announce(world, &executed, now);
    match &executed.1 {
        Some(payment) => Ok(Answer::ok(&PaymentView::of(payment, settings.answers))),
        // Its merchant_uid has been paid by another way.
        None => Err(bad(messages::DUPLICATE)),
    }
}

fn moved(
    world: &World,
    call: &Call,
    check: impl FnOnce(&Scheduled) -> Result<(), Answer>,
) -> Result<Answer, Answer> {
    let settings = world.settings();
    let mut store = world.store.lock();
    let (place, scheduled) = in_path(&store, call)?;
    let at = time_to_come(&call.params, world.now())?;
    check(&scheduled)?;
    let schedule = store.move_schedule(place, at, settings.schedule_delay()).ok_or_else(no_schedule)?;
    drop(store);
    world.due.changed();
    Ok(Answer::ok(&view(&(schedule, None))))
}

fn in_path(store: &Store, call: &Call) -> Result<(usize, Scheduled), Answer> {
    let place = store.schedule_place(call.in_path("merchant_uid")).ok_or_else(no_schedule)?;
    Ok((place, store.schedule(place).ok_or_else(no_schedule)?))
}

fn check_over_and_unpaid((schedule, payment): &Scheduled) -> Result<(), Answer> {
    match schedule.status() {
        ScheduleStatus::Scheduled => Err(bad(messages::SCHEDULE_NOT_YET_RUN)),
        ScheduleStatus::Revoked => Ok(()),
        ScheduleStatus::Executed if payment.as_deref().is_some_and(Payment::is_charged) => {
            Err(bad(messages::SCHEDULE_APPROVED))
        }
        ScheduleStatus::Executed => Ok(()),
    }
}
