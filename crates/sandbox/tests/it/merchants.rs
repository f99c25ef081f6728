//! Several merchants in one sandbox.

use keyin_sandbox::{Fault, FaultKind, Operation, Settings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{GUIDE_CARD, ONETIME, Shop, answer, order};

/// A shop with a second merchant, and his token.
async fn two() -> (Shop, String) {
    let shop = Shop::open().await;
    let settings =
        Settings { api_key: "second".into(), api_secret: "its secret".into(), ..Settings::default() };
    shop.sandbox.add_merchant(settings).unwrap();
    let token = token(&shop, "second", "its secret").await;
    (shop, token)
}

async fn token(shop: &Shop, key: &str, secret: &str) -> String {
    let keys = json!({"imp_key": key, "imp_secret": secret});
    let granted = answer(shop.bare(Method::POST, "/users/getToken").json(&keys)).await.ok();
    granted["access_token"].as_str().unwrap().to_owned()
}

async fn call(shop: &Shop, token: &str, method: Method, path: &str, body: &Value) -> (u16, Value) {
    let told = answer(shop.bare(method, path).header("Authorization", token).json(body)).await;
    (told.status, told.body)
}

#[tokio::test]
async fn each_has_data_of_its_own() {
    let (shop, second) = two().await;
    let mut body = order("same", GUIDE_CARD);
    body["customer_uid"] = json!("c");
    let (_, theirs) = call(&shop, &second, Method::POST, ONETIME, &body).await;
    assert_eq!(theirs["response"]["status"], "paid");
    assert_eq!(shop.get("/payments/find/same").await.status, 404);
    assert_eq!(shop.get("/subscribe/customers/c").await.body["code"], 1);
    let ours = shop.pay("same", GUIDE_CARD).await.ok();
    assert_ne!(ours["imp_uid"], theirs["response"]["imp_uid"]);
    let path = format!("/payments/{}", ours["imp_uid"].as_str().unwrap());
    assert_eq!(call(&shop, &second, Method::GET, &path, &json!({})).await.0, 404);
    let ledgers = [shop.sandbox.ledger(), shop.sandbox.merchant("second").unwrap().ledger()];
    assert_eq!(ledgers.map(|entries| entries.len()), [1, 1]);
    let logged = shop.sandbox.merchant("second").unwrap().requests();
    assert_eq!(logged.iter().map(|call| call.status).collect::<Vec<_>>(), [Some(200), Some(200), Some(404)]);
}

#[tokio::test]
async fn each_has_a_clock_faults_and_settings_of_its_own() {
    let (shop, second) = two().await;
    let merchant = shop.sandbox.merchant("second").unwrap();
    merchant.stop_clock(Some(1_000)).unwrap();
    merchant.set_faults(vec![Fault::new(Operation::Onetime, FaultKind::RateLimit).times(1)]).unwrap();
    assert!(shop.pay("ours", GUIDE_CARD).await.ok()["paid_at"].as_i64() > Some(1_700_000_000));
    // The token was good by the clock that ran; by the one that stands in 1970 it is, too.
    assert_eq!(call(&shop, &second, Method::POST, ONETIME, &order("theirs", GUIDE_CARD)).await.0, 429);
    let (_, paid) = call(&shop, &second, Method::POST, ONETIME, &order("theirs", GUIDE_CARD)).await;
    assert_eq!(paid["response"]["paid_at"], 1_000);
    merchant
        .update_settings(keyin_sandbox::SettingsPatch {
            channels: Some(Vec::new()),
            ..keyin_sandbox::SettingsPatch::default()
        })
        .unwrap();
    assert_eq!(call(&shop, &second, Method::GET, "/users/pg", &json!({})).await.1["response"], json!([]));
    assert_eq!(shop.get("/users/pg").await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn keys_go_with_their_own_secret() {
    let (shop, second) = two().await;
    assert_ne!(shop.token(), second);
    for (key, secret) in [("second", "imp_secret"), ("imp_apikey", "its secret"), ("third", "its secret")] {
        let keys = json!({"imp_key": key, "imp_secret": secret});
        let refused = answer(shop.bare(Method::POST, "/users/getToken").json(&keys)).await;
        refused.is_error(401, -1, "인증에 실패하였습니다. API키와 secret을 확인하세요.");
    }
    shop.sandbox.remove_merchant("second").unwrap();
    assert_eq!(call(&shop, &second, Method::GET, "/users/pg", &json!({})).await.0, 401);
}

async fn control(shop: &Shop, method: Method, path: &str, body: Value) -> (u16, Value) {
    let told = answer(shop.bare(method, &format!("/_sandbox/{path}")).json(&body)).await;
    (told.status, told.body)
}

#[tokio::test]
async fn merchants_come_and_go_over_http() {
    let shop = Shop::open().await;
    let new = json!({"api_key": "a b/c", "api_secret": "s", "answers": "sparse"});
    let (status, added) = control(&shop, Method::POST, "merchants", new.clone()).await;
    assert_eq!((status, &added["api_key"], &added["clock"]["mode"]), (201, &json!("a b/c"), &json!("real")));
    let (status, refused) = control(&shop, Method::POST, "merchants", new).await;
    assert_eq!((status, &refused["error"]["code"]), (409, &json!("sandbox.conflict")));
    let (status, refused) = control(&shop, Method::POST, "merchants", json!({"api_secret": "s"})).await;
    assert_eq!((status, &refused["error"]["field"]), (400, &json!("api_key")));
    let (_, listed) = control(&shop, Method::GET, "merchants", Value::Null).await;
    let keys: Vec<_> =
        listed["merchants"].as_array().unwrap().iter().map(|each| each["api_key"].clone()).collect();
    assert_eq!(keys, ["imp_apikey", "a b/c"]);
    assert_eq!(control(&shop, Method::DELETE, "merchants/imp_apikey", Value::Null).await.0, 409);
    assert_eq!(control(&shop, Method::DELETE, "merchants/a%20b%2Fc", Value::Null).await.0, 200);
    assert_eq!(control(&shop, Method::DELETE, "merchants/a%20b%2Fc", Value::Null).await.0, 404);
}

#[tokio::test]
async fn a_query_or_a_header_names_the_merchant_a_control_means() {
    let (shop, second) = two().await;
    call(&shop, &second, Method::POST, ONETIME, &order("theirs", GUIDE_CARD)).await;
    let count = |told: &Value| told["entries"].as_array().map(Vec::len);
    let plain = control(&shop, Method::GET, "ledger", Value::Null).await.1;
    let named = control(&shop, Method::GET, "ledger?merchant=second", Value::Null).await.1;
    let header = shop.bare(Method::GET, "/_sandbox/ledger").header("X-Sandbox-Merchant", "second");
    assert_eq!(
        (count(&plain), count(&named), count(&answer(header).await.body)),
        (Some(0), Some(1), Some(1))
    );
    let (status, refused) = control(&shop, Method::GET, "ledger?merchant=nobody", Value::Null).await;
    assert_eq!((status, &refused["error"]["code"]), (404, &json!("sandbox.no_such_merchant")));
    control(&shop, Method::PUT, "settings?merchant=second", json!({"api_key": "renamed"})).await;
    assert!(shop.sandbox.merchant("second").is_none() && shop.sandbox.merchant("renamed").is_some());
    let (status, _) = control(&shop, Method::PUT, "settings", json!({"api_key": "renamed"})).await;
    assert_eq!(status, 409);
    control(&shop, Method::POST, "reset?merchant=renamed", Value::Null).await;
    assert!(shop.sandbox.merchant("renamed").unwrap().ledger().is_empty());
}
