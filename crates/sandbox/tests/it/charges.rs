//! The guide's three calls, and what a payment looks like.

use std::collections::BTreeSet;

use keyin_sandbox::{Answers, Auth, Channel, LedgerKind, SandboxOptions, Settings, SettingsPatch, UnknownPg};
use serde_json::{Value, json};

use crate::client::{AGAIN, GUIDE_CARD, ONETIME, Shop, order};

/// Every key of a payment in the official definitions.
const PAYMENT_KEYS: [&str; 54] = [
    "amount",
    "apply_num",
    "bank_code",
    "bank_name",
    "buyer_addr",
    "buyer_email",
    "buyer_name",
    "buyer_postcode",
    "buyer_tel",
    "cancel_amount",
    "cancel_history",
    "cancel_reason",
    "cancel_receipt_urls",
    "cancelled_at",
    "card_code",
    "card_issuer_code",
    "card_issuer_name",
    "card_name",
    "card_number",
    "card_publisher_code",
    "card_publisher_name",
    "card_quota",
    "card_type",
    "cash_receipt_issued",
    "channel",
    "currency",
    "custom_data",
    "customer_uid",
    "customer_uid_usage",
    "deposit_history",
    "emb_pg_provider",
    "escrow",
    "fail_reason",
    "failed_at",
    "imp_uid",
    "merchant_uid",
    "name",
    "paid_at",
    "pay_method",
    "pg_id",
    "pg_provider",
    "pg_tid",
    "promotion",
    "receipt_url",
    "sandbox",
    "started_at",
    "status",
    "user_agent",
    "vbank_code",
    "vbank_date",
    "vbank_holder",
    "vbank_issued_at",
    "vbank_name",
    "vbank_num",
];

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

async fn guide(shop: &Shop, form: bool) {
    let call = |path: &'static str, body: Value| async move {
        if form { shop.post_form(path, &body).await.ok() } else { shop.post(path, &body).await.ok() }
    };
    let once = call("/subscribe/payments/onetime/", order("guide-1", GUIDE_CARD)).await;
    assert_eq!((&once["status"], &once["customer_uid"]), (&json!("paid"), &Value::Null));

    let mut with_key = order("guide-2", GUIDE_CARD);
    with_key["customer_uid"] = json!("customer-1");
    let registered = call(ONETIME, with_key).await;
    assert_eq!((&registered["status"], &registered["customer_uid_usage"]), (&json!("paid"), &json!("issue")));

    // The guide's third call has no name.
    let again = json!({"customer_uid": "customer-1", "merchant_uid": "guide-3", "amount": 3000});
    let again = call("/subscribe/payments/again/", again).await;
    assert_eq!((&again["status"], &again["customer_uid_usage"]), (&json!("paid"), &json!("payment")));
    assert_eq!((&again["customer_uid"], &again["name"]), (&json!("customer-1"), &Value::Null));

    let ledger = shop.sandbox.ledger();
    let told: Vec<_> =
        ledger.iter().map(|e| (e.merchant_uid.as_str(), e.customer_uid.as_deref(), e.amount)).collect();
    let key = Some("customer-1");
    assert_eq!(told, [("guide-1", None, 3000), ("guide-2", key, 3000), ("guide-3", key, 3000)]);
    assert!(ledger.iter().all(|entry| entry.kind == LedgerKind::Charge));
    assert_eq!(ledger[2].imp_uid, again["imp_uid"].as_str().unwrap());
}

#[tokio::test]
async fn the_guides_three_calls_in_json() {
    guide(&Shop::open().await, false).await;
}

#[tokio::test]
async fn the_guides_three_calls_as_forms() {
    guide(&Shop::open().await, true).await;
}

#[tokio::test]
async fn a_paid_payment_has_every_key() {
    let shop = Shop::open().await;
    let mut body = order("full-1", "5555-6666-7777-8888");
    body["buyer_name"] = json!("홍길동");
    body["custom_data"] = json!({"b": 1});
    body["amount"] = json!("92500");
    body["card_quota"] = json!("3");
    let request = shop.request(reqwest::Method::POST, ONETIME).header("User-Agent", "shop/1.0").json(&body);
    let paid = crate::client::answer(request).await.ok();
    let expected: BTreeSet<&str> = PAYMENT_KEYS.into_iter().collect();
    assert_eq!(keys(&paid), expected);
    for (key, value) in [
        ("amount", json!(92_500)),
        ("cancel_amount", json!(0)),
        ("card_code", json!("381")),
        ("card_number", json!("555566******8888")),
        ("card_quota", json!(3)),
        ("card_type", json!(0)),
        ("channel", json!("api")),
        ("currency", json!("KRW")),
        ("custom_data", json!("{\"b\":1}")),
        ("buyer_name", json!("홍길동")),
        ("buyer_tel", Value::Null),
        ("cancel_history", json!([])),
        ("pay_method", json!("card")),
        ("pg_id", json!("nxca_jt_bi")),
        ("pg_provider", json!("settle")),
        ("sandbox", json!(true)),
        ("status", json!("paid")),
        ("user_agent", json!("shop/1.0")),
        ("failed_at", json!(0)),
        ("cancelled_at", json!(0)),
        ("fail_reason", Value::Null),
        ("escrow", json!(false)),
    ] {
        assert_eq!(paid[key], value, "{key}");
    }
    let imp_uid = paid["imp_uid"].as_str().unwrap();
    assert!(imp_uid.strip_prefix("imps_").is_some_and(|digits| digits.len() == 12));
    assert!(paid["pg_tid"].as_str().unwrap().starts_with("STFP_PGCAnxca_jt_bi0"));
    assert_eq!(paid["apply_num"].as_str().map(str::len), Some(8));
    assert!(paid["paid_at"].as_i64() >= paid["started_at"].as_i64());
    assert_eq!(shop.get(&format!("/payments/{imp_uid}")).await.ok(), paid);
}

#[tokio::test]
async fn sparse_answers_leave_out_what_the_pg_does_not_tell() {
    let shop = Shop::with(Settings { answers: Answers::Sparse, ..Settings::default() }).await;
    let paid = shop.pay("sparse-1", GUIDE_CARD).await.ok();
    for key in ["card_number", "card_type", "receipt_url"] {
        assert_eq!(paid[key], Value::Null, "{key}");
    }
    assert_eq!((&paid["status"], &paid["card_code"]), (&json!("paid"), &json!("361")));
}

#[tokio::test]
async fn the_pg_parameter_chooses_the_channel() {
    let nice = Channel { sandbox: false, ..Channel::new("nice", "shop-mid") };
    let shop =
        Shop::with(Settings { channels: vec![Channel::development(), nice], ..Settings::default() }).await;
    let pay = async |uid: &str, pg: Value| {
        let mut body = order(uid, GUIDE_CARD);
        body["pg"] = pg;
        shop.post(ONETIME, &body).await
    };
    let by_default = pay("pg-1", Value::Null).await.ok();
    assert_eq!((&by_default["pg_provider"], &by_default["sandbox"]), (&json!("settle"), &json!(true)));
    let named = pay("pg-2", json!("nice.shop-mid")).await.ok();
    assert_eq!((&named["pg_id"], &named["sandbox"]), (&json!("shop-mid"), &json!(false)));
    for wrong in ["kcp", "settle.other", "nice.", "."] {
        pay("pg-3", json!(wrong)).await.is_error(200, -1, "비인증결제모듈 사용정보를 찾을 수 없습니다.");
    }
    shop.set(SettingsPatch { unknown_pg: Some(UnknownPg::DefaultChannel), ..SettingsPatch::default() });
    assert_eq!(pay("pg-3", json!("kcp")).await.ok()["pg_provider"], "settle");
    assert_eq!(shop.captured("pg-3"), [3000]);
}

#[tokio::test]
async fn the_four_field_contract_wants_all_four_fields() {
    let shop = Shop::with(Settings { auth: Auth::CardExpiryBirthPwd, ..Settings::default() }).await;
    let mut body = order("auth-1", GUIDE_CARD);
    body["birth"] = Value::Null;
    let missing = "[\"birth\",\"pwd_2digit\"] 파라메터는 필수입니다.";
    shop.post(ONETIME, &body).await.is_error(200, -1, missing);
    body["birth"] = json!("12345");
    body["pwd_2digit"] = json!("12");
    let holder = "카드정보 인증에 실패하였습니다. [CA30]식별번호 오류";
    shop.post(ONETIME, &body).await.is_error(200, -1, holder);
    body["birth"] = json!("123456");
    body["pwd_2digit"] = json!("1a");
    let password = "카드정보 인증에 실패하였습니다. [CA27]비밀번호 오류";
    shop.post(ONETIME, &body).await.is_error(200, -1, password);
    assert!(shop.sandbox.ledger().is_empty());
    body["pwd_2digit"] = json!("12");
    assert_eq!(shop.post(ONETIME, &body).await.ok()["status"], "paid");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_names() {
    let mut runs = Vec::new();
    for seed in [9, 9, 10] {
        let shop = Shop::start(SandboxOptions { seed: Some(seed), ..SandboxOptions::default() }).await;
        let paid = shop.pay("seed-1", GUIDE_CARD).await.ok();
        let cancelled = shop.post("/payments/cancel", &json!({"merchant_uid": "seed-1"})).await.ok();
        runs.push((
            shop.token().to_owned(),
            paid["imp_uid"].clone(),
            paid["apply_num"].clone(),
            cancelled["cancel_history"][0]["cancellation_id"].clone(),
        ));
        shop.sandbox.shutdown().await;
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0].0, runs[2].0);
    assert_ne!(runs[0].1, runs[2].1);
}

#[tokio::test]
async fn an_unknown_customer_cannot_be_charged_again() {
    let shop = Shop::open().await;
    let body = json!({"customer_uid": "nobody", "merchant_uid": "again-1", "amount": 3000, "name": "n"});
    shop.post(AGAIN, &body).await.is_error(200, 1, "등록되지 않은 구매자입니다.");
}
