//! `billing-key`: shown, issued where it is offered, guarded, revoked.

use keyin_sandbox::{Fault, FaultKind, Operation, Settings, SettingsPatch};
use keyin_tests::{Keyin, Till, TypedCard};
use serde_json::{Value, json};

use crate::paying::{CUSTOMER, Paying, UID};

const ISSUE: [&str; 4] = ["billing-key", "issue", CUSTOMER, "--card-stdin"];

/// A machine whose merchant has the separate contract.
fn contracted(till: &Till) -> Keyin {
    till.keyin.clone().with("KEYIN_PG_STANDALONE_BILLING_KEY", "true")
}

async fn issue(keyin: &Keyin, card: TypedCard, more: &[&str]) -> keyin_tests::Run {
    keyin.run_with_input(&[&ISSUE[..], &["--json"], more].concat(), &card.to_json()).await
}

#[tokio::test]
async fn a_key_without_a_payment_is_refused_for_settlebank_before_anything_is_sent() {
    let till = Till::open().await;
    for (pg, language, says) in [
        ("settle", "en", "othing was sent"),
        ("settle", "ko", "요청"),
        ("settle.nxca_jt_bi", "en", "othing was sent"),
    ] {
        let run =
            issue(&till.keyin.clone().with("KEYIN_PG", pg), TypedCard::GOOD, &["--lang", language]).await;
        let error = run.ended(2).document()["error"].clone();
        assert!(error["code"].as_str().unwrap().starts_with("unsupported."), "{error}");
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
    }
    assert_eq!(till.shop.sandbox.requests().len(), 1, "the shop's own token, and no other call");
}

#[tokio::test]
async fn with_the_contract_it_is_issued_and_can_be_charged() {
    let till = Till::with(Settings { standalone_billing_key: true, ..Settings::default() }).await;
    let issued =
        issue(&contracted(&till), TypedCard::GOOD, &["--buyer-name", "홍길동"]).await.ended(0).document();
    assert_eq!((&issued["customer_uid"], &issued["pg"]), (&json!(CUSTOMER), &json!("settle.nxca_jt_bi")));
    assert_eq!(till.run(&["billing-key", "show", CUSTOMER]).await.ended(0).document(), issued);
    assert!(till.shop.sandbox.ledger().is_empty(), "issuing a key charges nothing");
    Paying::BillingKey.run(&till, &[]).await.ended(0);
    assert_eq!(till.shop.captured(UID), [3000]);
}

#[tokio::test]
async fn the_gateway_may_still_refuse_what_the_merchant_believes_in() {
    let till = Till::open().await;
    let refused = issue(&contracted(&till), TypedCard::GOOD, &[]).await.ended(3).document();
    assert!(refused["error"]["code"].is_string(), "{refused}");
    till.run(&["billing-key", "show", CUSTOMER]).await.ended(1);
}

#[tokio::test]
async fn a_card_that_is_wrong_gives_no_key() {
    let till = Till::with(Settings { standalone_billing_key: true, ..Settings::default() }).await;
    let wrong = TypedCard::number("4000-0000-0058-0003");
    let refused = issue(&contracted(&till), wrong, &[]).await.ended(3).document();
    assert!(refused["error"]["code"].is_string(), "{refused}");
    till.run(&["billing-key", "show", CUSTOMER]).await.ended(1);
}

#[tokio::test]
async fn a_name_in_use_is_guarded_unless_it_is_to_be_replaced() {
    let till = Till::with(Settings { standalone_billing_key: true, ..Settings::default() }).await;
    till.register(CUSTOMER).await;
    let other = TypedCard::number("5555-5555-5555-4444");
    let paying = |more: &'static [&'static str]| till.pay_card(UID, other, more);
    let refused = issue(&contracted(&till), other, &[]).await.ended(2).document();
    let refused_too = paying(&["--customer-uid", CUSTOMER]).await.ended(2).document();
    assert_eq!(refused["error"]["code"], refused_too["error"]["code"]);
    assert_eq!(till.shop.captured(UID), Vec::<i64>::new());
    let shown = |document: &Value| document["card_number"].as_str().unwrap().to_owned();
    let stands = till.run(&["billing-key", "show", CUSTOMER]).await.ended(0).document();
    assert_eq!(shown(&stands), "400000******0002");

    let paid = paying(&["--customer-uid", CUSTOMER, "--replace-billing-key"]).await.ended(0).document();
    assert_eq!(paid["billing_key"]["registered"], true);
    let stands = till.run(&["billing-key", "show", CUSTOMER]).await.ended(0).document();
    assert_eq!(shown(&stands), "555555******4444");
    issue(&contracted(&till), TypedCard::GOOD, &["--replace"]).await.ended(0);
    let stands = till.run(&["billing-key", "show", CUSTOMER]).await.ended(0).document();
    assert_eq!(shown(&stands), "400000******0002");
}

#[tokio::test]
async fn a_declined_first_payment_registers_nothing() {
    let till = Till::open().await;
    for card in [TypedCard::OVER_LIMIT, TypedCard::OVER_LIMIT_IN_WORDS] {
        let uid = &card.number[..9];
        let declined = till.pay_card(uid, card, &["--customer-uid", CUSTOMER]).await.ended(3).document();
        assert_eq!(declined["billing_key"]["registered"], false, "{declined}");
        till.run(&["billing-key", "show", CUSTOMER]).await.ended(1);
    }
}

#[tokio::test]
async fn a_revoked_key_is_gone_for_good() {
    let till = Till::open().await;
    till.register(CUSTOMER).await;
    let revoked =
        till.run(&["billing-key", "revoke", CUSTOMER, "--reason", "해지"]).await.ended(0).document();
    assert_eq!((&revoked["revoked"], &revoked["customer_uid"]), (&json!(true), &json!(CUSTOMER)));
    for command in ["show", "revoke"] {
        let told = till.run(&["billing-key", command, CUSTOMER]).await.ended(1).document();
        assert_eq!(told["error"]["code"], "not_found");
    }
    let refused = Paying::BillingKey.run(&till, &[]).await.ended(3).document();
    assert_eq!(refused["state"], "refused");
    assert_eq!(till.shop.captured(UID), Vec::<i64>::new());
}

#[tokio::test]
async fn a_merchant_without_a_pg_setting_needs_the_contract_too() {
    let till = Till::open().await;
    let no_pg = till.keyin.clone().without("KEYIN_PG");
    let refused = issue(&no_pg, TypedCard::GOOD, &[]).await.ended(2).document();
    assert!(refused["error"]["code"].as_str().unwrap().starts_with("unsupported."), "{refused}");
    let standalone_billing_key = Some(true);
    till.shop
        .sandbox
        .update_settings(SettingsPatch { standalone_billing_key, ..SettingsPatch::default() })
        .unwrap();
    issue(&no_pg.with("KEYIN_PG_STANDALONE_BILLING_KEY", "true"), TypedCard::GOOD, &[]).await.ended(0);
}

#[tokio::test]
async fn a_key_is_not_revoked_while_a_charge_with_it_is_unknown() {
    let mut till = Till::open().await;
    till.keyin = till.keyin.with("KEYIN_GATEWAY_LAG", "1h");
    till.register(CUSTOMER).await;
    till.fail(vec![Fault::new(Operation::Again, FaultKind::DropBefore)]);
    Paying::BillingKey.run(&till, &["--wait", "0s"]).await.ended(5);
    let refused = till.run(&["billing-key", "revoke", CUSTOMER]).await.ended(2).document();
    assert_eq!(refused["error"]["code"], "billing_key.in_use");
    assert!(till.calls().iter().all(|call| call.method != "DELETE"));
    till.run(&["billing-key", "show", CUSTOMER]).await.ended(0);
}
