//! Payments that the gateway makes by itself: how they are registered.

use keyin_sandbox::SettingsPatch;
use serde_json::{Value, json};

use crate::client::{GUIDE_CARD, ONETIME, Shop, order};

pub(crate) const SCHEDULE: &str = "/subscribe/payments/schedule";
/// Nine in the morning in Korea on the first day of 2026.
pub(crate) const START: i64 = 1_767_225_600;
pub(crate) const DAY: i64 = 86_400;
const NO_CUSTOMER: &str = "등록된 고객정보가 없습니다.";
const DUPLICATE: &str = "이미 등록된 merchant_uid입니다.";

/// A shop whose clock stands, with a billing key for each of these customers and cards.
pub(crate) async fn shop_with(cards: &[(&str, &str)]) -> Shop {
    let mut shop = Shop::open().await;
    shop.sandbox.stop_clock(Some(START)).unwrap();
    shop.renew_token().await;
    for (customer_uid, card) in cards {
        register(&shop, customer_uid, card).await;
    }
    shop
}

pub(crate) async fn register(shop: &Shop, customer_uid: &str, card: &str) {
    let mut first = order(&format!("first-{customer_uid}-{}", &card[15..]), card);
    first["customer_uid"] = json!(customer_uid);
    first["buyer_name"] = json!("홍길동");
    assert_eq!(shop.post(ONETIME, &first).await.ok()["status"], "paid");
}

pub(crate) fn item(merchant_uid: &str, at: i64) -> Value {
    json!({"merchant_uid": merchant_uid, "schedule_at": at, "amount": 8900, "name": "월간 이용권", "currency": "KRW"})
}

pub(crate) async fn schedule(shop: &Shop, customer_uid: &str, items: &[Value]) -> Value {
    shop.post(SCHEDULE, &json!({"customer_uid": customer_uid, "schedules": items})).await.ok()
}

pub(crate) async fn show(shop: &Shop, merchant_uid: &str) -> Value {
    shop.get(&format!("{SCHEDULE}/{merchant_uid}")).await.ok()
}

/// Moves the clock and says what ran: when, which and how.
pub(crate) async fn pass(shop: &Shop, seconds: i64) -> Vec<(i64, String, &'static str)> {
    let advanced = shop.sandbox.advance_clock(seconds.unsigned_abs()).await.unwrap();
    advanced.ran.into_iter().map(|ran| (ran.at, ran.merchant_uid, ran.status)).collect()
}

#[tokio::test]
async fn a_schedule_is_registered_shown_and_charged_when_its_time_comes() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    let registered = schedule(&shop, "c", &[item("s1", START + 100), item("s2", START + DAY)]).await;
    let expected = json!({
        "customer_uid": "c", "merchant_uid": "s1", "imp_uid": null, "pg_provider": null, "pg_id": null,
        "customer_id": null, "schedule_at": START + 100, "executed_at": 0, "revoked_at": 0, "amount": 8900,
        "currency": "KRW", "name": "월간 이용권", "buyer_name": "홍길동", "buyer_email": null, "buyer_tel": null,
        "buyer_addr": null, "buyer_postcode": null, "custom_data": null, "schedule_status": "scheduled",
        "payment_status": null, "fail_reason": null, "promotion_id": null,
    });
    assert_eq!((registered.as_array().map(Vec::len), &registered[0]), (Some(2), &expected));
    assert_eq!(show(&shop, "s1").await, expected);
    assert_eq!(shop.get("/payments/find/s1").await.status, 404);

    assert_eq!(pass(&shop, 99).await, []);
    assert_eq!(pass(&shop, 1).await, [(START + 100, "s1".to_owned(), "paid")]);
    let paid = shop.get("/payments/find/s1").await.ok();
    for (name, value) in [
        ("status", json!("paid")),
        ("customer_uid_usage", json!("payment.scheduled")),
        ("customer_uid", json!("c")),
        ("channel", json!("api")),
        ("user_agent", Value::Null),
        ("started_at", json!(START + 100)),
        ("paid_at", json!(START + 100)),
        ("buyer_name", json!("홍길동")),
        ("amount", json!(8900)),
    ] {
        assert_eq!(paid[name], value, "{name}");
    }
    let executed = show(&shop, "s1").await;
    assert_eq!(
        (&executed["schedule_status"], &executed["payment_status"], &executed["imp_uid"]),
        (&json!("executed"), &json!("paid"), &paid["imp_uid"])
    );
    assert_eq!(executed["executed_at"], START + 100);
    assert_eq!(shop.captured("s1"), [8900]);
    shop.post("/payments/cancel", &json!({"merchant_uid": "s1"})).await.ok();
    assert_eq!(show(&shop, "s1").await["payment_status"], "cancelled");
}

#[tokio::test]
async fn all_are_registered_or_none() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    let post =
        async |items: Value| shop.post(SCHEDULE, &json!({"customer_uid": "c", "schedules": items})).await;
    schedule(&shop, "c", &[item("taken", START + 10)]).await;
    for second in [item("new", START + 20), item("taken", START + 20), item("first-c-1234", START + 20)] {
        post(json!([item("new", START + 10), second])).await.is_error(200, 1, DUPLICATE);
    }
    let past = "schedule_at은 현재 이후의 시각이어야 합니다.";
    post(json!([item("new", START + 10), item("past", START)])).await.is_error(400, -1, past);
    let mut nameless = item("", START + 10);
    post(json!([nameless])).await.is_error(200, -1, "[\"merchant_uid\"] 파라메터는 필수입니다.");
    nameless["merchant_uid"] = json!("한글");
    assert_eq!(post(json!([item("new", START + 10), nameless])).await.body["code"], -1);
    for wrong in [json!([]), json!({}), json!("x"), Value::Null] {
        post(wrong).await.is_error(200, -1, "[\"schedules\"] 파라메터는 필수입니다.");
    }
    post(json!([1])).await.is_error(
        200,
        -1,
        "[\"merchant_uid\",\"schedule_at\",\"amount\"] 파라메터는 필수입니다.",
    );
    assert_eq!(shop.get(&format!("{SCHEDULE}/new")).await.status, 404);
    shop.set(SettingsPatch { schedules_per_call: Some(2), ..SettingsPatch::default() });
    let three: Vec<_> = (0..3).map(|n| item(&format!("many-{n}"), START + 10)).collect();
    let many = "schedules는 한 번에 최대 2건까지 등록할 수 있습니다.";
    post(json!(three)).await.is_error(400, -1, many);
    schedule(&shop, "c", &three[..2]).await;
}

#[tokio::test]
async fn a_form_registers_schedules_as_well() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    let mut form = json!({"customer_uid": "c"});
    for (number, uid) in
        ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10"].iter().enumerate()
    {
        form[format!("schedules[{number}][merchant_uid]")] = json!(uid);
        form[format!("schedules[{number}][schedule_at]")] = json!((START + 10).to_string());
        form[format!("schedules[{number}][amount]")] = json!("5000");
    }
    let registered = shop.post_form(SCHEDULE, &form).await.ok();
    let uids: Vec<_> = registered.as_array().unwrap().iter().map(|s| s["merchant_uid"].clone()).collect();
    assert_eq!((uids.len(), &uids[2], &uids[10]), (11, &json!("f2"), &json!("f10")));
}

#[tokio::test]
async fn without_a_key_a_card_is_needed_and_a_contract() {
    let shop = shop_with(&[]).await;
    let card = |uid: &str, number: &str| {
        json!({"customer_uid": uid, "card_number": number, "expiry": "2030-01", "birth": "900101", "pwd_2digit": "12",
               "schedules": [item(&format!("s-{uid}"), START + 10)]})
    };
    let bare = json!({"customer_uid": "n", "schedules": [item("s", START + 10)]});
    shop.post(SCHEDULE, &bare).await.is_error(200, 1, NO_CUSTOMER);
    let half = json!({"customer_uid": "n", "card_number": GUIDE_CARD, "schedules": [item("s", START + 10)]});
    shop.post(SCHEDULE, &half).await.is_error(200, -1, "[\"expiry\"] 파라메터는 필수입니다.");
    shop.post(SCHEDULE, &card("n", GUIDE_CARD)).await.is_error(200, -1, "현재 지원되지 않는 PG사입니다.");

    shop.set(SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() });
    let refused = "카드정보 확인에 실패하였습니다. [F113]거래거절 카드번호틀림";
    shop.post(SCHEDULE, &card("bad", "4000-0000-0113-0006")).await.is_error(200, 1, refused);
    assert_eq!(
        shop.get("/subscribe/customers/bad").await.body["code"],
        1,
        "no key of a refused card is kept"
    );
    let scheduled = shop.post(SCHEDULE, &card("good", GUIDE_CARD)).await.ok();
    assert_eq!(scheduled[0]["merchant_uid"], "s-good");
    assert_eq!(shop.get("/subscribe/customers/good").await.ok()["card_number"], "123412******1234");
    assert_eq!(pass(&shop, 10).await, [(START + 10, "s-good".to_owned(), "paid")]);
}

#[tokio::test]
async fn a_checking_amount_tries_the_card_and_moves_no_money() {
    let shop = shop_with(&[("old", "4000-0004-0050-0007")]).await;
    shop.set(SettingsPatch { standalone_billing_key: Some(true), ..SettingsPatch::default() });
    let before = shop.sandbox.ledger();
    let post = async |uid: &str, number: &str, amount: i64| {
        let body = json!({"customer_uid": uid, "card_number": number, "expiry": "2030-01", "checking_amount": amount,
                          "schedules": [item(&format!("s-{uid}"), START + 10)]});
        shop.post(SCHEDULE, &body).await
    };
    let confirmation = |reason: &str| format!("카드정보 확인에 실패하였습니다. {reason}");
    // A limit shows only when money is asked for.
    post("limit", "4000-0000-0031-0005", 1000).await.is_error(200, 1, &confirmation("[CA31]한도초과"));
    post("limit", "4000-0000-0031-0005", 0).await.ok();
    post("small", GUIDE_CARD, 999).await.is_error(
        200,
        1,
        &confirmation("[CA42]1000원 미만 또는 99,999,999원 이상은 결제할 수 없습니다."),
    );
    post("good", GUIDE_CARD, 1000).await.ok();
    // The key that is there is what is tried.
    post("old", GUIDE_CARD, 1000).await.is_error(200, 1, &confirmation("[CA50]분실카드"));
    post("wrong", GUIDE_CARD, -1).await.is_error(200, -1, "checking_amount은(는) 0 이상의 정수여야 합니다.");
    assert_eq!(shop.sandbox.ledger(), before);
}
