//! The journal in PostgreSQL, as people and programs see it.

use keyin_domain::jiff::Timestamp;
use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_test_postgres::{ClusterOptions, PASSWORD, TestPostgres};
use keyin_tests::{Run, Till};
use serde_json::{Value, json};

fn pay(uid: &str) -> [&str; 10] {
    [
        "pay",
        "billing-key",
        "--customer-uid",
        "customer-1",
        "--merchant-uid",
        uid,
        "--amount",
        "1000",
        "--name",
        "order",
    ]
}

/// A till whose journal is in that database.
async fn till_with(url: &str) -> Till {
    let mut till = Till::open().await;
    till.register("customer-1").await;
    till.keyin = till.keyin.with("KEYIN_STORE", url);
    till
}

#[tokio::test]
async fn a_payment_is_made_listed_and_shown_with_its_history() {
    let database = TestPostgres::shared().fresh_database();
    let till = till_with(database.url()).await;
    let paid = till.run(&pay("order-1")).await.ended(0).document();
    assert_eq!(paid["state"], "succeeded");
    let again = till.run(&pay("order-1")).await.ended(0).document();
    assert_eq!((&again["replayed"], &again["imp_uid"]), (&Value::Bool(true), &paid["imp_uid"]));
    assert_eq!(till.shop.captured("order-1"), [1_000]);
    let listed = till.run(&["pay", "list"]).await.ended(0).documents();
    assert_eq!(
        listed.iter().map(|row| row["merchant_uid"].as_str().unwrap()).collect::<Vec<_>>(),
        ["order-1"]
    );
    let shown = till.run(&["pay", "show", "order-1", "--history"]).await.ended(0).document();
    let history: Vec<&str> =
        shown["history"].as_array().unwrap().iter().map(|e| e["what"].as_str().unwrap()).collect();
    assert_eq!(history[..3], ["intended", "claimed", "paid"]);
    assert!(!till.keyin.journal().exists(), "there is no file beside the database");
}

#[tokio::test]
async fn the_url_may_stand_in_a_file_or_in_the_settings_file() {
    let database = TestPostgres::shared().fresh_database();
    let till = till_with(database.url()).await;
    till.run(&pay("order-1")).await.ended(0);
    let path = till.keyin.folder().join("store-url");
    std::fs::write(&path, format!("{}\n", database.url())).unwrap();
    let by_file = till.keyin.clone().without("KEYIN_STORE").with("KEYIN_STORE_FILE", path.to_str().unwrap());
    assert_eq!(by_file.run(&["pay", "list", "--json"]).await.ended(0).documents().len(), 1);
    for content in [format!("store = \"{}\"\n", database.url()), "store_file = \"store-url\"\n".to_owned()] {
        std::fs::write(till.keyin.folder().join("keyin.toml"), content).unwrap();
        let by_settings = till.keyin.clone().without("KEYIN_STORE");
        assert_eq!(by_settings.run(&["pay", "list", "--json"]).await.ended(0).documents().len(), 1);
    }
}

#[tokio::test]
async fn the_doctor_names_the_database_and_its_clock() {
    let database = TestPostgres::shared().fresh_database();
    let till = till_with(database.url()).await;
    let run = till.run(&["doctor"]).await.ended(0);
    let document = run.document();
    let check = |name: &str| {
        let checks = document["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == name).unwrap_or_else(|| panic!("{document}")).clone()
    };
    assert!(check("store")["detail"].as_str().unwrap().contains(database.name()), "{document}");
    assert!(check("store clock")["detail"].as_str().unwrap().contains("+0 s"), "{document}");
    assert!(!run.stdout.contains(PASSWORD) && !run.stderr.contains(PASSWORD));
}

#[tokio::test]
async fn a_database_that_restarts_in_mid_run_loses_nothing() {
    let server = TestPostgres::start(&ClusterOptions::default());
    let database = server.fresh_database();
    let till = till_with(database.url()).await;
    // The answer of the gateway is held back while the database restarts: the record then finds no connection.
    let slow = Fault::new(Operation::Again, FaultKind::Delay).delay_ms(1_000);
    till.fail(vec![slow]);
    let arguments = [&pay("order-1")[..], &["--json"]].concat();
    let running = till.keyin.start(&arguments, b"").await;
    keyin_tests::until("the gateway is called", || till.calls_to("/subscribe/payments/again") > 0).await;
    server.restart_immediately();
    let run = keyin_tests::Run::end_of(running).await.ended(0);
    assert_eq!(run.document()["state"], "succeeded");
    assert_eq!(till.shop.captured("order-1"), [1_000]);
    let shown = till.show("order-1").await;
    assert_eq!(shown["state"], "succeeded");
}

#[tokio::test]
async fn a_database_that_is_gone_in_mid_run_leaves_a_charge_that_is_settled_later() {
    let server = TestPostgres::start(&ClusterOptions::default());
    let database = server.fresh_database();
    let till = till_with(database.url()).await;
    let slow = Fault::new(Operation::Again, FaultKind::Delay).delay_ms(1_000);
    till.fail(vec![slow]);
    let arguments = [&pay("order-1")[..], &["--json"]].concat();
    let running = till.keyin.start(&arguments, b"").await;
    keyin_tests::until("the gateway is called", || till.calls_to("/subscribe/payments/again") > 0).await;
    server.stop_immediately();
    // It may be charged, and the journal cannot be told: that is an unknown outcome.
    let run = keyin_tests::Run::end_of(running).await;
    assert_eq!(run.exit, Some(5), "{run:?}");
    assert!(!run.stderr.contains(PASSWORD) && !run.stdout.contains(PASSWORD), "{run:?}");
    server.start_again();
    till.fail(vec![]);
    till.run(&["resolve", "--wait"]).await.ended(0);
    assert_eq!(till.show("order-1").await["state"], "succeeded");
    assert_eq!(till.shop.captured("order-1"), [1_000]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_are_reconciled_and_mended() {
    let database = TestPostgres::shared().fresh_database();
    let till = till_with(database.url()).await;
    till.run(&pay("known")).await.ended(0);
    // Somebody else pays, and somebody else gives back.
    let elsewhere =
        json!({"customer_uid": "customer-1", "merchant_uid": "unknown", "amount": 2000, "name": "order"});
    till.shop.post("/subscribe/payments/again", &elsewhere).await.ok();
    till.shop.post("/payments/cancel", &json!({"merchant_uid": "known", "amount": 400})).await.ok();

    let found = till.run(&["reconcile"]).await.ended(1);
    assert_eq!(
        differences(&found),
        [("cancel_differs", "known"), ("unknown_here", "registers-customer-1"), ("unknown_here", "unknown")]
            .map(|(kind, uid)| (kind.to_owned(), uid.to_owned()))
    );
    till.run(&["reconcile", "--repair"]).await.ended(1);
    assert_eq!(till.show("known").await["cancel_amount"], 400);
    let left = till.run(&["reconcile"]).await.ended(1);
    assert!(differences(&left).iter().all(|(kind, _)| kind == "unknown_here"), "{left:?}");
}

/// What differs and where, in order.
fn differences(run: &Run) -> Vec<(String, String)> {
    let mut documents = run.documents();
    documents.retain(|document| document["kind"].is_string());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut found: Vec<_> =
        documents.iter().map(|found| (text(&found["kind"]), text(&found["merchant_uid"]))).collect();
    found.sort();
    found
}

#[tokio::test]
async fn what_is_scheduled_is_settled_after_its_time() {
    let database = TestPostgres::shared().fresh_database();
    let till = till_with(database.url()).await;
    let at = Timestamp::from_second(till.shop.sandbox.clock().now + 3_600).unwrap().to_string();
    let order =
        ["--customer-uid", "customer-1", "--merchant-uid", "pass-12", "--amount", "1000", "--name", "order"];
    let added = till.run(&[&["schedule", "add", "--at", &at], &order[..]].concat()).await.ended(0).document();
    assert_eq!(added["state"], "scheduled");
    // keyin never charges it, too.
    till.run(&pay("pass-12")).await.ended(2);
    till.shop.sandbox.advance_clock(7_200).await.unwrap();
    till.run(&["schedule", "show", "pass-12"]).await.ended(0);
    assert_eq!(till.shop.captured("pass-12"), [1_000]);
    let listed = till.run(&["pay", "list"]).await.ended(0).documents();
    assert!(
        listed.iter().any(|row| row["merchant_uid"] == "pass-12" && row["state"] == "succeeded"),
        "{listed:?}"
    );
}
