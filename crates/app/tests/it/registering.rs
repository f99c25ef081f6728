//! Whose key stands under a customer_uid.

use std::time::Duration;

use keyin_adapter_memory::{Call, CardScript, Fault};
use keyin_app::{CardPayment, ChargeProblem, Registration};
use keyin_domain::{ChargeMethod, ChargeState};

use crate::stage::{GOOD_CARD, Stage, card, card_order, customer, intent, uid};

const OTHER_CARD: &str = "5555-5555-5555-4444";

fn registering(name: &str, number: &str) -> CardPayment {
    let order = card_order(intent(name, ChargeMethod::CardRegistering(customer("gildong"))));
    CardPayment { card: card(number), ..order }
}

/// It is settled first, and only then told whether it may be sent.
#[tokio::test]
async fn an_order_that_turns_out_not_charged_is_guarded_before_it_is_sent_again() {
    let stage = Stage::set();
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    let lost = CardPayment { wait: Duration::ZERO, ..registering("order-1", OTHER_CARD) };
    assert_eq!(stage.pay_card(lost).await.unwrap().charge.charge.state(), ChargeState::Unknown);
    // Another shop's till, which does not know of it, gives the customer a key.
    stage.register_key_only("gildong").await;
    stage.let_the_window_pass();
    let problem = stage.pay_card(registering("order-1", OTHER_CARD)).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::BillingKeyTaken(_)), "{problem:?}");
    assert_eq!((stage.captures("order-1"), stage.row("order-1").await.state()), (0, ChargeState::NeedsCard));
    let replacing = CardPayment { replace_billing_key: true, ..registering("order-1", OTHER_CARD) };
    assert_eq!(stage.pay_card(replacing).await.unwrap().charge.charge.state(), ChargeState::Succeeded);
}

#[tokio::test]
async fn a_key_that_another_order_may_be_registering_is_guarded_too() {
    let stage = Stage::set();
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    let lost = CardPayment { wait: Duration::ZERO, ..registering("order-1", OTHER_CARD) };
    stage.pay_card(lost).await.unwrap();
    let problem = stage.pay_card(registering("order-2", GOOD_CARD)).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::BillingKeyTaken(_)), "{problem:?}");
    assert_eq!(stage.journal.find(&uid("order-2")).await.unwrap(), None);
    stage.let_the_window_pass();
    stage.resolve().await;
    stage.let_the_window_pass();
    stage.resolve().await;
    assert!(stage.pay_card(registering("order-2", GOOD_CARD)).await.is_ok(), "it was not charged");
}

#[tokio::test]
async fn the_key_that_was_there_before_is_not_that_of_a_declined_order() {
    let stage = Stage::set();
    stage.register("gildong").await;
    stage
        .gateway
        .script_card(card(OTHER_CARD).number().masked(), CardScript::FailInRecord("[CA50]정지카드".into()));
    let replacing = CardPayment { replace_billing_key: true, ..registering("order-2", OTHER_CARD) };
    let outcome = stage.pay_card(replacing).await.unwrap();
    assert_eq!(outcome.charge.charge.state(), ChargeState::Declined);
    assert_eq!(outcome.registration, Registration::NotRegistered);
}
