//! What the gateway holds under the merchant_uid for another customer, or over another sum, is not run for ours.

use super::*;

use keyin_app::{Consequence, Explain};
use keyin_domain::{Mismatch, ReviewReason};

/// What keyin is asked to schedule: 3,000 won of the customer `gildong`.
fn ours(stage: &Stage) -> ChargeIntent {
    scheduled("order-1", "gildong", later(stage, DAY))
}

/// Somebody else has scheduled another charge under the merchant_uid.
async fn anothers(stage: &Stage, customer_name: &str, won: u64) {
    stage.register_key_only("gildong").await;
    stage.register_key_only("other").await;
    let intent = scheduled("order-1", customer_name, later(stage, DAY));
    let amount = ChargeAmount::new(Money::won(won).unwrap()).unwrap();
    let intent = ChargeIntent::new(uid("order-1"), intent.method().clone(), amount, intent.name().clone());
    let request = ScheduleRequest::new(intent).unwrap();
    stage.gateway.add(request, permit(stage, "order-1", Epoch::new(1))).await.unwrap();
}

fn is_refused(outcome: Result<ScheduleOutcome, ScheduleProblem>, mismatch: Mismatch) -> bool {
    let problem = outcome.unwrap_err();
    assert_eq!(problem.consequence(), Consequence::NothingSent, "{problem:?}");
    assert_eq!(problem.code(), "conflict.merchant_uid");
    matches!(problem, ScheduleProblem::AnotherSchedule(difference) if difference == mismatch)
}

#[tokio::test]
async fn what_waits_for_another_customer_is_for_a_person() {
    let stage = Stage::set();
    anothers(&stage, "other", 3_000).await;
    let charge = add(&stage, &ours(&stage)).await.unwrap().charge.unwrap();
    assert_eq!(charge.review_reason(), Some(ReviewReason::Mismatch(Mismatch::CustomerUid)));
}

#[tokio::test]
async fn what_was_taken_back_from_another_is_neither_set_to_a_time_nor_run() {
    for (customer_name, won, mismatch) in
        [("other", 3_000, Mismatch::CustomerUid), ("gildong", 9_000, Mismatch::Amount)]
    {
        let stage = Stage::set();
        anothers(&stage, customer_name, won).await;
        stage.gateway.unschedule(&customer(customer_name), &uid("order-1")).await.unwrap();
        let order = ours(&stage);
        assert_eq!(state(add(&stage, &order).await), ChargeState::Unknown, "the gateway knows the number");
        stage.let_the_window_pass();
        stage.resolve().await;
        assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
        assert!(is_refused(add(&stage, &order).await, mismatch));
        assert!(is_refused(retry(&stage, "order-1").await, mismatch));
        assert!(is_refused(shift(&stage, "order-1", later(&stage, 2 * DAY)).await, mismatch));
        assert_eq!(stage.gateway.calls(Call::Reschedule), 0);
        assert_eq!(stage.gateway.calls(Call::RetrySchedule), 0);
        stage.clock.advance(72 * HOUR);
        assert_eq!(stage.captures("order-1"), 0);
        assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
    }
}
