//! The controls over HTTP.

use keyin_sandbox::{Fault, FaultKind, Operation, SandboxOptions};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{CANCEL, GUIDE_CARD, ONETIME, Shop, answer, order};

async fn control(shop: &Shop, method: Method, path: &str, body: Value) -> (u16, Value) {
    let request = shop.bare(method, &format!("/_sandbox/{path}"));
    let told = answer(if body.is_null() { request } else { request.json(&body) }).await;
    (told.status, told.body)
}

async fn get(shop: &Shop, path: &str) -> Value {
    let (status, body) = control(shop, Method::GET, path, Value::Null).await;
    assert_eq!(status, 200);
    body
}

#[tokio::test]
async fn the_ledger_tells_charges_and_cancels_in_order() {
    let shop = Shop::open().await;
    assert_eq!(get(&shop, "ledger").await, json!({"entries": []}));
    let mut body = order("l1", GUIDE_CARD);
    body["customer_uid"] = json!("c1");
    let paid = shop.post(ONETIME, &body).await.ok();
    shop.post(CANCEL, &json!({"merchant_uid": "l1", "amount": 500})).await.ok();
    let ledger = get(&shop, "ledger/").await;
    let entry = |kind, amount, at: &Value| {
        json!({
            "merchant_uid": "l1", "imp_uid": paid["imp_uid"], "customer_uid": "c1", "kind": kind, "amount": amount, "at": at,
        })
    };
    let at = &ledger["entries"][1]["at"];
    assert_eq!(
        ledger,
        json!({"entries": [entry("charge", 3000, &paid["paid_at"]), entry("cancel", 500, at)]})
    );
    assert_eq!(serde_json::to_value(shop.sandbox.ledger()).unwrap(), ledger["entries"]);
}

#[tokio::test]
async fn faults_are_put_counted_down_and_deleted() {
    let shop = Shop::open().await;
    let faults = json!({"faults": [{"operation": "onetime", "kind": "rate_limit", "times": 2}]});
    let (status, put) = control(&shop, Method::PUT, "faults", faults).await;
    assert_eq!((status, &put["faults"][0]["times"]), (200, &json!(2)));
    assert_eq!(shop.pay("f1", GUIDE_CARD).await.status, 429);
    assert_eq!(get(&shop, "faults").await["faults"][0]["times"], 1);
    assert_eq!(shop.sandbox.faults(), [Fault::new(Operation::Onetime, FaultKind::RateLimit).times(1)]);
    let (status, left) = control(&shop, Method::DELETE, "faults", Value::Null).await;
    assert_eq!((status, left), (200, json!({"faults": []})));
    assert_eq!(shop.pay("f1", GUIDE_CARD).await.ok()["status"], "paid");
}

#[tokio::test]
async fn the_clock_stands_and_moves_as_told() {
    let shop = Shop::open().await;
    assert_eq!(get(&shop, "clock").await["mode"], "real");
    let put = async |body: Value| control(&shop, Method::PUT, "clock", body).await;
    let advance = async |body: Value| control(&shop, Method::POST, "clock/advance", body).await;
    let stands = |now: i64| (200, json!({"now": now, "mode": "manual", "ran": []}));
    assert_eq!(put(json!({"now": 1_767_225_600, "mode": "manual"})).await, stands(1_767_225_600));
    assert_eq!(shop.pay("p", GUIDE_CARD).await.ok()["paid_at"], 1_767_225_600);
    let advanced = json!({"now": 1_767_225_660, "mode": "manual", "ran": []});
    assert_eq!(advance(json!({"seconds": 60})).await, (200, advanced));
    let cancelled = shop.post(CANCEL, &json!({"merchant_uid": "p"})).await.ok();
    assert_eq!(cancelled["cancelled_at"], 1_767_225_660);
    assert_eq!(put(json!({"now": 0})).await, stands(0));
    for (told, field) in [
        (put(json!({"now": -1})).await, "now"),
        (put(json!({"now": "0"})).await, "now"),
        (put(json!({"mode": "sideways"})).await, "mode"),
        (advance(json!({})).await, "seconds"),
        (advance(json!({"seconds": -1})).await, "seconds"),
        (advance(json!({"seconds": u64::MAX})).await, "seconds"),
    ] {
        assert_eq!((told.0, &told.1["error"]["field"]), (400, &json!(field)), "{}", told.1);
    }
    assert_eq!(get(&shop, "clock").await, json!({"now": 0, "mode": "manual"}));
    let running = put(json!({"now": 4_102_444_800_i64, "mode": "real"})).await.1;
    assert!(running["mode"] == "real" && running["now"].as_i64() >= Some(4_102_444_800), "{running}");
    let machine = put(json!({"mode": "real"})).await.1;
    assert!(machine["now"].as_i64() < Some(4_102_444_800), "{machine}");
    assert!(put(json!({"mode": "manual"})).await.1["now"].as_i64() >= machine["now"].as_i64());
    assert_eq!(shop.sandbox.clock(), shop.sandbox.stop_clock(None).unwrap());
}

#[tokio::test]
async fn settings_change_what_they_name() {
    let shop = Shop::open().await;
    let before = get(&shop, "settings").await;
    assert_eq!((&before["api_key"], &before["api_secret"]), (&json!("imp_apikey"), &json!("imp_secret")));
    assert_eq!((&before["same_merchant_uid"], &before["auth"]), (&json!("refuse"), &json!("card_expiry")));
    assert_eq!(
        (&before["standalone_billing_key"], &before["hide_test_payments"]),
        (&json!(false), &json!(false))
    );
    let change = json!({"same_merchant_uid": "charge_again", "standalone_billing_key": true});
    let (status, after) = control(&shop, Method::PUT, "settings", change).await;
    let mut expected = before.clone();
    expected["same_merchant_uid"] = json!("charge_again");
    expected["standalone_billing_key"] = json!(true);
    assert_eq!((status, &after), (200, &expected));
    assert_eq!(get(&shop, "settings").await, expected);

    let (status, refused) =
        control(&shop, Method::PUT, "settings", json!({"same_merchant_uid": "maybe", "auth": "x"})).await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("sandbox.invalid_value")));
    let (status, refused) = control(&shop, Method::PUT, "settings", json!({"nonsense": 1})).await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!("sandbox.unknown_field")));
    assert_eq!(get(&shop, "settings").await, expected);
    let broken = shop.bare(Method::PUT, "/_sandbox/settings").body("{\"api_key\":");
    let told = answer(broken).await;
    assert_eq!((told.status, &told.body["error"]["code"]), (400, &json!("sandbox.invalid_json")));
}

#[tokio::test]
async fn the_development_account_comes_with_one_press() {
    let shop = Shop::open().await;
    control(&shop, Method::PUT, "settings", json!({"channels": []})).await;
    let no_channel = "비인증결제모듈 사용정보를 찾을 수 없습니다.";
    shop.pay("d1", GUIDE_CARD).await.is_error(200, -1, no_channel);
    let (status, settings) = control(&shop, Method::POST, "settings/development-account", Value::Null).await;
    assert_eq!((status, &settings["channels"][0]["pg_provider"]), (200, &json!("settle")));
    shop.pay("d1", GUIDE_CARD).await.ok();
}

#[tokio::test]
async fn requests_are_logged_without_card_data_and_without_controls() {
    let shop = Shop::open().await;
    let mut body = order("log1", "4000-0000-0000-0002");
    body["pwd_2digit"] = json!("97");
    body["cvc"] = json!("123");
    shop.post_form(ONETIME, &body).await.ok();
    shop.get(&format!("/users/pg?_token={}", shop.token())).await.ok();
    shop.get("/nope").await;
    let log = get(&shop, "requests").await;
    let log = log["requests"].as_array().unwrap();
    let told: Vec<_> =
        log.iter().map(|r| (r["method"].clone(), r["path"].clone(), r["status"].clone())).collect();
    let line = |method: &str, path: &str, status: u16| (json!(method), json!(path), json!(status));
    let expected = [
        line("POST", "/users/getToken", 200),
        line("POST", ONETIME, 200),
        line("GET", "/users/pg", 200),
        line("GET", "/nope", 404),
    ];
    assert_eq!(told, expected);
    assert_eq!(log[0]["body"], json!({"imp_key": "imp_apikey", "imp_secret": "***"}));
    for (name, value) in [
        ("merchant_uid", "log1"),
        ("amount", "3000"),
        ("card_number", "***"),
        ("expiry", "***"),
        ("birth", "***"),
        ("pwd_2digit", "***"),
        ("cvc", "***"),
    ] {
        assert_eq!(log[1]["body"][name], value, "{name}");
    }
    assert_eq!((&log[2]["query"], &log[2]["body"]), (&json!({"_token": "***"}), &Value::Null));
    assert!(log.iter().all(|request| request["at"].as_i64() > Some(1_700_000_000)));
    assert_eq!(serde_json::to_value(shop.sandbox.requests()).unwrap().as_array().unwrap(), log);
}

#[tokio::test]
async fn reset_empties_and_keeps_the_settings() {
    let shop = Shop::open().await;
    let mut body = order("r1", GUIDE_CARD);
    body["customer_uid"] = json!("c1");
    let paid = shop.post(ONETIME, &body).await.ok();
    control(&shop, Method::PUT, "settings", json!({"answers": "sparse"})).await;
    control(&shop, Method::PUT, "faults", json!({"faults": [{"operation": "status", "kind": "rate_limit"}]}))
        .await;
    assert_eq!(control(&shop, Method::POST, "reset", Value::Null).await, (200, json!({})));
    assert_eq!(get(&shop, "ledger").await, json!({"entries": []}));
    assert_eq!(get(&shop, "requests").await, json!({"requests": []}));
    assert_eq!(get(&shop, "faults").await, json!({"faults": []}));
    assert_eq!(get(&shop, "settings").await["answers"], "sparse");
    assert_eq!(shop.get("/payments/find/r1").await.status, 404);
    assert_eq!(shop.get("/subscribe/customers/c1").await.body["code"], 1);
    assert_ne!(
        shop.post(ONETIME, &body).await.ok()["imp_uid"],
        paid["imp_uid"],
        "an old name never names another"
    );
}

#[tokio::test]
async fn unknown_controls_and_methods_are_refused() {
    let shop = Shop::open().await;
    for (method, path, status) in [
        (Method::GET, "nope", 404),
        (Method::GET, "", 404),
        (Method::DELETE, "ledger", 405),
        (Method::GET, "reset", 405),
        (Method::POST, "settings", 405),
    ] {
        let (told, body) = control(&shop, method, path, Value::Null).await;
        assert_eq!(told, status, "{path}");
        assert!(body["error"]["message"].is_string());
    }
    let (status, _) =
        control(&shop, Method::PUT, "faults", json!({"faults": [], "x": "y".repeat(70_000)})).await;
    assert_eq!(status, 413);
}

#[tokio::test]
async fn an_ipv6_sandbox_has_a_url_that_works() {
    let options = SandboxOptions { listen: "[::1]:0".parse().unwrap(), ..SandboxOptions::default() };
    let shop = Shop::start(options).await;
    assert_eq!(get(&shop, "ledger").await, json!({"entries": []}));
}

#[tokio::test]
async fn a_failed_payment_can_turn_paid_by_itself() {
    let shop = Shop::open().await;
    let failed = shop.pay("late", "4000-0000-0031-0005").await.ok();
    let turn =
        async |imp_uid: &Value| control(&shop, Method::POST, "turn-paid", json!({"imp_uid": imp_uid})).await;
    assert_eq!(turn(&failed["imp_uid"]).await, (200, json!({})));
    let paid = shop.get("/payments/find/late").await.ok();
    assert_eq!((&paid["imp_uid"], &paid["status"]), (&failed["imp_uid"], &json!("paid")));
    assert_eq!((&paid["fail_reason"], &paid["failed_at"]), (&Value::Null, &json!(0)));
    assert_eq!(shop.captured("late"), [3000]);
    let events = get(&shop, "events").await;
    let turned = json!({
        "at": paid["paid_at"], "kind": "turned_paid", "imp_uid": paid["imp_uid"], "merchant_uid": "late",
        "status": "paid", "cancellation_id": null, "notice_url": null,
    });
    assert_eq!(events, json!({"events": [turned]}), "a failure is no event, a late approval is one");
    for wrong in [&failed["imp_uid"], &json!("imps_000000000001"), &json!("x"), &json!(1)] {
        let (status, body) = turn(wrong).await;
        assert_eq!((status, &body["error"]["field"]), (400, &json!("imp_uid")));
    }
    assert_eq!(shop.captured("late"), [3000]);
}
