//! Later looks at charges that were closed: a payment that was denied may still turn up.

use std::time::Duration;

use keyin_adapter_memory::{Call, Fault};
use keyin_app::Resolution;
use keyin_domain::ChargeState;

use crate::stage::{HOUR, Stage, key_intent, uid};

/// What came of it, and which charges were told.
async fn resolve(stage: &Stage) -> (Resolution, Vec<(String, ChargeState)>) {
    let mut told = Vec::new();
    let resolution = stage.resolve_and_tell(|charge| {
        told.push((charge.intent().merchant_uid().to_string(), charge.state()));
    });
    (resolution.await, told)
}

/// A charge that look-ups proved unmade, while the gateway still holds its request.
async fn closed_too_early() -> Stage {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    let (resolution, _) = resolve(&stage).await;
    assert_eq!((resolution.settled, resolution.open), (1, 0));
    assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
    stage
}

#[tokio::test]
async fn a_payment_made_after_the_end_is_found_by_the_next_sweep_and_told() {
    let stage = closed_too_early().await;
    stage.gateway.carry_out_held();
    let (early, told) = resolve(&stage).await;
    assert_eq!((early, told), (Resolution::default(), Vec::new()), "no sweep is due");
    stage.clock.advance(HOUR);
    let (resolution, told) = resolve(&stage).await;
    assert_eq!((resolution.late_paid, resolution.swept, resolution.review), (1, 1, 0));
    assert_eq!(told, [("order-1".to_owned(), ChargeState::LatePaid)]);
    assert_eq!((stage.row("order-1").await.state(), stage.captures("order-1")), (ChargeState::LatePaid, 1));
    let (again, told) = resolve(&stage).await;
    assert_eq!((again.late_paid, told), (0, Vec::new()), "it is told once");
}

#[tokio::test]
async fn a_second_payment_of_a_charge_that_was_sent_twice_goes_to_a_person() {
    let stage = closed_too_early().await;
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    stage.gateway.carry_out_held();
    stage.clock.advance(HOUR);
    let (resolution, told) = resolve(&stage).await;
    assert_eq!((resolution.review, resolution.swept), (1, 1));
    assert_eq!(told, [("order-1".to_owned(), ChargeState::Review)]);
}

#[tokio::test]
async fn sweeps_are_made_at_their_times_and_come_to_an_end() {
    let stage = closed_too_early().await;
    for hours in [1, 5, 18, 48, 96] {
        let looks = stage.gateway.calls(Call::LookUp);
        stage.clock.advance(hours * HOUR);
        let (resolution, told) = resolve(&stage).await;
        assert_eq!((resolution.swept, told.len()), (1, 0), "after {hours} more hours");
        assert_eq!(stage.gateway.calls(Call::LookUp), looks + 1);
    }
    stage.clock.advance(1_000 * HOUR);
    assert_eq!(resolve(&stage).await.0, Resolution::default());
}

#[tokio::test]
async fn a_sweep_that_brings_no_answer_is_made_again() {
    let stage = closed_too_early().await;
    stage.clock.advance(HOUR);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    assert_eq!(resolve(&stage).await.0.swept, 0);
    stage.gateway.heal();
    assert_eq!(resolve(&stage).await.0.swept, 1);
}

#[tokio::test]
async fn many_charges_are_looked_at_together() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject(Call::Charge, Fault::LoseReply);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    let charge = keyin_app::ChargeBillingKey::new(stage.charging.clone());
    let mut callers = tokio::task::JoinSet::new();
    for number in 0..1_203 {
        let charge = charge.clone();
        let intent = key_intent(&format!("order-{number}"), "gildong");
        callers.spawn(async move { charge.run(intent, Duration::ZERO).await });
    }
    stage.drive(callers.join_all()).await;
    stage.gateway.heal();
    let (resolution, told) = resolve(&stage).await;
    assert_eq!((resolution.settled, resolution.open, told.len()), (1_203, 0, 1_203));
    assert_eq!(stage.gateway.captures(&uid("order-1202")), 1);
}
