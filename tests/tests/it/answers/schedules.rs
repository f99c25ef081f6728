//! Schedules: registered, shown, moved, run, tried again, revoked.

use serde_json::{Value, json};

use super::audit::{Audit, BAD, DONE, NO_BUSINESS, NOT_FOUND, REFUSED};
use super::endpoints::{
    MOVE, ONE_SCHEDULE, ONETIME, RESCHEDULE, RETRY, SCHEDULE, SCHEDULES, SCHEDULES_BY_CUSTOMER,
    SCHEDULES_OF_CUSTOMER, UNSCHEDULE,
};
use super::stories::{PAYS, order};

const PAYS_ONCE: &str = "4000-0004-0031-0001";

/// One with everything that the table has a place for in an answer.
fn item(merchant_uid: &str, at: i64) -> Value {
    json!({
        "merchant_uid": merchant_uid, "schedule_at": at, "amount": 8900, "currency": "KRW", "name": "월간 이용권",
        "buyer_name": "홍길동", "buyer_email": "gildong@example.com", "buyer_tel": "010-0000-0000",
        "buyer_addr": "서울시", "buyer_postcode": "04524", "custom_data": {"order": 1},
    })
}

fn path(merchant_uid: &str) -> String {
    format!("{}/{merchant_uid}", SCHEDULE.1)
}

pub(super) async fn schedules(audit: &mut Audit) {
    let now = audit.shop.sandbox.stop_clock(None).unwrap().now;
    registered(audit, now).await;
    listed(audit, now).await;
    moved(audit, now).await;
    audit.shop.sandbox.advance_clock(200).await.unwrap();
    tried_again(audit, now + 200).await;
    revoked(audit, now + 200).await;
    audit.shop.sandbox.run_clock(None).unwrap();
}

async fn registered(audit: &mut Audit, now: i64) {
    for (customer_uid, card) in [("s-pays", PAYS), ("s-fails", PAYS_ONCE)] {
        let mut first = order(&format!("first-{customer_uid}"), card);
        first["customer_uid"] = json!(customer_uid);
        audit.post(ONETIME, first, DONE).await;
    }
    let two =
        json!({"customer_uid": "s-pays", "schedules": [item("s-1", now + 100), item("s-2", now + 500)]});
    assert_eq!(audit.post(SCHEDULE, two.clone(), DONE).await.as_array().map(Vec::len), Some(2));
    audit.post(SCHEDULE, two, NO_BUSINESS).await;
    let failing = json!({"customer_uid": "s-fails", "schedules": [item("s-failed", now + 100)]});
    audit.post(SCHEDULE, failing, DONE).await;
    let bare = json!({"merchant_uid": "s-bare", "schedule_at": now + 600, "amount": "1000"});
    let with_card = json!({
        "customer_uid": "s-new", "card_number": PAYS, "expiry": "2030-01", "checking_amount": 1000, "schedules": [bare],
    });
    let shown = audit.post(SCHEDULE, with_card, DONE).await;
    assert_eq!((&shown[0]["name"], &shown[0]["schedule_status"]), (&Value::Null, &json!("scheduled")));
    audit.post(SCHEDULE, json!({"customer_uid": "s-pays"}), REFUSED).await;
    let past = json!({"customer_uid": "s-pays", "schedules": [item("s-past", now)]});
    audit.post(SCHEDULE, past, BAD).await;
    audit.get(ONE_SCHEDULE, &path("s-1"), DONE).await;
    audit.get(ONE_SCHEDULE, &path("nobody"), NOT_FOUND).await;
}

async fn listed(audit: &mut Audit, now: i64) {
    let (from, to) = (now - 10, now + 1_000);
    let all = format!("{}?schedule_from={from}&schedule_to={to}&limit=3", SCHEDULES.1);
    assert_eq!(audit.get(SCHEDULES, &all, DONE).await["next"], 2);
    audit.get(SCHEDULES, &format!("{}?schedule_from={from}", SCHEDULES.1), BAD).await;
    let of_one = [
        (SCHEDULES_BY_CUSTOMER, format!("{}/customers/s-pays", SCHEDULE.1)),
        (SCHEDULES_OF_CUSTOMER, "/subscribe/customers/s-pays/schedules".to_owned()),
    ];
    for (endpoint, path) in of_one {
        let shown = audit.get(endpoint, &format!("{path}?from={from}&to={to}"), DONE).await;
        assert_eq!(shown["total"], 2);
        audit.get(endpoint, &format!("{path}?from={to}&to={from}"), BAD).await;
    }
}

async fn moved(audit: &mut Audit, now: i64) {
    let later = json!({"schedule_at": now + 510});
    audit.call(MOVE, &path("s-2"), &later, DONE).await;
    audit.call(MOVE, &path("s-2"), &json!({"schedule_at": now}), BAD).await;
    audit.call(MOVE, &path("nobody"), &later, NOT_FOUND).await;
    audit.call(RESCHEDULE, &format!("{}/reschedule", path("s-2")), &later, BAD).await;
    audit.call(RETRY, &format!("{}/retry", path("s-2")), &json!({}), BAD).await;
}

async fn tried_again(audit: &mut Audit, now: i64) {
    let paid = audit.get(ONE_SCHEDULE, &path("s-1"), DONE).await;
    assert_eq!((&paid["schedule_status"], &paid["payment_status"]), (&json!("executed"), &json!("paid")));
    let failed = audit.get(ONE_SCHEDULE, &path("s-failed"), DONE).await;
    assert_eq!(
        (&failed["payment_status"], &failed["fail_reason"]),
        (&json!("failed"), &json!("[CA31]한도초과"))
    );
    let retry = async |audit: &mut Audit, uid: &str, outcome| {
        audit.call(RETRY, &format!("{}/retry", path(uid)), &json!({}), outcome).await
    };
    assert_eq!(retry(audit, "s-failed", DONE).await["status"], "failed");
    retry(audit, "s-1", BAD).await;
    retry(audit, "nobody", NOT_FOUND).await;
    let later = json!({"schedule_at": now + 50});
    let reschedule = |uid: &str| format!("{}/reschedule", path(uid));
    audit.call(RESCHEDULE, &reschedule("s-failed"), &later, DONE).await;
    audit.call(RESCHEDULE, &reschedule("s-1"), &later, BAD).await;
    audit.call(RESCHEDULE, &reschedule("nobody"), &later, NOT_FOUND).await;
}

async fn revoked(audit: &mut Audit, now: i64) {
    let one = json!({"customer_uid": "s-pays", "merchant_uid": ["s-2"]});
    let shown = audit.post(UNSCHEDULE, one.clone(), DONE).await;
    assert_eq!((&shown[0]["schedule_status"], &shown[0]["revoked_at"]), (&json!("revoked"), &json!(now)));
    audit.post(UNSCHEDULE, one, NO_BUSINESS).await;
    audit.post(UNSCHEDULE, json!({}), REFUSED).await;
    audit.post(UNSCHEDULE, json!({"customer_uid": "s-new"}), DONE).await;
}
