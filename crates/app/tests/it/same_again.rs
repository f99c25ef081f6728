use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use keyin_adapter_memory::{Call, CardScript};
use keyin_app::{ChargeBillingKey, ChargeProblem, TakeCardPayment};
use keyin_domain::{ChargeMethod, ChargeState, Evidence, Field, Mismatch};
use keyin_ports::{Begun, BillingKeys, Clock, Intended, MockBillingKeys};

use crate::stage::{GOOD_CARD, Stage, WAIT, card, card_order, customer, intent, key_intent};

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
    assert_eq!(stage.gateway.calls(Call::LookUp), 0, "whoever waits reads the journal, not the gateway");
}

#[tokio::test]
async fn while_the_first_is_under_way_the_others_are_told_so_without_asking_the_gateway() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let row = match stage.journal.intend(key_intent("order-1", "gildong"), stage.clock.now()).await.unwrap() {
        Intended::New(row) => row,
        other => panic!("{other:?}"),
    };
    let deadlines = stage.charging.window.deadlines(stage.clock.now());
    let send_before = stage.clock.monotonic().after(stage.charging.window.send_deadline);
    stage.journal.claim(&row, deadlines, send_before).await.unwrap();
    let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!((outcome.charge.state(), outcome.replayed), (ChargeState::InFlight, true));
    assert_eq!(stage.clock.monotonic().since_start(), WAIT);
    assert_eq!((stage.sends(), stage.gateway.calls(Call::LookUp)), (0, 0));
}

#[tokio::test]
async fn whoever_waits_for_the_first_is_told_soon_after_it_has_its_answer() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let order = key_intent("order-1", "gildong");
    let deadlines = stage.charging.window.deadlines(stage.clock.now());
    let send_before = stage.clock.monotonic().after(stage.charging.window.send_deadline);
    let begun = stage.journal.begin(order.clone(), deadlines, send_before).await.unwrap();
    let Begun::Won { charge: first, .. } = begun else { panic!("{begun:?}") };
    let answer = async {
        stage.clock.sleep_until(stage.clock.monotonic().after(Duration::from_secs(3))).await;
        let differs = Evidence::Mismatched(Mismatch::Amount);
        let uid = first.intent().merchant_uid();
        stage.journal.record(uid, first.epoch(), differs, stage.clock.now()).await.unwrap();
    };
    let charge = ChargeBillingKey::new(stage.charging.clone());
    let waiting = charge.run(order, WAIT);
    let (outcome, ()) = stage.drive(async { tokio::join!(waiting, answer) }).await;
    let outcome = outcome.unwrap();
    assert_eq!((outcome.charge.state(), outcome.replayed), (ChargeState::Review, true));
    let took = stage.clock.monotonic().since_start();
    assert!((Duration::from_secs(3)..=Duration::from_secs(4)).contains(&took), "{took:?}");
    assert_eq!((stage.sends(), stage.gateway.calls(Call::LookUp)), (0, 0));
}

/// The first has registered its key between the second's look at the journal and its look for the key.
#[tokio::test]
async fn the_key_of_the_same_order_is_not_taken_for_somebody_elses() {
    let stage = Stage::set();
    let order = || card_order(intent("order-1", ChargeMethod::CardRegistering(customer("gildong"))));
    stage.register("gildong").await;
    let key = BillingKeys::find(&*stage.gateway, &customer("gildong")).await.unwrap();
    let deadlines = stage.charging.window.deadlines(stage.clock.now());
    let send_before = stage.clock.monotonic().after(stage.charging.window.send_deadline);
    let journal = stage.journal.clone();
    let mut keys = MockBillingKeys::new();
    keys.expect_find().returning(move |_| {
        let first = journal.begin(order().intent, deadlines, send_before).now_or_never();
        assert!(matches!(first, Some(Ok(Begun::Won { .. } | Begun::Same(_)))));
        Ok(key.clone())
    });
    let second = TakeCardPayment::new(stage.charging.clone(), Arc::new(keys));
    let outcome = stage.drive(second.run(order())).await.unwrap();
    assert_eq!((outcome.charge.charge.state(), outcome.charge.replayed), (ChargeState::InFlight, true));
    assert_eq!(stage.captures("order-1"), 0, "the first is still sending");
}

/// Whenever they hang up: before the journal has the intent, before the claim, or while the call is out.
#[tokio::test]
async fn a_hundred_callers_who_hang_up_at_once_cut_nothing() {
    for turns in 0..6 {
        let stage = Stage::set();
        stage.register("gildong").await;
        let charge = ChargeBillingKey::new(stage.charging.clone());
        let call = |number| {
            let charge = charge.clone();
            async move { charge.run(key_intent(&format!("order-{number}"), "gildong"), WAIT).await }
        };
        let mut callers: Vec<_> = (0..100).map(call).map(Box::pin).collect();
        for caller in &mut callers {
            assert!(poll_once(caller.as_mut()).is_pending());
        }
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        drop(callers);
        stage
            .drive(async {
                for _ in 0..1_000 {
                    tokio::task::yield_now().await;
                }
            })
            .await;
        for number in 0..100 {
            let name = format!("order-{number}");
            let standing = (stage.row(&name).await.state(), stage.captures(&name));
            assert_eq!(standing, (ChargeState::Succeeded, 1), "{name} after {turns} turns");
        }
    }
}

fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> std::task::Poll<F::Output> {
    future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
}
