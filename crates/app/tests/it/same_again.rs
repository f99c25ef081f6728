use keyin_adapter_memory::CardScript;
use keyin_app::{ChargeBillingKey, ChargeProblem};
use keyin_domain::{ChargeMethod, ChargeState, Field};

use crate::stage::{GOOD_CARD, Stage, WAIT, card, card_order, intent, key_intent};

#[tokio::test]
async fn the_same_request_again_returns_the_first_outcome() {
    let stage = Stage::set();
    let first = stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    let again = stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    assert!(again.charge.replayed);
    assert_eq!(again.charge.charge, first.charge.charge);
    assert_eq!(stage.captures("order-1"), 1);
}

#[tokio::test]
async fn a_final_decline_is_answered_again() {
    let stage = Stage::set();
    stage
        .gateway
        .script_card(card(GOOD_CARD).number().masked(), CardScript::FailInRecord("[CA31]한도초과".into()));
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    let sends = stage.sends();
    let again = stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    assert_eq!((again.charge.charge.state(), again.charge.replayed), (ChargeState::Declined, true));
    assert_eq!(stage.sends(), sends);
}

#[tokio::test]
async fn other_content_is_a_conflict_that_names_the_fields() {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    let other = intent("order-1", ChargeMethod::Card).with_pg("settle.other".parse().unwrap());
    let problem = stage.pay_card(card_order(other)).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::Conflict(fields) if fields == [Field::Pg]));
    assert_eq!(stage.captures("order-1"), 1);
}

#[tokio::test]
async fn two_hundred_at_once_send_once() {
    let stage = Stage::set();
    stage.register("gildong").await;
    let before = stage.sends();
    let charge = ChargeBillingKey::new(stage.charging.clone());
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let charge = charge.clone();
        callers.spawn(async move { charge.run(key_intent("order-1", "gildong"), WAIT).await });
    }
    let outcomes = stage.drive(callers.join_all()).await;
    assert!(outcomes.into_iter().all(|outcome| outcome.unwrap().charge.state() == ChargeState::Succeeded));
    assert_eq!((stage.sends() - before, stage.captures("order-1")), (1, 1));
}

#[tokio::test]
async fn a_caller_who_hangs_up_does_not_cut_the_send() {
    let stage = Stage::set();
    stage.register("gildong").await;
    let charge = ChargeBillingKey::new(stage.charging.clone());
    let task = tokio::spawn(async move { charge.run(key_intent("order-1", "gildong"), WAIT).await });
    while stage
        .journal
        .find(&crate::stage::uid("order-1"))
        .await
        .unwrap()
        .is_none_or(|row| row.state() == ChargeState::Intent)
    {
        tokio::task::yield_now().await;
    }
    task.abort();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!((stage.row("order-1").await.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
}
