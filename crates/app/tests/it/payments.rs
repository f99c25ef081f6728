use keyin_adapter_memory::{Call, CardScript, Fault};
use keyin_app::{CardDoubt, CardPayment, ChargeProblem, Consequence, Explain, Operation, Registration};
use keyin_domain::{ChargeMethod, ChargeState, DeclineKind, Expiry, Language, Pg, RefusalKind};

use crate::stage::{GOOD_CARD, Stage, card, card_order, customer, intent, key_intent};

fn script(stage: &Stage, script: CardScript) {
    stage.gateway.script_card(card(GOOD_CARD).number().masked(), script);
}

#[tokio::test]
async fn a_card_payment_succeeds_and_keeps_no_card() {
    let stage = Stage::set();
    let outcome = stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    assert_eq!(outcome.charge.charge.state(), ChargeState::Succeeded);
    assert_eq!((outcome.charge.replayed, outcome.registration), (false, Registration::NotAsked));
    assert_eq!(stage.captures("order-1"), 1);
}

#[tokio::test]
async fn registering_keeps_the_key_only_with_the_payment() {
    let stage = Stage::set();
    let registering = || intent("order-1", ChargeMethod::CardRegistering(customer("gildong")));
    let outcome = stage.pay_card(card_order(registering())).await.unwrap();
    assert!(
        matches!(outcome.registration, Registration::Registered(key) if key.customer_uid == customer("gildong"))
    );

    let stage = Stage::set();
    script(&stage, CardScript::FailInRecord("[CA50]정지카드".into()));
    let outcome = stage.pay_card(card_order(registering())).await.unwrap();
    assert_eq!(outcome.charge.charge.state(), ChargeState::Declined);
    assert_eq!(outcome.registration, Registration::NotRegistered);
}

#[tokio::test]
async fn a_billing_key_is_charged() {
    let stage = Stage::set();
    stage.register("gildong").await;
    let outcome = stage.pay_key(key_intent("order-2", "gildong")).await.unwrap();
    assert_eq!(outcome.charge.state(), ChargeState::Succeeded);
    assert_eq!(stage.captures("order-2"), 1);
}

#[tokio::test]
async fn both_forms_of_decline_are_declines_with_advice() {
    for (text, kind) in [("[CA31]한도초과", DeclineKind::Soft), ("[CA50]정지카드", DeclineKind::Hard)]
    {
        let in_words = format!("카드정보 인증에 실패하였습니다. {text}");
        for (form, look_ups) in
            [(CardScript::FailInRecord(text.into()), 0), (CardScript::FailInWords(in_words), 1)]
        {
            let stage = Stage::set();
            script(&stage, form);
            let outcome = stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
            let charge = outcome.charge.charge;
            assert_eq!(charge.state(), ChargeState::Declined);
            let decline = charge.decline().unwrap();
            assert_eq!(decline.kind(), kind);
            assert!(!decline.customer_message(Language::Korean).is_empty());
            assert_eq!(stage.captures("order-1"), 0);
            let looked = stage.gateway.calls(Call::LookUp);
            assert_eq!(looked, look_ups, "a decline in words alone is looked up once");
        }
    }
}

#[tokio::test]
async fn an_unknown_customer_is_refused_and_may_be_tried_again() {
    let stage = Stage::set();
    let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!(outcome.charge.refusal().unwrap().kind, RefusalKind::UnknownCustomer);
    stage.register("gildong").await;
    let outcome = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!((outcome.charge.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
}

#[tokio::test]
async fn a_doubtful_card_is_not_sent_unless_told_to() {
    let doubtful = |number: &str, expiry: &str| CardPayment {
        card: keyin_domain::Card::new(number.parse().unwrap(), Expiry::parse(expiry).unwrap()),
        ..card_order(intent("order-1", ChargeMethod::Card))
    };
    for (number, expiry, doubt) in [
        ("1234-1234-1234-1234", "2031-12", CardDoubt::Luhn),
        (GOOD_CARD, "2019-01", CardDoubt::Expired),
        (GOOD_CARD, "2025-12", CardDoubt::Expired),
    ] {
        let stage = Stage::set();
        let problem = stage.pay_card(doubtful(number, expiry)).await.unwrap_err();
        assert!(matches!(problem, ChargeProblem::CardDoubt(found) if found == doubt), "{problem:?}");
        assert_eq!((problem.consequence(), stage.sends()), (Consequence::NothingSent, 0));
        let told_to = CardPayment { allow_unverified_card: true, ..doubtful(number, expiry) };
        let outcome = stage.pay_card(told_to).await.unwrap();
        assert_eq!(outcome.charge.charge.state(), ChargeState::Succeeded);
    }
}

/// The clock of the stage stands at 2026-01-01 00:00 UTC: nine o'clock in Korea.
#[tokio::test]
async fn a_card_is_good_to_the_end_of_its_month_in_korea() {
    let stage = Stage::set();
    let order = CardPayment {
        card: keyin_domain::Card::new(GOOD_CARD.parse().unwrap(), Expiry::parse("2026-01").unwrap()),
        ..card_order(intent("order-1", ChargeMethod::Card))
    };
    assert!(stage.pay_card(order).await.is_ok());
}

#[tokio::test]
async fn what_the_pg_does_not_offer_is_not_sent() {
    let stage = Stage::set();
    let ksnet = intent("order-1", ChargeMethod::CardRegistering(customer("gildong")));
    let problem = stage.pay_card(card_order(ksnet.with_pg(Pg::parse("ksnet").unwrap()))).await.unwrap_err();
    assert!(
        matches!(&problem, ChargeProblem::Unsupported(u) if u.operation == Operation::CardPaymentRegistering)
    );
    assert_eq!(stage.sends(), 0);
}

#[tokio::test]
async fn a_customer_uid_in_use_is_guarded() {
    let stage = Stage::set();
    stage.register("gildong").await;
    let again = || card_order(intent("order-2", ChargeMethod::CardRegistering(customer("gildong"))));
    let problem = stage.pay_card(again()).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::BillingKeyTaken(_)));
    assert_eq!(stage.captures("order-2"), 0);
    let replaced = stage.pay_card(CardPayment { replace_billing_key: true, ..again() }).await.unwrap();
    assert_eq!(replaced.charge.charge.state(), ChargeState::Succeeded);
    let never_sent = || card_order(intent("order-3", ChargeMethod::CardRegistering(customer("gildong"))));
    stage.gateway.inject_times(Call::Charge, Fault::Unreachable, 1);
    let unsent = CardPayment { replace_billing_key: true, ..never_sent() };
    stage.pay_card(unsent).await.unwrap();
    let problem = stage.pay_card(never_sent()).await.unwrap_err();
    assert!(
        matches!(problem, ChargeProblem::BillingKeyTaken(_)),
        "it never made a key, so the key is another's"
    );
    let replay = stage.pay_card(again()).await.unwrap();
    assert!(replay.charge.replayed, "the key of an order that was sent may be its own");
}
