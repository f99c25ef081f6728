//! Payments, billing keys, look-ups and cancels.

use keyin_sandbox::{
    Answers, Auth, Channel, Fault, FaultKind, InFlight, Operation, SettingsPatch, UnknownCustomer,
};
use keyin_tests::until;
use reqwest::Method;
use serde_json::{Value, json};

use super::audit::{Audit, DONE, NO_BUSINESS, REFUSED};
use super::endpoints::{
    AGAIN, CANCEL, CHANNELS, DELETE_KEY, FIND, FIND_ALL, ISSUE_KEY, ONETIME, PAYMENT, PAYMENTS_OF_KEY,
    SHOW_KEY, STATUS, TOKEN,
};

pub(super) fn order(merchant_uid: &str, card_number: &str) -> Value {
    json!({
        "pg": "settle", "merchant_uid": merchant_uid, "amount": 3000, "name": "정기결제 1회차", "card_number": card_number,
        "expiry": "2030-01", "birth": "900101", "pwd_2digit": "12", "buyer_name": "홍길동",
        "buyer_email": "gildong@example.com", "buyer_tel": "010-0000-0000", "buyer_addr": "서울시", "buyer_postcode": "04524",
        "custom_data": {"order": 1},
    })
}

pub(super) const PAYS: &str = "4000-0000-0000-0002";
const DECLINED_WITH_A_RECORD: &str = "4000-0000-0031-0005";
const DECLINED_IN_WORDS: &str = "4000-0001-0031-0004";
const TROUBLE_YET_CHARGED: &str = "4000-0002-0001-0009";

pub(super) async fn tokens(audit: &mut Audit) {
    let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
    audit.post(TOKEN, keys.clone(), DONE).await;
    // The same token again, with less time left.
    audit.post(TOKEN, keys, DONE).await;
    audit.post(TOKEN, json!({"imp_key": "imp_apikey", "imp_secret": "wrong"}), (401, -1)).await;
    audit.post(TOKEN, json!({"imp_key": "imp_apikey"}), (400, -1)).await;

    let nice = Channel { sandbox: false, ..Channel::new("nice", "shop-mid") };
    let channels = Some(vec![Channel::development(), nice]);
    audit.shop.sandbox.update_settings(SettingsPatch { channels, ..SettingsPatch::default() }).unwrap();
    assert_eq!(audit.get(CHANNELS, "/users/pg", DONE).await.as_array().map(Vec::len), Some(2));
}

pub(super) async fn payments(audit: &mut Audit) {
    let paid = audit.post(ONETIME, order("paid", PAYS), DONE).await;
    assert_eq!(paid["status"], "paid");
    let bare = json!({"merchant_uid": "bare", "amount": "3000", "card_number": PAYS, "expiry": "2030-01"});
    assert_eq!(audit.post(ONETIME, bare, DONE).await["name"], Value::Null);
    let failed = audit.post(ONETIME, order("failed", DECLINED_WITH_A_RECORD), DONE).await;
    assert_eq!(failed["status"], "failed");
    audit.post(ONETIME, order("in-words", DECLINED_IN_WORDS), REFUSED).await;
    audit.post(ONETIME, order("trouble", TROUBLE_YET_CHARGED), REFUSED).await;
    audit.post(ONETIME, order("paid", PAYS), NO_BUSINESS).await;
    audit.post(ONETIME, json!({"merchant_uid": "missing"}), REFUSED).await;
    let mut wrong_pg = order("wrong-pg", PAYS);
    wrong_pg["pg"] = json!("nobody");
    audit.post(ONETIME, wrong_pg, REFUSED).await;

    let mut registering = order("registering", PAYS);
    registering["customer_uid"] = json!("customer-1");
    assert_eq!(audit.post(ONETIME, registering, DONE).await["customer_uid_usage"], "issue");
    let again = |customer: &str, uid: &str| json!({"customer_uid": customer, "merchant_uid": uid, "amount": 3000, "name": "2회차"});
    assert_eq!(audit.post(AGAIN, again("customer-1", "again"), DONE).await["customer_uid_usage"], "payment");
    audit.post(AGAIN, again("nobody", "nobody"), NO_BUSINESS).await;
    audit.post(AGAIN, again("customer-1", "again"), NO_BUSINESS).await;
    let mut later = order("key-fails-later", "4000-0004-0031-0001");
    later["customer_uid"] = json!("customer-2");
    audit.post(ONETIME, later, DONE).await;
    assert_eq!(audit.post(AGAIN, again("customer-2", "again-failed"), DONE).await["status"], "failed");
}

pub(super) async fn billing_keys(audit: &mut Audit) {
    let path = |uid: &str| format!("/subscribe/customers/{uid}");
    audit.get(SHOW_KEY, &path("customer-1"), DONE).await;
    let card = json!({
        "channel_key": Channel::development().channel_key, "card_number": PAYS, "expiry": "2030-01", "birth": "900101",
        "pwd_2digit": "12", "customer_name": "홍길동", "customer_tel": "010-0000-0000",
        "customer_email": "gildong@example.com", "customer_addr": "서울시", "customer_postcode": "04524",
    });
    let mut wrong = card.clone();
    wrong["card_number"] = json!("4000-0000-0020-0008");
    for (uid, body, outcome) in
        [("customer-3", &card, DONE), ("customer-4", &wrong, REFUSED), ("customer-4", &json!({}), REFUSED)]
    {
        let request = audit.shop.request(Method::POST, &path(uid)).json(body);
        audit.ask(ISSUE_KEY, request, outcome).await;
    }
    for outcome in [DONE, NO_BUSINESS] {
        let request = audit.shop.request(Method::DELETE, &path("customer-3"));
        audit.ask(DELETE_KEY, request, outcome).await;
    }
    audit.get(SHOW_KEY, &path("customer-3"), NO_BUSINESS).await;
    let unknown_customer = Some(UnknownCustomer::NotFound);
    audit
        .shop
        .sandbox
        .update_settings(SettingsPatch { unknown_customer, ..SettingsPatch::default() })
        .unwrap();
    audit.get(SHOW_KEY, &path("customer-3"), (404, 1)).await;
    audit.get(PAYMENTS_OF_KEY, "/subscribe/customers/nobody/payments", (404, 1)).await;
    let request = audit.shop.request(Method::DELETE, &path("customer-3"));
    audit.ask(DELETE_KEY, request, (404, 1)).await;
}

pub(super) async fn look_ups(audit: &mut Audit) {
    let found = audit.get(FIND, "/payments/find/paid", DONE).await;
    let imp_uid = found["imp_uid"].as_str().unwrap().to_owned();
    audit.get(FIND, "/payments/find/failed/failed", DONE).await;
    audit.get(FIND, "/payments/find/trouble/paid?sorting=-paid", DONE).await;
    audit.get(FIND, "/payments/find/nobody", (404, -1)).await;
    audit.get(FIND, "/payments/find/paid/lost", (400, -1)).await;
    audit.get(PAYMENT, &format!("/payments/{imp_uid}?include_sandbox=true"), DONE).await;
    audit.get(PAYMENT, "/payments/imps_000000000000", (404, -1)).await;

    // A failed attempt and a success under one merchant_uid, a page each.
    audit.post(ONETIME, order("twice", DECLINED_WITH_A_RECORD), DONE).await;
    audit.post(ONETIME, order("twice", PAYS), DONE).await;
    for (page, next) in [(1, 2), (2, 0)] {
        let path = format!("/payments/findAll/twice?limit=1&page={page}");
        let found = audit.get(FIND_ALL, &path, DONE).await;
        assert_eq!((&found["total"], &found["next"]), (&json!(2), &json!(next)));
    }
    audit.get(FIND_ALL, "/payments/findAll/nobody", (404, -1)).await;
    audit.get(FIND_ALL, "/payments/findAll/twice?limit=0", (400, -1)).await;

    // What a call that still waits looks like.
    let in_flight = Some(InFlight::Ready);
    audit.shop.sandbox.update_settings(SettingsPatch { in_flight, ..SettingsPatch::default() }).unwrap();
    let delay = Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(3_600_000).times(1);
    audit.shop.sandbox.set_faults(vec![delay]).unwrap();
    let waiting = audit.shop.request(Method::POST, ONETIME.1).json(&order("waiting", PAYS));
    let waiting = tokio::spawn(waiting.send());
    until("the call waits", || audit.shop.sandbox.faults().is_empty()).await;
    assert_eq!(audit.get(FIND, "/payments/find/waiting", DONE).await["status"], "ready");
    waiting.abort();
}

pub(super) async fn cancels(audit: &mut Audit) {
    let part = json!({"merchant_uid": "paid", "amount": 1000, "checksum": 3000, "reason": "고객 요청"});
    let cancelled = audit.post(CANCEL, part.clone(), DONE).await;
    assert_eq!((&cancelled["status"], &cancelled["cancel_amount"]), (&json!("cancelled"), &json!(1000)));
    audit.post(CANCEL, part, NO_BUSINESS).await;
    audit.post(CANCEL, json!({"merchant_uid": "paid", "amount": 2001}), REFUSED).await;
    audit.post(CANCEL, json!({"merchant_uid": "paid"}), DONE).await;
    audit.post(CANCEL, json!({"merchant_uid": "paid"}), NO_BUSINESS).await;
    audit.post(CANCEL, json!({"imp_uid": "imps_000000000000"}), NO_BUSINESS).await;
    audit.post(CANCEL, json!({}), REFUSED).await;
    audit.get(FIND, "/payments/find/paid/cancelled", DONE).await;
}

pub(super) async fn status_pages(audit: &mut Audit) {
    for status in ["all", "ready", "paid", "cancelled", "failed"] {
        let page = audit.get(STATUS, &format!("/payments/status/{status}?limit=1000"), DONE).await;
        let list = page["list"].as_array().unwrap();
        assert!(!list.is_empty() && page["total"] == list.len(), "{status}: {page}");
    }
    let second = audit.get(STATUS, "/payments/status/all?limit=1&page=2", DONE).await;
    assert_eq!((&second["previous"], &second["next"]), (&json!(1), &json!(3)));
    audit.get(STATUS, "/payments/status/lost", (400, -1)).await;
    audit.get(STATUS, "/payments/status/paid?page=1000", (400, -1)).await;
}

/// What Settlebank leaves out for most shops is null, and nothing else.
pub(super) async fn sparse(audit: &mut Audit) {
    let answers = Some(Answers::Sparse);
    audit.shop.sandbox.update_settings(SettingsPatch { answers, ..SettingsPatch::default() }).unwrap();
    audit.post(ONETIME, order("sparse", PAYS), DONE).await;
    audit.get(SHOW_KEY, "/subscribe/customers/customer-1", DONE).await;
    let auth = Some(Auth::CardExpiryBirthPwd);
    audit.shop.sandbox.update_settings(SettingsPatch { auth, ..SettingsPatch::default() }).unwrap();
    let mut no_birth = order("no-birth", PAYS);
    no_birth["birth"] = Value::Null;
    audit.post(ONETIME, no_birth, REFUSED).await;
}
