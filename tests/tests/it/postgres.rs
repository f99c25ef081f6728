//! The journal in PostgreSQL, as people and programs see it.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_test_postgres::{ClusterOptions, PASSWORD, TestPostgres};
use keyin_tests::Till;
use serde_json::Value;

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
    // It is one machine, but an answer may be a while on its way; how long is bounded by the exit status.
    let check = check("store clock");
    let (apart, _) = check["detail"].as_str().unwrap().split_once(" s against the database").unwrap();
    assert!(apart.parse::<i64>().is_ok(), "{document}");
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
