//! What is there again after a restart.

use std::path::Path;

use keyin_sandbox::{Fault, FaultKind, Operation, SandboxOptions, Settings, SettingsPatch, StartError};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{AGAIN, CANCEL, GUIDE_CARD, ONETIME, Shop, answer, order};

const START: i64 = 1_767_225_600;

async fn open(path: &Path) -> Shop {
    Shop::start(SandboxOptions { data: Some(path.to_owned()), seed: Some(1), ..SandboxOptions::default() })
        .await
}

/// Everything that can be asked of a shop.
async fn told(shop: &Shop) -> Vec<Value> {
    let mut told = Vec::new();
    for path in [
        "/payments/findAll/one",
        "/payments/findAll/two",
        "/payments/findAll/late",
        "/payments/status/all?limit=1000",
        "/subscribe/customers/c",
        "/subscribe/customers/gone",
        "/subscribe/customers/c/payments",
        "/payments/prepare/sum",
        "/subscribe/payments/schedule/s1",
        "/subscribe/payments/schedule/s2",
        "/subscribe/payments/schedule/s3",
        &format!("/subscribe/customers/c/schedules?from={START}&to={}", START + 1_000_000),
        "/users/pg",
    ] {
        told.push(shop.get(path).await.body);
    }
    for path in ["ledger", "settings", "clock", "merchants", "ledger?merchant=second"] {
        told.push(answer(shop.bare(Method::GET, &format!("/_sandbox/{path}"))).await.body);
    }
    told
}

#[tokio::test]
async fn a_restart_changes_nothing_that_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.data");
    let shop = open(&path).await;
    shop.sandbox.stop_clock(Some(START)).unwrap();
    shop.set(SettingsPatch {
        minimum_amount: Some(100),
        webhook_url: Some(Some("http://127.0.0.1:1/".into())),
        ..SettingsPatch::default()
    });
    for (uid, customer, card) in
        [("one", "c", GUIDE_CARD), ("two", "gone", GUIDE_CARD), ("fails", "c", "4000-0000-0031-0005")]
    {
        let mut body = order(uid, card);
        body["customer_uid"] = json!(customer);
        body["buyer_name"] = json!("홍길동");
        body["custom_data"] = json!({"a": [1, "\n"]});
        shop.post(ONETIME, &body).await.ok();
    }
    shop.post(CANCEL, &json!({"merchant_uid": "one", "amount": 500, "reason": "왜"})).await.ok();
    answer(shop.request(Method::DELETE, "/subscribe/customers/gone")).await.ok();
    shop.sandbox
        .set_faults(vec![Fault::new(Operation::Onetime, FaultKind::FailedThenPaid).seconds(30).times(1)])
        .unwrap();
    shop.pay("late", GUIDE_CARD).await.ok();
    shop.post("/payments/prepare", &json!({"merchant_uid": "sum", "amount": 5000})).await.ok();
    let item = |uid: &str, after: i64| json!({"merchant_uid": uid, "schedule_at": START + after, "amount": 1000, "name": "n"});
    let schedules =
        json!({"customer_uid": "c", "schedules": [item("s1", 100), item("s2", 5_000), item("s3", 6_000)]});
    shop.post("/subscribe/payments/schedule", &schedules).await.ok();
    shop.post("/subscribe/payments/unschedule", &json!({"customer_uid": "c", "merchant_uid": "s3"}))
        .await
        .ok();
    shop.sandbox.advance_clock(200).await.unwrap();
    let second = Settings { api_key: "second".into(), ..Settings::default() };
    // Its clock stands, too: what it shows is compared.
    shop.sandbox.add_merchant(second).unwrap().stop_clock(Some(START)).unwrap();
    let before = told(&shop).await;
    assert_eq!(before[2]["response"]["list"][0]["status"], "paid", "turned paid on the way");
    // Nothing is told to the sandbox that it goes, as after kill -9: the file is read while the first still has it.
    let copy = folder.path().join("copy.data");
    std::fs::copy(&path, &copy).unwrap();
    let mut again = open(&copy).await;
    assert_eq!(told(&again).await, before);

    // It goes on where it was: what waits is charged, and names are not drawn a second time.
    let ran = again.sandbox.advance_clock(10_000).await.unwrap().ran;
    let charged: Vec<_> =
        ran.iter().filter(|ran| ran.webhook.is_none()).map(|ran| ran.merchant_uid.as_str()).collect();
    assert_eq!(charged, ["s2"]);
    again.renew_token().await;
    let body = json!({"customer_uid": "c", "merchant_uid": "new", "amount": 1000, "name": "n"});
    let new = again.post(AGAIN, &body).await.ok();
    assert!(!before.iter().any(|answer| answer.to_string().contains(new["imp_uid"].as_str().unwrap())));
    again.sandbox.shutdown().await;
    let third = open(&copy).await;
    assert_eq!(third.get("/payments/find/new").await.ok(), new);
}

#[tokio::test]
async fn a_reset_and_a_removed_merchant_are_gone_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.data");
    let shop = open(&path).await;
    shop.set(SettingsPatch { minimum_amount: Some(100), ..SettingsPatch::default() });
    shop.sandbox.add_merchant(Settings { api_key: "second".into(), ..Settings::default() }).unwrap();
    shop.sandbox.add_merchant(Settings { api_key: "third".into(), ..Settings::default() }).unwrap();
    shop.pay("p", GUIDE_CARD).await.ok();
    shop.sandbox.reset();
    shop.sandbox.remove_merchant("second").unwrap();
    shop.sandbox.shutdown().await;
    let again = open(&path).await;
    assert!(again.sandbox.ledger().is_empty());
    assert_eq!(again.sandbox.settings().minimum_amount, 100);
    let keys: Vec<_> = again.sandbox.merchants().iter().map(keyin_sandbox::Merchant::api_key).collect();
    assert_eq!(keys, ["imp_apikey", "third"]);
}

#[tokio::test]
async fn after_a_shutdown_another_can_have_the_file_whoever_still_holds_a_merchant() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.data");
    let shop = open(&path).await;
    shop.pay("p", GUIDE_CARD).await.ok();
    let held = shop.sandbox.merchants().remove(0);
    shop.sandbox.shutdown().await;
    let again = open(&path).await;
    assert_eq!((again.sandbox.ledger().len(), held.ledger().len()), (1, 1));
    // What is done to the one that was shut down is done in memory alone.
    held.reset();
    again.sandbox.shutdown().await;
    assert_eq!(open(&path).await.sandbox.ledger().len(), 1);
}

#[tokio::test]
async fn no_card_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.data");
    let shop = open(&path).await;
    for (uid, card) in [
        ("1", GUIDE_CARD),
        ("2", "4000-0000-0031-0005"),
        ("3", "4000-0001-0031-0004"),
        ("4", "4000-0004-0031-0001"),
    ] {
        let mut body = order(uid, card);
        body["customer_uid"] = json!(format!("c{uid}"));
        body["pwd_2digit"] = json!("97");
        shop.post(ONETIME, &body).await;
    }
    shop.sandbox.shutdown().await;
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("123412******1234"), "the masked number should be there to be found");
    for secret in [
        GUIDE_CARD,
        "1234123412341234",
        "4000000000310005",
        "4000000400310001",
        "4000-0004",
        "2019-01",
        "\"97\"",
        "123456\"",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_used_keeps_the_sandbox_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.data");
    std::fs::write(&path, "a letter").unwrap();
    let options = SandboxOptions { data: Some(path), ..SandboxOptions::default() };
    assert!(matches!(keyin_sandbox::Sandbox::start(options), Err(StartError::Data { .. })));
}
