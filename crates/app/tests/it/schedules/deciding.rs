//! A person's word on what the gateway's scheduler may still charge.

use super::*;

use keyin_app::{Consequence, DecideCharge, DecideProblem, Explain, Ruling};
use keyin_domain::{Mismatch, Payment, PaymentDetails, PaymentRef, ReviewReason};

/// Somebody else has scheduled another sum under the merchant_uid that keyin is then asked to schedule.
async fn in_review() -> Stage {
    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    let others = scheduled("order-1", "gildong", later(&stage, DAY));
    let amount = ChargeAmount::new(Money::won(1_000).unwrap()).unwrap();
    let ours = ChargeIntent::new(uid("order-1"), others.method().clone(), amount, others.name().clone());
    add(&stage, &ours).await.unwrap();
    let row = stage.row("order-1").await;
    assert_eq!(row.review_reason(), Some(ReviewReason::Mismatch(Mismatch::Amount)));
    stage
}

async fn no_payment(stage: &Stage) -> Result<ChargeState, DecideProblem> {
    decide(stage, &Ruling::NoPayment).await
}

async fn decide(stage: &Stage, ruling: &Ruling) -> Result<ChargeState, DecideProblem> {
    let decide = DecideCharge::new(stage.charging.clone());
    let decided = decide.run(&PaymentRef::Merchant(uid("order-1")), ruling).await;
    decided.map(|charge| charge.state())
}

#[tokio::test]
async fn what_is_still_scheduled_is_not_denied() {
    let stage = in_review().await;
    for _ in 0..2 {
        let problem = no_payment(&stage).await.unwrap_err();
        assert!(matches!(problem, DecideProblem::Scheduled), "{problem:?}");
        assert_eq!(
            (problem.code().as_str(), problem.consequence()),
            ("decide.scheduled", Consequence::NothingSent)
        );
        stage.let_the_window_pass();
    }
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Review);
    stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
    assert_eq!(no_payment(&stage).await.unwrap(), ChargeState::NotCharged);
    stage.clock.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(stage.captures("order-1"), 0);
}

#[tokio::test]
async fn what_was_taken_back_near_its_time_may_show_for_a_window() {
    let stage = in_review().await;
    stage.clock.advance(Duration::from_secs(86_400 - 60));
    stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
    let problem = no_payment(&stage).await.unwrap_err();
    assert!(matches!(problem, DecideProblem::TooEarly { .. }), "{problem:?}");
    stage.clock.advance(Duration::from_secs(60));
    stage.let_the_window_pass();
    assert_eq!(no_payment(&stage).await.unwrap(), ChargeState::NotCharged);
}

#[tokio::test]
async fn a_scheduler_that_does_not_answer_decides_nothing() {
    let mut stage = in_review().await;
    stage.let_the_window_pass();
    stage.gateway.inject_times(Call::FindSchedule, Fault::Status(500), 1);
    assert!(matches!(no_payment(&stage).await, Err(DecideProblem::Gateway(_))));
    stage.charging.schedules = None;
    assert!(matches!(no_payment(&stage).await, Err(DecideProblem::Scheduled)));
}

/// At its time the scheduler would charge once more.
#[tokio::test]
async fn no_payment_is_adopted_while_an_order_stands() {
    let mut stage = in_review().await;
    let elsewhere = paid_in_another_way(&stage).await;
    let adopt = Ruling::Adopt(elsewhere.imp_uid().clone());
    let problem = decide(&stage, &adopt).await.unwrap_err();
    assert!(matches!(problem, DecideProblem::Scheduled), "{problem:?}");
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Review);
    stage.gateway.inject_times(Call::FindSchedule, Fault::Status(500), 1);
    assert!(matches!(decide(&stage, &adopt).await, Err(DecideProblem::Gateway(_))));
    let schedules = stage.charging.schedules.take();
    assert!(matches!(decide(&stage, &adopt).await, Err(DecideProblem::Scheduled)));
    stage.charging.schedules = schedules;
    stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
    assert_eq!(decide(&stage, &adopt).await.unwrap(), ChargeState::Succeeded);
    stage.clock.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(stage.captures("order-1"), 0, "nothing but what was paid in another way");
}

/// A payment that stands under the merchant_uid without a run of the schedule.
async fn paid_in_another_way(stage: &Stage) -> Payment {
    stage.pay_key(key_intent("another", "gildong")).await.unwrap();
    let details = stage.row("another").await.payment().unwrap().details().clone();
    let payment = Payment::new(PaymentDetails { merchant_uid: uid("order-1"), ..details }).unwrap();
    stage.gateway.put(&payment);
    payment
}

#[tokio::test]
async fn what_its_run_has_paid_is_adopted() {
    let stage = in_review().await;
    stage.clock.advance(Duration::from_secs(2 * 86_400));
    show(&stage, "order-1").await.unwrap();
    let attempts = stage.charging.gateway.look_up(&uid("order-1")).await.unwrap();
    let adopt = Ruling::Adopt(attempts.records()[0].imp_uid().clone());
    assert_eq!(decide(&stage, &adopt).await.unwrap(), ChargeState::Succeeded);
}

#[tokio::test]
async fn what_it_has_charged_is_somebodys() {
    let stage = in_review().await;
    stage.clock.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(stage.captures("order-1"), 1);
    assert!(no_payment(&stage).await.is_err());
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Review);
}
