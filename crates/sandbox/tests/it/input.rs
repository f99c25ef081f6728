//! Input nobody should send.

use keyin_sandbox::{OverLength, SettingsPatch};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{AGAIN, CANCEL, GUIDE_CARD, ONETIME, Shop, answer, order};

#[tokio::test]
async fn all_missing_parameters_are_named() {
    let shop = Shop::open().await;
    let all = "[\"merchant_uid\",\"amount\",\"card_number\",\"expiry\"] 파라메터는 필수입니다.";
    shop.post(ONETIME, &json!({})).await.is_error(200, -1, all);
    shop.post(ONETIME, &json!({"merchant_uid": "", "amount": null, "card_number": [], "expiry": {}}))
        .await
        .is_error(200, -1, all);
    let mut body = order("m", GUIDE_CARD);
    body["card_number"] = Value::Null;
    shop.post_form(ONETIME, &json!({"merchant_uid": "m", "amount": 1000, "expiry": "2030-01"}))
        .await
        .is_error(200, -1, "[\"card_number\"] 파라메터는 필수입니다.");
    shop.post(AGAIN, &json!({"amount": 5})).await.is_error(
        200,
        -1,
        "[\"customer_uid\",\"merchant_uid\"] 파라메터는 필수입니다.",
    );
}

#[tokio::test]
async fn lengths_are_counted_in_characters() {
    let shop = Shop::open().await;
    for (name, max) in [
        ("merchant_uid", 40),
        ("customer_uid", 80),
        ("name", 40),
        ("buyer_name", 16),
        ("buyer_email", 64),
        ("buyer_tel", 16),
        ("buyer_addr", 128),
        ("buyer_postcode", 8),
    ] {
        let letter = if name == "merchant_uid" { "a" } else { "가" };
        let mut body = order("len", GUIDE_CARD);
        body[name] = json!(letter.repeat(max + 1));
        let message = format!("{name}은(는) 최대 {max}자까지 입력할 수 있습니다.");
        shop.post(ONETIME, &body).await.is_error(200, -1, &message);
    }
    assert!(shop.sandbox.ledger().is_empty());
    let mut longest = order(&"a".repeat(40), GUIDE_CARD);
    longest["name"] = json!("가".repeat(40));
    shop.post(ONETIME, &longest).await.ok();
    shop.set(SettingsPatch { over_length: Some(OverLength::Cut), ..SettingsPatch::default() });
    let mut cut = order("cut", GUIDE_CARD);
    cut["buyer_name"] = json!("가".repeat(20));
    assert_eq!(shop.post(ONETIME, &cut).await.ok()["buyer_name"], "가".repeat(16));
}

#[tokio::test]
async fn amounts_are_whole_and_positive() {
    let shop = Shop::open().await;
    for amount in [
        json!(0),
        json!(-1000),
        json!("abc"),
        json!(1000.5),
        json!({"won": 1}),
        json!(true),
        json!("9".repeat(400)),
    ] {
        let mut body = order("amount", GUIDE_CARD);
        body["amount"] = amount.clone();
        let answer = shop.post(ONETIME, &body).await;
        assert_eq!((answer.status, &answer.body["code"]), (200, &json!(-1)), "{amount}");
    }
    assert!(shop.sandbox.ledger().is_empty());
}

#[tokio::test]
async fn a_merchant_uid_for_settlebank_is_plain() {
    let shop = Shop::open().await;
    for uid in ["주문-1", "a가", "a\nb", "a\u{0}b", "😀"] {
        let message = "merchant_uid는 한글과 제어문자를 제외한 ASCII 문자만 사용할 수 있습니다.";
        shop.pay(uid, GUIDE_CARD).await.is_error(200, -1, message);
    }
    let mut body = order("ok", GUIDE_CARD);
    body["customer_uid"] = json!("c\u{0}");
    shop.post(ONETIME, &body).await.is_error(200, -1, "customer_uid에 제어문자를 사용할 수 없습니다.");
    body["customer_uid"] = json!("고객 1");
    shop.post(ONETIME, &body).await.ok();
    shop.get("/subscribe/customers/%EA%B3%A0%EA%B0%9D%201").await.ok();
}

#[tokio::test]
async fn broken_bodies_get_the_apis_own_answer_and_never_an_echo() {
    let shop = Shop::open().await;
    let deep = "[".repeat(30_000);
    let card = "4000-0000-0000-0002";
    let bodies: [Vec<u8>; 9] = [
        b"".to_vec(),
        b"{".to_vec(),
        format!("{{\"card_number\": \"{card}\"").into_bytes(),
        format!("\"{card}\"").into_bytes(),
        format!("{{\"card_number\": {card}}}").into_bytes(),
        b"\xff\xfe\x00\x01".to_vec(),
        b"{\"merchant_uid\":\"\xff\"}".to_vec(),
        deep.into_bytes(),
        vec![0; 1000],
    ];
    for body in bodies {
        for (path, kind) in [
            (ONETIME, "application/json"),
            (ONETIME, "application/x-www-form-urlencoded"),
            (AGAIN, "text/plain"),
            (CANCEL, "application/json"),
        ] {
            let request = shop.request(Method::POST, path).header("Content-Type", kind).body(body.clone());
            let told = answer(request).await;
            assert_eq!((told.status, &told.body["code"]), (200, &json!(-1)));
            assert!(!told.body.to_string().contains("0002"));
        }
    }
    let log = serde_json::to_string(&shop.sandbox.requests()).unwrap();
    assert!(!log.contains(card) && !log.contains("4000000000000002"));
}

#[tokio::test]
async fn bodies_over_the_limit_are_413() {
    let shop = Shop::open().await;
    let mut body = order("big", GUIDE_CARD);
    body["custom_data"] = json!("x".repeat(70_000));
    let told = shop.post(ONETIME, &body).await;
    assert_eq!((told.status, &told.body["response"]), (413, &Value::Null));
    body["custom_data"] = json!("x".repeat(60_000));
    shop.post(ONETIME, &body).await.ok();
}

#[tokio::test]
async fn unknown_paths_and_methods_are_honest() {
    let shop = Shop::open().await;
    for path in ["//", "/nope", "/subscribe/payments", "/users", "/payments/status/all/1", "/%FF"] {
        shop.get(path).await.is_error(404, -1, "존재하지 않는 API 경로입니다.");
    }
    for (method, path) in [
        (Method::GET, ONETIME),
        (Method::PUT, AGAIN),
        (Method::GET, CANCEL),
        (Method::POST, "/users/pg"),
        (Method::DELETE, "/payments/find/x"),
        (Method::PATCH, "/subscribe/customers/c"),
    ] {
        answer(shop.request(method, path)).await.is_error(405, -1, "허용되지 않는 HTTP 메소드입니다.");
    }
    let told = shop.get("/payments/find/%FF").await;
    assert_eq!((told.status, &told.body["code"]), (404, &json!(-1)));
}
