//! What failed, and what was scheduled elsewhere.

use super::*;

#[tokio::test]
async fn what_was_declined_is_run_again_only_by_a_word_of_its_own() {
    let stage = Stage::set();
    let intent = declined(&stage, "order-1").await.intent().clone();
    let told = add(&stage, &intent).await.unwrap();
    assert_eq!((told.replayed, told.charge.unwrap().state()), (true, ChargeState::Declined));
    assert_eq!(state(retry(&stage, "order-1").await), ChargeState::Declined, "the card is as it was");
    approve(&stage);
    assert_eq!(state(retry(&stage, "order-1").await), ChargeState::Succeeded);
    let paid = retry(&stage, "order-1").await.unwrap();
    assert_eq!((paid.replayed, paid.charge.unwrap().state()), (true, ChargeState::Succeeded));
    assert_eq!((stage.captures("order-1"), stage.gateway.calls(Call::RetrySchedule)), (1, 2));
}

#[tokio::test]
async fn a_lost_answer_to_a_retry_is_looked_up_and_the_order_not_given_again() {
    let stage = Stage::set();
    declined(&stage, "order-1").await;
    approve(&stage);
    stage.gateway.inject_times(Call::RetrySchedule, Fault::LoseReply, 1);
    assert_eq!(state(retry(&stage, "order-1").await), ChargeState::Succeeded);
    assert_eq!(stage.captures("order-1"), 1);
    // And one that never arrived.
    declined(&stage, "order-2").await;
    stage.gateway.inject_times(Call::RetrySchedule, Fault::LoseRequest, 1);
    approve(&stage);
    assert_eq!(state(retry(&stage, "order-2").await), ChargeState::Unknown);
    assert!(matches!(retry(&stage, "order-2").await, Err(ScheduleProblem::Undecided(_))));
    stage.let_the_window_pass();
    assert_eq!(state(retry(&stage, "order-2").await), ChargeState::Succeeded);
    assert_eq!(stage.captures("order-2"), 1);
}

#[tokio::test]
async fn what_was_declined_is_set_to_a_new_time() {
    let stage = Stage::set();
    declined(&stage, "order-1").await;
    approve(&stage);
    let moved = shift(&stage, "order-1", later(&stage, DAY)).await.unwrap();
    assert_eq!(moved.charge.unwrap().state(), ChargeState::Scheduled);
    stage.clock.advance(25 * HOUR);
    assert_eq!(state(show(&stage, "order-1").await), ChargeState::Succeeded);
}

#[tokio::test]
async fn what_the_gateway_runs_again_by_itself_is_found_late() {
    let stage = Stage::set();
    let charge = declined(&stage, "order-1").await;
    approve(&stage);
    let request = ScheduleRequest::new(charge.intent().clone()).unwrap();
    stage.gateway.retry(request, permit(&stage, "order-1", charge.epoch())).await.unwrap();
    stage.clock.advance(HOUR);
    let resolve = ResolveUnknown::new(stage.charging.clone());
    let found = resolve.run(Patience::Once, |_| {}).await.unwrap();
    assert_eq!(found.late_paid, 1);
}

#[tokio::test]
async fn what_was_scheduled_elsewhere_is_shown_moved_and_cancelled_but_not_run() {
    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    let shown = show(&stage, "order-1").await.unwrap();
    assert!(shown.charge.is_none() && shown.schedule.is_some_and(|schedule| schedule.is_open()));
    let at = later(&stage, 2 * DAY);
    assert_eq!(shift(&stage, "order-1", at).await.unwrap().schedule.unwrap().at(), at);
    assert!(cancel(&stage, "order-1").await.unwrap().charge.is_none());
    assert!(matches!(retry(&stage, "order-1").await, Err(ScheduleProblem::NotInJournal)));
    assert!(matches!(shift(&stage, "order-1", at).await, Err(ScheduleProblem::NotInJournal)));
}
