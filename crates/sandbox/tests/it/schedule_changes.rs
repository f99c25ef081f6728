//! Schedules that are moved, revoked and tried again.

use keyin_sandbox::{EventKind, Fault, FaultKind, Operation, SettingsPatch};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, GUIDE_CARD, Shop, answer};
use crate::schedules::{DAY, SCHEDULE, START, item, pass, register, schedule, shop_with, show};

const UNSCHEDULE: &str = "/subscribe/payments/unschedule";
const NOTHING: &str = "취소할 예약결제 기록이 존재하지 않습니다.";
const UNKNOWN: &str = "존재하지 않는 결제예약입니다.";
/// Pays when it is presented; its key is over the limit.
const OVER_THE_LIMIT: &str = "4000-0004-0031-0001";

async fn put(shop: &Shop, merchant_uid: &str, at: Value) -> Answer {
    let path = format!("{SCHEDULE}/{merchant_uid}");
    answer(shop.request(Method::PUT, &path).json(&json!({"schedule_at": at}))).await
}

async fn reschedule(shop: &Shop, merchant_uid: &str, at: i64) -> Answer {
    shop.post(&format!("{SCHEDULE}/{merchant_uid}/reschedule"), &json!({"schedule_at": at})).await
}

async fn retry(shop: &Shop, merchant_uid: &str) -> Answer {
    answer(shop.request(Method::POST, &format!("{SCHEDULE}/{merchant_uid}/retry"))).await
}

fn uids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|schedule| schedule["merchant_uid"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn one_that_waits_can_be_moved() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    schedule(&shop, "c", &[item("s", START + 10), item("other", START + 20)]).await;
    let moved = put(&shop, "s", json!(START + DAY)).await.ok();
    assert_eq!(
        (&moved["schedule_at"], &moved["schedule_status"]),
        (&json!(START + DAY), &json!("scheduled"))
    );
    assert_eq!(pass(&shop, 60).await, [(START + 20, "other".to_owned(), "paid")]);
    let listed = shop.get(&format!("{SCHEDULE}?from={START}&to={}", START + 2 * DAY)).await.ok();
    assert_eq!(uids(&listed["list"]), ["s", "other"]);
    for (at, message) in [
        (Value::Null, "[\"schedule_at\"] 파라메터는 필수입니다."),
        (json!("x"), "schedule_at은 unix timestamp여야 합니다."),
        (json!(START + 60), "schedule_at은 현재 이후의 시각이어야 합니다."),
    ] {
        put(&shop, "s", at).await.is_error(400, -1, message);
    }
    put(&shop, "other", json!(START + DAY)).await.is_error(400, -1, "이미 실행된 결제예약입니다.");
    put(&shop, "none", json!(START + DAY)).await.is_error(404, -1, UNKNOWN);
    shop.post(UNSCHEDULE, &json!({"merchant_uid": "s"})).await.ok();
    put(&shop, "s", json!(START + DAY)).await.is_error(400, -1, "이미 철회된 결제예약입니다.");
}

#[tokio::test]
async fn unschedule_revokes_what_it_names() {
    let shop = shop_with(&[("a", GUIDE_CARD), ("b", GUIDE_CARD)]).await;
    let a: Vec<_> = (0..5).map(|n| item(&format!("a{n}"), START + 100 - n)).collect();
    schedule(&shop, "a", &a).await;
    schedule(&shop, "b", &[item("b0", START + 100), item("b1", START + 200)]).await;
    let revoke = async |body: Value| shop.post(UNSCHEDULE, &body).await;
    let one = revoke(json!({"merchant_uid": "a3"})).await.ok();
    assert_eq!((uids(&one), &one[0]["schedule_status"]), (vec!["a3"], &json!("revoked")));
    assert_eq!((&one[0]["revoked_at"], &one[0]["imp_uid"]), (&json!(START), &Value::Null));
    // Of a list, those that still wait; of a customer's, only theirs.
    let several = json!({"merchant_uid": ["a1", "a3", "none", "b0", "a1"], "customer_uid": "a"});
    assert_eq!(uids(&revoke(several).await.ok()), ["a1"]);
    let form = json!({"merchant_uid[]": "b0", "customer_uid": "b"});
    assert_eq!(uids(&shop.post_form(UNSCHEDULE, &form).await.ok()), ["b0"]);
    // All of a customer's, the earliest first.
    assert_eq!(uids(&revoke(json!({"customer_uid": "a"})).await.ok()), ["a4", "a2", "a0"]);
    for nothing in [
        json!({"customer_uid": "a"}),
        json!({"merchant_uid": "a0"}),
        json!({"customer_uid": "a", "merchant_uid": ["b1"]}),
        json!({"customer_uid": "nobody"}),
    ] {
        revoke(nothing).await.is_error(200, 1, NOTHING);
    }
    revoke(json!({})).await.is_error(200, -1, "[\"customer_uid\"] 파라메터는 필수입니다.");
    assert_eq!(pass(&shop, 1000).await, [(START + 200, "b1".to_owned(), "paid")]);
    revoke(json!({"merchant_uid": "b1"})).await.is_error(200, 1, NOTHING);
    // A name once used is not new.
    let again = json!({"customer_uid": "a", "schedules": [item("a0", START + 2000)]});
    shop.post(SCHEDULE, &again).await.is_error(200, 1, "이미 등록된 merchant_uid입니다.");
}

#[tokio::test]
async fn one_that_failed_or_was_revoked_can_wait_again() {
    let shop = shop_with(&[("bad", OVER_THE_LIMIT), ("good", GUIDE_CARD)]).await;
    schedule(&shop, "bad", &[item("failed", START + 10)]).await;
    schedule(
        &shop,
        "good",
        &[item("paid", START + 10), item("revoked", START + 10), item("waits", START + DAY)],
    )
    .await;
    shop.post(UNSCHEDULE, &json!({"merchant_uid": "revoked"})).await.ok();
    pass(&shop, 10).await;
    reschedule(&shop, "waits", START + 90).await.is_error(400, -1, "아직 실행되지 않은 결제예약입니다.");
    reschedule(&shop, "paid", START + 90).await.is_error(400, -1, "이미 승인된 결제예약입니다.");
    reschedule(&shop, "none", START + 90).await.is_error(404, -1, UNKNOWN);
    reschedule(&shop, "failed", START + 10).await.is_error(
        400,
        -1,
        "schedule_at은 현재 이후의 시각이어야 합니다.",
    );
    for uid in ["failed", "revoked"] {
        let again = reschedule(&shop, uid, START + 90).await.ok();
        for (name, value) in [
            ("schedule_status", json!("scheduled")),
            ("payment_status", Value::Null),
            ("imp_uid", Value::Null),
            ("fail_reason", Value::Null),
            ("executed_at", json!(0)),
            ("revoked_at", json!(0)),
            ("schedule_at", json!(START + 90)),
        ] {
            assert_eq!(again[name], value, "{uid} {name}");
        }
    }
    let first = shop.get("/payments/find/failed").await.ok();
    register(&shop, "bad", "5555-6666-7777-8888").await;
    assert_eq!(pass(&shop, 80).await.len(), 2);
    let second = show(&shop, "failed").await;
    assert_eq!(second["payment_status"], "paid");
    assert_ne!(second["imp_uid"], first["imp_uid"], "an attempt of its own has a name of its own");
    assert_eq!(shop.get("/payments/findAll/failed").await.ok()["total"], 2);
}

#[tokio::test]
async fn a_retry_charges_at_once_and_answers_with_the_payment() {
    let shop = shop_with(&[("c", OVER_THE_LIMIT)]).await;
    // Whether a failed name may be used anew is not asked of an attempt of the same schedule.
    shop.set(SettingsPatch { reuse_failed_merchant_uid: Some(false), ..SettingsPatch::default() });
    schedule(&shop, "c", &[item("s", START + 10), item("waits", START + DAY)]).await;
    pass(&shop, 60).await;
    retry(&shop, "waits").await.is_error(400, -1, "아직 실행되지 않은 결제예약입니다.");
    retry(&shop, "none").await.is_error(404, -1, UNKNOWN);
    let failed = retry(&shop, "s").await.ok();
    assert_eq!((&failed["status"], &failed["fail_reason"]), (&json!("failed"), &json!("[CA31]한도초과")));
    assert_eq!(
        (&failed["started_at"], &failed["customer_uid_usage"]),
        (&json!(START + 60), &json!("payment.scheduled"))
    );
    register(&shop, "c", GUIDE_CARD).await;
    let paid = retry(&shop, "s").await.ok();
    assert_eq!((&paid["status"], &paid["merchant_uid"]), (&json!("paid"), &json!("s")));
    let shown = show(&shop, "s").await;
    assert_eq!((&shown["imp_uid"], &shown["payment_status"]), (&paid["imp_uid"], &json!("paid")));
    assert_eq!((&shown["executed_at"], &shown["fail_reason"]), (&json!(START + 60), &Value::Null));
    retry(&shop, "s").await.is_error(400, -1, "이미 승인된 결제예약입니다.");
    assert_eq!(shop.captured("s"), [8900]);
    let events = shop.sandbox.events();
    let attempts = events.iter().filter(|event| event.kind == EventKind::ScheduleAttempted);
    assert_eq!(attempts.map(|event| event.status).collect::<Vec<_>>(), ["failed", "failed", "paid"]);
}

#[tokio::test]
async fn a_retry_without_its_key_is_not_found() {
    let shop = shop_with(&[("c", OVER_THE_LIMIT)]).await;
    schedule(&shop, "c", &[item("s", START + 10)]).await;
    pass(&shop, 10).await;
    answer(shop.request(Method::DELETE, "/subscribe/customers/c")).await.ok();
    retry(&shop, "s").await.is_error(404, -1, "등록되지 않은 구매자입니다.");
}

#[tokio::test]
async fn faults_strike_schedules_and_their_look_ups_apart() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    let fault = |operation, kind| shop.sandbox.set_faults(vec![Fault::new(operation, kind)]).unwrap();
    let post = |uid: &str| json!({"customer_uid": "c", "schedules": [item(uid, START + 100)]});
    fault(Operation::Schedule, FaultKind::DropAfter);
    assert!(shop.request(Method::POST, SCHEDULE).json(&post("lost")).send().await.is_err());
    assert_eq!(show(&shop, "lost").await["schedule_status"], "scheduled");
    fault(Operation::Schedule, FaultKind::DropBefore);
    assert!(shop.request(Method::POST, SCHEDULE).json(&post("unsent")).send().await.is_err());
    assert_eq!(shop.get(&format!("{SCHEDULE}/unsent")).await.status, 404);
    fault(Operation::Unschedule, FaultKind::RateLimit);
    assert_eq!(shop.post(UNSCHEDULE, &json!({"customer_uid": "c"})).await.status, 429);
    fault(Operation::FindSchedule, FaultKind::RateLimit);
    assert_eq!(shop.get(&format!("{SCHEDULE}/lost")).await.status, 429);
    shop.sandbox.clear_faults();
    assert_eq!(pass(&shop, 100).await, [(START + 100, "lost".to_owned(), "paid")]);
}

/// Schedules are named in lists, and in lists within lists.
#[tokio::test]
async fn a_fault_for_one_order_strikes_every_call_that_names_it() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    let items = [item("s0", START + 100), item("s1", START + 100)];
    for (operation, path, body) in [
        (Operation::Schedule, SCHEDULE, json!({"customer_uid": "c", "schedules": items})),
        (Operation::Unschedule, UNSCHEDULE, json!({"customer_uid": "c", "merchant_uid": ["s0", "s1"]})),
    ] {
        for (merchant_uid, status) in [("s1", 503), ("s2", 200)] {
            let fault = Fault::new(operation, FaultKind::Status);
            let fault = Fault { status: Some(503), merchant_uid: Some(merchant_uid.to_owned()), ..fault };
            shop.sandbox.set_faults(vec![fault]).unwrap();
            assert_eq!(shop.post(path, &body).await.status, status, "{operation:?} {merchant_uid}");
        }
    }
}
