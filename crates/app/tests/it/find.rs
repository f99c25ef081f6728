use std::sync::Arc;

use keyin_adapter_memory::{Call, Fault, MemoryJournal};
use keyin_app::{Charging, FindPayment, FindProblem};
use keyin_domain::{CancelReason, ChargeMethod, ChargeState, PaymentRef};
use keyin_ports::{CancelRequest, PaymentGateway};

use crate::stage::{Stage, card_order, intent, key_intent, uid, won};

#[tokio::test]
async fn a_payment_is_found_by_either_number() {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    let find = FindPayment::new(stage.charging.clone());
    let found = find.run(&PaymentRef::Merchant(uid("order-1"))).await.unwrap();
    let imp = found.payments[0].imp_uid().clone();
    assert_eq!(found.charge.unwrap().imp_uid(), Some(&imp));
    let found = find.run(&PaymentRef::Imp(imp.clone())).await.unwrap();
    assert_eq!((found.payments[0].imp_uid(), found.charge.unwrap().state()), (&imp, ChargeState::Succeeded));
    assert!(matches!(find.run(&PaymentRef::Merchant(uid("nobody"))).await, Err(FindProblem::NotFound)));
    assert!(matches!(
        find.run(&PaymentRef::parse("imps_999999999999").unwrap()).await,
        Err(FindProblem::NotFound)
    ));
}

#[tokio::test]
async fn what_the_journal_does_not_know_is_told_as_the_gateway_holds_it() {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    let imp = stage.row("order-1").await.imp_uid().unwrap().clone();
    let elsewhere = Charging { journal: Arc::new(MemoryJournal::default()), ..stage.charging.clone() };
    let find = FindPayment::new(elsewhere);
    for reference in [PaymentRef::Merchant(uid("order-1")), PaymentRef::Imp(imp.clone())] {
        let found = find.run(&reference).await.unwrap();
        let told: Vec<_> = found.payments.iter().map(|payment| payment.imp_uid()).collect();
        assert_eq!((found.charge, told), (None, vec![&imp]), "{reference:?}");
    }
}

#[tokio::test]
async fn the_gateway_is_asked_once_about_a_charge_of_keyins_own() {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    FindPayment::new(stage.charging.clone()).run(&PaymentRef::Merchant(uid("order-1"))).await.unwrap();
    assert_eq!(stage.gateway.calls(Call::LookUp), 1);
}

#[tokio::test]
async fn reading_a_charge_settles_it() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseReply, 1);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!(outcome.charge.state(), ChargeState::Unknown);
    stage.gateway.heal();
    let found =
        FindPayment::new(stage.charging.clone()).run(&PaymentRef::Merchant(uid("order-1"))).await.unwrap();
    assert_eq!(found.charge.unwrap().state(), ChargeState::Succeeded);
}

/// The look-up by the merchant_uid may fail for good: one strange record in it is enough.
#[tokio::test]
async fn a_payment_that_is_read_by_its_own_number_settles_its_charge() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseReply, 1);
    stage.gateway.inject(Call::LookUp, Fault::Garble);
    let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!(outcome.charge.state(), ChargeState::Unknown);
    let find = FindPayment::new(stage.charging.clone());
    let by_uid = find.run(&PaymentRef::Merchant(uid("order-1"))).await.unwrap();
    assert_eq!(by_uid.charge.unwrap().state(), ChargeState::Unknown);
    stage.gateway.heal();
    let imp = stage.gateway.look_up(&uid("order-1")).await.unwrap().records()[0].imp_uid().clone();
    stage.gateway.inject(Call::LookUp, Fault::Garble);
    let found = find.run(&PaymentRef::Imp(imp)).await.unwrap();
    assert_eq!(found.charge.unwrap().state(), ChargeState::Succeeded);
}

#[tokio::test]
async fn a_cancel_made_elsewhere_comes_in_when_somebody_looks() {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    let row = stage.row("order-1").await;
    let elsewhere = CancelRequest {
        imp_uid: row.imp_uid().unwrap().clone(),
        amount: won(1_000),
        tax_free: None,
        vat: None,
        balance: won(3_000),
        reason: CancelReason::parse("console").unwrap(),
    };
    stage.gateway.cancel(elsewhere).await.unwrap();
    let find = FindPayment::new(stage.charging.clone());
    for reference in [PaymentRef::Merchant(uid("order-1")), PaymentRef::Imp(row.imp_uid().unwrap().clone())] {
        let found = find.run(&reference).await.unwrap();
        assert_eq!(found.charge.unwrap().payment().unwrap().cancelled(), won(1_000));
    }
}

#[tokio::test]
async fn without_the_gateway_the_journal_answers() {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    stage.gateway.inject(Call::LookUp, Fault::Unreachable);
    let find = FindPayment::new(stage.charging.clone());
    let found = find.run(&PaymentRef::Merchant(uid("order-1"))).await.unwrap();
    assert_eq!(found.charge.unwrap().state(), ChargeState::Succeeded);
    assert!(matches!(find.run(&PaymentRef::Merchant(uid("nobody"))).await, Err(FindProblem::Gateway(_))));
}
