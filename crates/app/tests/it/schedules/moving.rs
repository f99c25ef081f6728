//! What is set to another time.

use super::*;

use keyin_domain::{Payment, PaymentDetails};

#[tokio::test]
async fn what_waits_is_moved() {
    let stage = Stage::set();
    let order = with_schedule(&stage, "order-1").await;
    let at = later(&stage, 2 * DAY);
    let moved = shift(&stage, "order-1", at).await.unwrap();
    assert_eq!((moved.schedule.unwrap().at(), moved.charge.unwrap().due()), (at, Some(at)));
    stage.gateway.inject_times(Call::MoveSchedule, Fault::LoseReply, 1);
    let at = later(&stage, 3 * DAY);
    assert_eq!(shift(&stage, "order-1", at).await.unwrap().charge.unwrap().due(), Some(at));
    // The first request again is still the same one.
    let again = add(&stage, &order).await.unwrap();
    assert_eq!((again.replayed, again.charge.unwrap().due()), (true, Some(at)));
    let soon = later(&stage, 5);
    assert!(matches!(shift(&stage, "order-1", soon).await, Err(ScheduleProblem::TooSoon { .. })));
    stage.clock.advance(3 * 24 * HOUR);
    let paid = shift(&stage, "order-1", later(&stage, DAY)).await;
    assert!(matches!(paid, Err(ScheduleProblem::StandsOtherwise { .. })));
    assert_eq!(stage.captures("order-1"), 1);
}

/// A call may be slow, and a run that has begun goes on: the new time would be that of a second one.
#[tokio::test]
async fn what_may_be_run_meanwhile_is_not_moved() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    let window = stage.charging.window.total();
    let at = later(&stage, 5 * DAY);
    stage.clock.advance(24 * HOUR - window + Duration::from_secs(1));
    let refused = shift(&stage, "order-1", at).await;
    assert!(matches!(refused, Err(ScheduleProblem::MayRun { .. })), "{refused:?}");
    assert_eq!(stage.gateway.calls(Call::MoveSchedule), 0);
}

#[tokio::test]
async fn what_is_due_after_a_window_is_moved() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.clock.advance(24 * HOUR - stage.charging.window.total());
    let at = later(&stage, 5 * DAY);
    assert_eq!(shift(&stage, "order-1", at).await.unwrap().charge.unwrap().due(), Some(at));
}

#[tokio::test]
async fn a_move_that_never_arrived_is_not_told_as_made() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    let due = stage.row("order-1").await.due();
    stage.gateway.inject_times(Call::MoveSchedule, Fault::LoseRequest, 1);
    let lost = shift(&stage, "order-1", later(&stage, 2 * DAY)).await;
    assert!(matches!(lost, Err(ScheduleProblem::Undecided(_))), "{lost:?}");
    assert_eq!(stage.row("order-1").await.due(), due, "it still waits for the time it had");
}

/// What is set to a new time after its end is charged then, so it must not have been paid.
#[tokio::test]
async fn a_schedule_that_was_taken_back_is_not_set_to_a_new_time_once_its_charge_is_paid() {
    let stage = Stage::set();
    let order = with_schedule(&stage, "order-1").await;
    cancel(&stage, "order-1").await.unwrap();
    stage.gateway.put(&paid_elsewhere(&stage, &order).await);
    let refused = shift(&stage, "order-1", later(&stage, 2 * DAY)).await;
    let paid = ChargeState::LatePaid;
    assert!(
        matches!(refused, Err(ScheduleProblem::ChargeStandsOtherwise { state }) if state == paid),
        "{refused:?}"
    );
    assert_eq!(stage.gateway.calls(Call::Reschedule), 0);
}

/// A payment of the order that came to be in another way.
async fn paid_elsewhere(stage: &Stage, order: &ChargeIntent) -> Payment {
    stage.pay_key(key_intent("another", "gildong")).await.unwrap();
    let details = stage.row("another").await.payment().unwrap().details().clone();
    Payment::new(PaymentDetails { merchant_uid: order.merchant_uid().clone(), ..details }).unwrap()
}

#[tokio::test]
async fn what_was_scheduled_elsewhere_and_has_been_paid_is_told_as_it_stands() {
    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    stage.clock.advance(25 * HOUR);
    let refused = shift(&stage, "order-1", later(&stage, DAY)).await;
    let executed = ScheduleStatus::Executed;
    assert!(
        matches!(refused, Err(ScheduleProblem::StandsOtherwise { status }) if status == executed),
        "{refused:?}"
    );
}
