use keyin_adapter_memory::{Call, Fault};
use keyin_domain::{ChargeMethod, ChargeState, Evidence};
use keyin_ports::Clock;

use crate::stage::{Stage, card_order, intent, key_intent, uid};

#[tokio::test]
async fn a_reply_lost_after_the_charge_is_settled_as_paid_by_looking_up() {
    for fault in [Fault::LoseReply, Fault::Garble] {
        let stage = Stage::set();
        stage.register("gildong").await;
        stage.gateway.inject_times(Call::Charge, fault, 1);
        let by_card = stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
        assert_eq!((by_card.charge.charge.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
        stage.gateway.inject_times(Call::Charge, fault, 1);
        let by_key = stage.pay_key(key_intent("order-2", "gildong")).await.unwrap();
        assert_eq!((by_key.charge.state(), stage.captures("order-2")), (ChargeState::Succeeded, 1));
    }
}

#[tokio::test]
async fn a_request_that_may_have_been_sent_is_unknown_until_the_window_is_over() {
    for fault in
        [Fault::LoseRequest, Fault::Status(500), Fault::Status(429), Fault::Status(302), Fault::HoldRequest]
    {
        let stage = Stage::set();
        stage.register("gildong").await;
        stage.gateway.inject_times(Call::Charge, fault, 1);
        let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
        assert_eq!(outcome.charge.state(), ChargeState::Unknown, "{fault:?}");
        let again = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
        assert_eq!((again.charge.state(), again.replayed), (ChargeState::Unknown, true));
        assert_eq!(stage.resolve().await.settled, 1);
        assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
        let paid = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
        assert_eq!((paid.charge.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
    }
}

#[tokio::test]
async fn a_slow_gateway_that_charges_after_the_time_out_is_found() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    stage.clock.advance(std::time::Duration::from_secs(300));
    stage.gateway.carry_out_held();
    stage.resolve().await;
    assert_eq!((stage.row("order-1").await.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
}

#[tokio::test]
async fn a_card_is_asked_for_again_after_an_absence() {
    let stage = Stage::set();
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    let order = || card_order(intent("order-1", ChargeMethod::Card));
    stage.pay_card(order()).await.unwrap();
    stage.resolve().await;
    assert_eq!(stage.row("order-1").await.state(), ChargeState::NeedsCard);
    let outcome = stage.pay_card(order()).await.unwrap();
    assert_eq!((outcome.charge.charge.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
}

#[tokio::test]
async fn the_same_request_settles_and_sends_in_one_go_once_the_window_is_over() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    stage.let_the_window_pass();
    let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!((outcome.charge.state(), outcome.replayed), (ChargeState::Succeeded, false));
    assert_eq!(stage.captures("order-1"), 1);
}

#[tokio::test]
async fn look_ups_that_fail_prove_nothing() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseReply, 1);
    stage.gateway.inject(Call::LookUp, Fault::Status(500));
    let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!(outcome.charge.state(), ChargeState::Unknown);
    stage.let_the_window_pass();
    let again = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!((again.charge.state(), stage.captures("order-1")), (ChargeState::Unknown, 1));
    stage.gateway.heal();
    stage.resolve().await;
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Succeeded);
}

#[tokio::test]
async fn an_unreachable_gateway_leaves_a_charge_that_may_be_sent_again() {
    let stage = Stage::set();
    stage.gateway.inject_times(Call::Charge, Fault::Unreachable, 1);
    let order = || card_order(intent("order-1", ChargeMethod::Card));
    let outcome = stage.pay_card(order()).await.unwrap();
    assert_eq!(outcome.charge.charge.state(), ChargeState::NotSent);
    let outcome = stage.pay_card(order()).await.unwrap();
    assert_eq!((outcome.charge.charge.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
}

#[tokio::test]
async fn whoever_died_after_the_claim_is_taken_over_after_the_lease() {
    let stage = Stage::set();
    stage.register("gildong").await;
    let intent = key_intent("order-1", "gildong");
    stage.claim_elsewhere(intent.clone()).await;
    let early = stage.pay_key(intent.clone()).await.unwrap();
    assert_eq!(
        (early.charge.state(), early.replayed),
        (ChargeState::InFlight, true),
        "it may still be sending"
    );
    let resolution = stage.resolve().await;
    assert_eq!((resolution.settled, resolution.open), (1, 0));
    assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
    assert_eq!(stage.captures("order-1"), 0);
}

#[tokio::test]
async fn a_card_lost_before_the_claim_is_abandoned_and_a_key_is_left_alone() {
    let stage = Stage::set();
    stage.journal.intend(intent("order-1", ChargeMethod::Card), stage.clock.now()).await.unwrap();
    stage.journal.intend(key_intent("order-2", "gildong"), stage.clock.now()).await.unwrap();
    assert_eq!(stage.resolve().await.abandoned, 0, "whoever wrote it down may be about to claim it");
    stage.let_the_window_pass();
    assert_eq!(stage.resolve().await.abandoned, 1);
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Abandoned);
    assert_eq!(stage.row("order-2").await.state(), ChargeState::Intent);
    let outcome = stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    assert_eq!(outcome.charge.charge.state(), ChargeState::Succeeded);
}

#[tokio::test]
async fn two_payments_under_one_uid_go_to_a_person() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    stage.resolve().await;
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    stage.gateway.carry_out_held();
    let attempts = keyin_ports::PaymentGateway::look_up(&*stage.gateway, &uid("order-1")).await.unwrap();
    let row = stage.row("order-1").await;
    let evidence = Evidence::LookedUp { attempts, asked_at: stage.clock.now() };
    let row = stage.journal.record(&uid("order-1"), row.epoch(), evidence, stage.clock.now()).await.unwrap();
    assert_eq!(row.state(), ChargeState::Review, "longer than every assumption, and still not unnoticed");
}
