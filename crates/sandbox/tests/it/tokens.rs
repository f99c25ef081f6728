//! Tokens: issued, presented in four ways, refused.

use keyin_sandbox::{Fault, FaultKind, Operation};
use reqwest::Method;
use serde_json::json;

use crate::client::{Shop, answer};

const TOKEN: &str = "/users/getToken";

#[tokio::test]
async fn the_same_token_is_granted_in_json_and_form_and_with_a_slash() {
    let shop = Shop::open().await;
    let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
    let first = answer(shop.bare(Method::POST, TOKEN).json(&keys)).await.ok();
    let form = answer(shop.bare(Method::POST, &format!("{TOKEN}/")).form(&keys)).await.ok();
    assert_eq!(first["access_token"], form["access_token"]);
    assert_eq!(first["expired_at"], form["expired_at"]);
    let (now, end) = (first["now"].as_i64().unwrap(), first["expired_at"].as_i64().unwrap());
    assert!((1_700..=1_800).contains(&(end - now)));
    let token = first["access_token"].as_str().unwrap();
    assert!(token.len() == 40 && token.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
}

#[tokio::test]
async fn bad_keys_and_missing_keys_have_their_own_answers() {
    let shop = Shop::open().await;
    let ask = |body: serde_json::Value| answer(shop.bare(Method::POST, TOKEN).json(&body));
    let bad = "인증에 실패하였습니다. API키와 secret을 확인하세요.";
    ask(json!({"imp_key": "imp_apikey", "imp_secret": "wrong"})).await.is_error(401, -1, bad);
    let missing = "imp_key, imp_secret 파라메터가 누락되었습니다.";
    ask(json!({"imp_key": "imp_apikey"})).await.is_error(400, -1, missing);
    // A form announced as JSON reads as a call without parameters.
    let mislabelled = shop.bare(Method::POST, TOKEN).header("Content-Type", "application/json");
    answer(mislabelled.body("imp_key=imp_apikey&imp_secret=imp_secret")).await.is_error(400, -1, missing);
}

#[tokio::test]
async fn a_token_is_taken_in_four_ways() {
    let shop = Shop::open().await;
    let token = shop.token();
    let get = |path: &str| shop.bare(Method::GET, path);
    answer(get("/users/pg").header("Authorization", token)).await.ok();
    answer(get("/users/pg").header("Authorization", format!("Bearer {token}"))).await.ok();
    answer(get("/users/pg").header("X-ImpTokenHeader", token)).await.ok();
    answer(get(&format!("/users/pg/?_token={token}"))).await.ok();
    for request in [
        get("/users/pg"),
        get("/users/pg").header("Authorization", format!("Basic {token}")),
        get("/users/pg").header("Authorization", "Bearer 0123456789abcdef0123456789abcdef01234567"),
        get("/users/pg?_token=").header("Authorization", ""),
        get("/payments/imps_100000000001"),
        shop.bare(Method::POST, "/subscribe/payments/onetime").json(&json!({})),
    ] {
        answer(request).await.is_error(401, -1, "Unauthorized");
    }
}

#[tokio::test]
async fn an_expired_token_is_replaced_by_another() {
    let mut shop = Shop::open().await;
    let old = shop.token().to_owned();
    shop.sandbox.set_faults(vec![Fault::new(Operation::Payment, FaultKind::ExpireToken).times(1)]).unwrap();
    shop.get("/payments/imps_100000000001").await.is_error(401, -1, "Unauthorized");
    shop.get("/payments/imps_100000000001").await.is_error(401, -1, "Unauthorized");
    shop.renew_token().await;
    assert_ne!(shop.token(), old);
    shop.get("/users/pg").await.ok();
}

#[tokio::test]
async fn an_expire_token_fault_on_get_token_ends_the_keys_token() {
    let mut shop = Shop::open().await;
    let old = shop.token().to_owned();
    shop.sandbox.set_faults(vec![Fault::new(Operation::GetToken, FaultKind::ExpireToken).times(1)]).unwrap();
    let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
    answer(shop.bare(Method::POST, TOKEN).json(&keys)).await.is_error(401, -1, "Unauthorized");
    shop.renew_token().await;
    assert_ne!(shop.token(), old);
}

#[tokio::test]
async fn the_channels_are_listed_without_the_sandboxs_own_switches() {
    let shop = Shop::open().await;
    let channels = shop.get("/users/pg").await.ok();
    let names: Vec<_> = channels[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["channel_key", "channel_name", "pg_id", "pg_provider", "sandbox", "type"]);
    assert_eq!(channels[0]["pg_provider"], "settle");
    assert_eq!((&channels[0]["type"], &channels[0]["sandbox"]), (&json!("api_payment"), &json!(true)));
}
