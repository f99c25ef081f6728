//! Billing keys: kept, shown, issued, deleted.

use keyin_sandbox::{Channel, Settings, SettingsPatch, UnknownCustomer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{AGAIN, GUIDE_CARD, ONETIME, Shop, answer, order};

const UNSUPPORTED: &str = "현재 지원되지 않는 PG사입니다.";

fn unknown(uid: &str) -> String {
    format!("요청하신 customer_uid({uid})로 등록된 정보를 찾을 수 없습니다.")
}

async fn register(shop: &Shop, customer_uid: &str, merchant_uid: &str, card: &str) -> Value {
    let mut body = order(merchant_uid, card);
    body["customer_uid"] = json!(customer_uid);
    body["buyer_name"] = json!("홍길동");
    body["buyer_email"] = json!("hong@example.com");
    body["buyer_tel"] = json!("010-0000-0000");
    shop.post(ONETIME, &body).await.body
}

#[tokio::test]
async fn a_key_is_kept_only_when_the_first_payment_succeeds() {
    let shop = Shop::open().await;
    for (count, card) in
        ["4000-0000-0031-0005", "4000-0001-0113-0005", "4000-0003-0001-0008"].iter().enumerate()
    {
        register(&shop, "c/1", &format!("bad-{count}"), card).await;
        shop.get("/subscribe/customers/c%2F1").await.is_error(200, 1, &unknown("c/1"));
    }
    register(&shop, "c/1", "good", GUIDE_CARD).await;
    let key = shop.get("/subscribe/customers/c%2F1/").await.ok();
    let names: Vec<_> = key.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "card_code",
        "card_issuer_code",
        "card_issuer_name",
        "card_name",
        "card_number",
        "card_publisher_code",
        "card_publisher_name",
        "card_type",
        "customer_addr",
        "customer_email",
        "customer_id",
        "customer_name",
        "customer_postcode",
        "customer_tel",
        "customer_uid",
        "inserted",
        "pg_id",
        "pg_provider",
        "sandbox",
        "updated",
    ];
    assert_eq!(names, expected);
    for (name, value) in [
        ("customer_uid", json!("c/1")),
        ("card_number", json!("123412******1234")),
        ("customer_name", json!("홍길동")),
        ("customer_email", json!("hong@example.com")),
        ("customer_tel", Value::Null),
        ("pg_provider", json!("settle")),
        ("pg_id", json!("nxca_jt_bi")),
        ("sandbox", json!(true)),
        ("inserted", key["updated"].clone()),
    ] {
        assert_eq!(key[name], value, "{name}");
    }
}

#[tokio::test]
async fn a_card_charged_without_saying_so_leaves_its_key() {
    let shop = Shop::open().await;
    let told = register(&shop, "c1", "vtim", "4000-0002-0001-0009").await;
    assert_eq!(told["code"], -1);
    assert_eq!(shop.captured("vtim"), [3000]);
    shop.get("/subscribe/customers/c1").await.ok();
}

#[tokio::test]
async fn a_deleted_key_is_shown_once_more_and_is_gone() {
    let shop = Shop::open().await;
    register(&shop, "c1", "first", GUIDE_CARD).await;
    let shown = shop.get("/subscribe/customers/c1").await.ok();
    let delete = || answer(shop.request(Method::DELETE, "/subscribe/customers/c1?reason=%ED%95%B4%EC%A7%80"));
    assert_eq!(delete().await.ok(), shown);
    delete().await.is_error(200, 1, &unknown("c1"));
    let again = json!({"customer_uid": "c1", "merchant_uid": "second", "amount": 3000});
    shop.post(AGAIN, &again).await.is_error(200, 1, "등록되지 않은 구매자입니다.");
    shop.set(SettingsPatch { unknown_customer: Some(UnknownCustomer::NotFound), ..SettingsPatch::default() });
    delete().await.is_error(404, 1, &unknown("c1"));
}

#[tokio::test]
async fn settlebank_issues_no_key_alone_unless_contracted() {
    let shop = Shop::open().await;
    let card =
        json!({"card_number": GUIDE_CARD, "expiry": "2019-01", "birth": "123456", "customer_name": "홍길동"});
    let path = "/subscribe/customers/alone";
    shop.post(path, &card).await.is_error(200, -1, UNSUPPORTED);
    shop.post(path, &json!({"pg": "settle"})).await.is_error(
        200,
        -1,
        "[\"card_number\",\"expiry\"] 파라메터는 필수입니다.",
    );
    shop.get(path).await.is_error(200, 1, &unknown("alone"));

    shop.set(SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() });
    let key = shop.post_form(path, &card).await.ok();
    assert_eq!((&key["customer_uid"], &key["customer_name"]), (&json!("alone"), &json!("홍길동")));
    assert!(shop.sandbox.ledger().is_empty(), "nothing is charged");
    let again = json!({"customer_uid": "alone", "merchant_uid": "a1", "amount": 3000});
    assert_eq!(shop.post(AGAIN, &again).await.ok()["status"], "paid");
}

#[tokio::test]
async fn a_key_alone_finds_wrong_card_data_but_not_limits() {
    let shop = Shop::with(Settings { standalone_billing_key: true, ..Settings::default() }).await;
    let card = |number: &str| json!({"card_number": number, "expiry": "2030-01"});
    let refused = shop.post("/subscribe/customers/k1", &card("4000-0000-0113-0006")).await;
    refused.is_error(200, -1, "카드정보 인증 및 빌키 발급에 실패하였습니다. [F113]거래거절 카드번호틀림");
    shop.post("/subscribe/customers/k2", &card("4000-0000-0031-0005")).await.ok();
    let again = json!({"customer_uid": "k2", "merchant_uid": "k2-1", "amount": 3000});
    assert_eq!(shop.post(AGAIN, &again).await.ok()["fail_reason"], "[CA31]한도초과");
}

#[tokio::test]
async fn a_channel_key_names_the_channel_of_a_key() {
    let contracted = Channel {
        standalone_billing_key: Some(true),
        channel_key: "channel-key-contracted".to_owned(),
        ..Channel::new("settle", "contracted")
    };
    let channels = vec![Channel::development(), contracted];
    let shop = Shop::with(Settings { channels, ..Settings::default() }).await;
    let mut card = json!({"card_number": GUIDE_CARD, "expiry": "2030-01"});
    shop.post("/subscribe/customers/k", &card).await.is_error(200, -1, UNSUPPORTED);
    card["channel_key"] = json!("channel-key-contracted");
    assert_eq!(shop.post("/subscribe/customers/k", &card).await.ok()["pg_id"], "contracted");
    card["channel_key"] = json!("channel-key-unknown");
    let no_channel = "비인증결제모듈 사용정보를 찾을 수 없습니다.";
    shop.post("/subscribe/customers/k", &card).await.is_error(200, -1, no_channel);
}
