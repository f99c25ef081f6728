//! Schedules whose time comes.

use std::time::Duration;

use keyin_sandbox::{EventKind, Settings, SettingsPatch};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{AGAIN, GUIDE_CARD, Shop, answer};
use crate::schedules::{DAY, START, item, pass, register, schedule, shop_with, show};

#[tokio::test]
async fn advancing_runs_everything_in_the_order_of_time_and_says_so() {
    let shop = shop_with(&[("a", GUIDE_CARD), ("b", "4000-0004-0031-0001")]).await;
    schedule(&shop, "a", &[item("late", START + 3 * DAY), item("early", START + DAY)]).await;
    schedule(&shop, "b", &[item("same-1", START + 2 * DAY)]).await;
    schedule(&shop, "a", &[item("same-2", START + 2 * DAY), item("beyond", START + 9 * DAY)]).await;
    let told = shop.bare(Method::POST, "/_sandbox/clock/advance").json(&json!({"seconds": 4 * DAY}));
    let told = answer(told).await.body;
    assert_eq!((&told["now"], &told["mode"]), (&json!(START + 4 * DAY), &json!("manual")));
    let ran = told["ran"].as_array().unwrap();
    let lines: Vec<_> = ran.iter().map(|ran| (ran["at"].clone(), ran["merchant_uid"].clone())).collect();
    let expected = [(1, "early"), (2, "same-1"), (2, "same-2"), (3, "late")];
    assert_eq!(lines, expected.map(|(days, uid)| (json!(START + days * DAY), json!(uid))));
    let failed = shop.get("/payments/find/same-1").await.ok();
    let expected = json!({
        "at": START + 2 * DAY, "kind": "schedule", "merchant_uid": "same-1", "customer_uid": "b",
        "imp_uid": failed["imp_uid"], "status": "failed",
    });
    assert_eq!(ran[1], expected);
    assert_eq!((&failed["status"], &failed["fail_reason"]), (&json!("failed"), &json!("[CA31]한도초과")));
    let shown = show(&shop, "same-1").await;
    assert_eq!(
        (&shown["schedule_status"], &shown["payment_status"], &shown["fail_reason"]),
        (&json!("executed"), &json!("failed"), &json!("[CA31]한도초과"))
    );
    let scheduled: Vec<_> = shop
        .sandbox
        .events()
        .into_iter()
        .filter(|event| event.kind == EventKind::ScheduleAttempted)
        .map(|event| (event.at, event.merchant_uid, event.status))
        .collect();
    let line = |days: i64, uid: &str, status| (START + days * DAY, uid.to_owned(), status);
    let expected = [
        line(1, "early", "paid"),
        line(2, "same-1", "failed"),
        line(2, "same-2", "paid"),
        line(3, "late", "paid"),
    ];
    assert_eq!(scheduled, expected);
}

#[tokio::test]
async fn an_attempt_comes_as_late_as_the_settings_say() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    shop.set(SettingsPatch { schedule_delay_seconds: Some(15), ..SettingsPatch::default() });
    schedule(&shop, "c", &[item("s", START + 100)]).await;
    assert_eq!(pass(&shop, 114).await, []);
    assert_eq!(pass(&shop, 1).await, [(START + 115, "s".to_owned(), "paid")]);
    assert_eq!(show(&shop, "s").await["executed_at"], START + 115);
    let too_late = SettingsPatch { schedule_delay_seconds: Some(61), ..SettingsPatch::default() };
    assert_eq!(
        shop.sandbox.update_settings(too_late).unwrap_err().field.as_deref(),
        Some("schedule_delay_seconds")
    );
}

#[tokio::test]
async fn the_key_of_the_moment_pays() {
    let shop = shop_with(&[("replaced", "4000-0004-0031-0001"), ("gone", GUIDE_CARD)]).await;
    schedule(&shop, "replaced", &[item("s-replaced", START + 10)]).await;
    schedule(&shop, "gone", &[item("s-gone", START + 20)]).await;
    register(&shop, "replaced", "5555-6666-7777-8888").await;
    answer(shop.request(Method::DELETE, "/subscribe/customers/gone")).await.ok();
    let ran = pass(&shop, 20).await;
    assert_eq!(ran.iter().map(|(_, _, status)| *status).collect::<Vec<_>>(), ["paid", "failed"]);
    assert_eq!(shop.get("/payments/find/s-replaced").await.ok()["card_number"], "555566******8888");
    let unknown = "등록되지 않은 구매자입니다.";
    assert_eq!(show(&shop, "s-gone").await["fail_reason"], unknown);
    let failed = shop.get("/payments/find/s-gone").await.ok();
    assert_eq!((&failed["fail_reason"], &failed["card_number"]), (&json!(unknown), &Value::Null));
}

#[tokio::test]
async fn a_merchant_uid_paid_meanwhile_is_not_charged_again_unless_told_to() {
    for (again, captured) in [(false, vec![8900]), (true, vec![8900, 8900])] {
        let shop = shop_with(&[("c", GUIDE_CARD)]).await;
        if again {
            let charge_again = Some(keyin_sandbox::SameMerchantUid::ChargeAgain);
            shop.set(SettingsPatch { same_merchant_uid: charge_again, ..SettingsPatch::default() });
        }
        schedule(&shop, "c", &[item("s", START + 10)]).await;
        let meanwhile = json!({"customer_uid": "c", "merchant_uid": "s", "amount": 8900, "name": "n"});
        shop.post(AGAIN, &meanwhile).await.ok();
        pass(&shop, 10).await;
        assert_eq!(shop.captured("s"), captured);
        let shown = show(&shop, "s").await;
        assert_eq!(
            (&shown["schedule_status"], &shown["executed_at"]),
            (&json!("executed"), &json!(START + 10))
        );
        if !again {
            assert_eq!((&shown["payment_status"], &shown["imp_uid"]), (&json!("failed"), &Value::Null));
            assert!(shown["fail_reason"].as_str().unwrap().contains("동일한 merchant_uid"));
        }
    }
}

#[tokio::test]
async fn while_the_clock_runs_schedules_are_charged_by_themselves() {
    let shop = Shop::with(Settings::default()).await;
    register(&shop, "c", GUIDE_CARD).await;
    // Far enough ahead to be registered on a busy machine.
    let soon = shop.sandbox.clock().now + 2;
    schedule(&shop, "c", &[item("soon", soon), item("later", soon + DAY)]).await;
    let (long, moment) = (Duration::from_secs(60), Duration::from_millis(10));
    let charged = async {
        while shop.captured("soon").is_empty() {
            tokio::time::sleep(moment).await;
        }
    };
    tokio::time::timeout(long, charged).await.unwrap();
    assert!(show(&shop, "soon").await["executed_at"].as_i64() >= Some(soon));
    assert!(shop.captured("later").is_empty());
}

#[tokio::test]
async fn a_clock_that_is_set_ahead_passes_what_lies_between() {
    let shop = shop_with(&[("c", GUIDE_CARD)]).await;
    schedule(&shop, "c", &[item("s1", START + 10), item("s2", START + 20), item("s3", START + 30)]).await;
    shop.sandbox.stop_clock(Some(START + 10)).unwrap();
    assert_eq!(show(&shop, "s1").await["executed_at"], START + 10);
    let put = shop.bare(Method::PUT, "/_sandbox/clock").json(&json!({"now": START + 25}));
    assert_eq!(answer(put).await.body["ran"][0]["merchant_uid"], "s2");
    shop.sandbox.stop_clock(Some(START)).unwrap();
    shop.sandbox.run_clock(Some(START + 60)).unwrap();
    assert_eq!(show(&shop, "s3").await["executed_at"], START + 30);
    assert_eq!(shop.captured("s2"), [8900]);
}
