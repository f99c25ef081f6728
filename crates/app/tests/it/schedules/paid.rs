//! What is paid while the scheduler holds an order that would charge it once more.

use super::*;

use keyin_app::{DecideCharge, DecideProblem, FindPayment, Mending, Period, Reconcile, Ruling};
use keyin_domain::{ImpUid, Payment, PaymentDetails, PaymentRef, PaymentStatus, ReviewReason};

/// The run failed and is set to a time ten days from now; then the failed record turns paid.
async fn paid_and_moved(stage: &Stage) -> ImpUid {
    let imp_uid = declined(stage, "order-1").await.imp_uid().unwrap().clone();
    approve(stage);
    assert_eq!(state(shift(stage, "order-1", later(stage, 10 * DAY)).await), ChargeState::Scheduled);
    let failed = stage.charging.gateway.find(&imp_uid).await.unwrap();
    let details = PaymentDetails {
        status: PaymentStatus::Paid,
        paid_at: Some(stage.clock.now()),
        failed_at: None,
        fail_reason: None,
        ..failed.details().clone()
    };
    stage.gateway.put(&Payment::new(details).unwrap());
    imp_uid
}

fn is_told(charge: &Charge) -> bool {
    charge.review_reason() == Some(ReviewReason::StillScheduled) && charge.payment().is_some()
}

#[tokio::test]
async fn an_order_that_stands_for_what_is_paid_is_told_and_can_be_taken_back() {
    let stage = Stage::set();
    let imp_uid = paid_and_moved(&stage).await;
    let reference = PaymentRef::Merchant(uid("order-1"));
    let found = FindPayment::new(stage.charging.clone()).run(&reference).await.unwrap();
    assert!(is_told(&found.charge.unwrap()));
    let adopt = Ruling::Adopt(imp_uid);
    let decide = DecideCharge::new(stage.charging.clone());
    assert!(matches!(decide.run(&reference, &adopt).await, Err(DecideProblem::Scheduled)));
    assert!(is_told(&cancel(&stage, "order-1").await.unwrap().charge.unwrap()));
    let adopted = decide.run(&reference, &adopt).await.unwrap();
    assert_eq!(adopted.state(), ChargeState::Succeeded);
    let captured = stage.captures("order-1");
    stage.clock.advance(20 * 24 * HOUR);
    assert_eq!(stage.captures("order-1"), captured);
    assert_eq!(state(show(&stage, "order-1").await), ChargeState::Succeeded);
}

/// The comparison learns payments from the records alone, so it asks about the order, too.
#[tokio::test]
async fn a_repair_tells_of_the_order_that_stands() {
    let stage = Stage::set();
    paid_and_moved(&stage).await;
    stage.clock.advance(3 * HOUR);
    let now = stage.clock.now();
    let period = Period::new(now - SignedDuration::from_secs(3 * DAY), now).unwrap();
    let reconcile = Reconcile::new(stage.charging.clone(), stage.gateway.clone());
    stage.drive(reconcile.run(period, Mending::Safe, |_| ())).await.unwrap();
    assert!(is_told(&stage.row("order-1").await));
}
