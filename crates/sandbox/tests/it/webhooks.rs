//! What a merchant is told of his payments, and when.

use keyin_sandbox::{
    Fault, FaultKind, Operation, RanKind, Settings, WebhookContentType, WebhookFailure, WebhookState,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{AGAIN, CANCEL, GUIDE_CARD, ONETIME, Shop, answer, order};
use crate::receiver::Receiver;

const START: i64 = 1_767_225_600;

/// A shop that wants to be told, on a clock that stands.
async fn shop_told(receiver: &Receiver, change: impl FnOnce(&mut Settings)) -> Shop {
    let mut settings = Settings { webhook_url: Some(receiver.url("/hook")), ..Settings::default() };
    change(&mut settings);
    let shop = Shop::with(settings).await;
    shop.sandbox.stop_clock(Some(START)).unwrap();
    shop
}

fn body(payment: &Value, status: &str) -> String {
    format!(
        r#"{{"imp_uid":{},"merchant_uid":{},"status":"{status}"}}"#,
        payment["imp_uid"], payment["merchant_uid"]
    )
}

#[tokio::test]
async fn paid_payments_are_told_and_failed_ones_are_not() {
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |_| {}).await;
    assert_eq!(shop.pay("no", "4000-0000-0031-0005").await.ok()["status"], "failed");
    let mut first = order("w1", GUIDE_CARD);
    first["customer_uid"] = json!("c");
    let first = shop.post(ONETIME, &first).await.ok();
    let again = json!({"customer_uid": "c", "merchant_uid": "w2", "amount": 1000, "name": "n"});
    let second = shop.post(AGAIN, &again).await.ok();
    assert_eq!(receiver.bodies(2).await, [body(&first, "paid"), body(&second, "paid")]);
    assert_eq!(receiver.told()[0].0, "/hook");
    assert_eq!(receiver.told()[0].1, "application/json");
}

#[tokio::test]
async fn a_notice_url_goes_before_the_shops_own_and_test_payments_have_another() {
    let receiver = Receiver::listen().await;
    let test = receiver.url("/test");
    let shop = shop_told(&receiver, |settings| {
        settings.webhook_content_type = WebhookContentType::Form;
        settings.webhook_test_url = Some(test);
    })
    .await;
    let plain = shop.pay("plain", GUIDE_CARD).await.ok();
    let mut named = order("named", GUIDE_CARD);
    named["notice_url"] = json!(receiver.url("/mine?a=1"));
    shop.post(ONETIME, &named).await.ok();
    let bodies = receiver.bodies(2).await;
    let mut rootless = order("rootless", GUIDE_CARD);
    rootless["notice_url"] = json!(receiver.url("?wc-api=x"));
    shop.post(ONETIME, &rootless).await.ok();
    receiver.bodies(3).await;
    assert_eq!(receiver.told()[2].0, "/?wc-api=x");
    let uid = plain["imp_uid"].as_str().unwrap();
    assert_eq!(bodies[0], format!("imp_uid={uid}&merchant_uid=plain&status=paid"));
    let told = receiver.told();
    assert_eq!((told[0].0.as_str(), told[1].0.as_str()), ("/test", "/mine?a=1"));
    assert_eq!(told[0].1, "application/x-www-form-urlencoded");
}

#[tokio::test]
async fn cancels_are_told_when_they_ask_for_it_and_the_payment_was_told() {
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |_| {}).await;
    let silent = async |on: bool| {
        let url = on.then(|| receiver.url("/hook"));
        let patch = keyin_sandbox::SettingsPatch { webhook_url: Some(url), ..Default::default() };
        shop.sandbox.update_settings(patch).unwrap();
    };
    silent(false).await;
    shop.pay("untold", GUIDE_CARD).await.ok();
    silent(true).await;
    let mut named = order("told", GUIDE_CARD);
    named["notice_url"] = json!(receiver.url("/mine"));
    let paid = shop.post(ONETIME, &named).await.ok();
    for body in [
        json!({"merchant_uid": "told", "amount": 500}),
        json!({"merchant_uid": "told", "amount": 700, "enable_webhook": true}),
        json!({"merchant_uid": "untold", "enable_webhook": true}),
    ] {
        shop.post(CANCEL, &body).await.ok();
    }
    let last = shop.get("/payments/find/told").await.ok()["cancel_history"][1].clone();
    let bodies = receiver.bodies(2).await;
    assert_eq!(bodies[0], body(&paid, "paid"));
    let told: Value = serde_json::from_str(&bodies[1]).unwrap();
    assert_eq!((&told["status"], &told["cancellation_id"]), (&json!("cancelled"), &last["cancellation_id"]));
    assert!(told["cancellation_id"].is_string(), "{last}");
    assert_eq!(receiver.told()[1].0, "/hook", "a cancel goes to the shop's own address");
}

#[tokio::test]
async fn both_ends_of_a_scheduled_attempt_are_told_in_their_order() {
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |settings| settings.webhook_retries = true).await;
    for (customer, card) in [("good", GUIDE_CARD), ("bad", "4000-0004-0031-0001")] {
        let mut first = order(&format!("first-{customer}"), card);
        first["customer_uid"] = json!(customer);
        shop.post(ONETIME, &first).await.ok();
        let item = json!({
            "merchant_uid": format!("s-{customer}"), "schedule_at": START + if customer == "good" { 100 } else { 130 },
            "amount": 1000, "name": "n",
        });
        let body = json!({"customer_uid": customer, "schedules": [item]});
        shop.post("/subscribe/payments/schedule", &body).await.ok();
    }
    receiver.bodies(2).await;
    receiver.will_answer(&[500]);
    let ran = shop.sandbox.advance_clock(200).await.unwrap().ran;
    let told: Vec<_> =
        ran.iter().map(|ran| (ran.at - START, ran.kind, ran.merchant_uid.as_str(), ran.status)).collect();
    assert_eq!(
        told,
        [
            (100, RanKind::Schedule, "s-good", "paid"),
            (100, RanKind::Webhook, "s-good", "paid"),
            (130, RanKind::Schedule, "s-bad", "failed"),
            (130, RanKind::Webhook, "s-bad", "failed"),
            (160, RanKind::Webhook, "s-good", "paid"),
        ]
    );
    assert_eq!(receiver.told().len(), 5, "advance returns when all of it was sent");
    let webhook = &shop.sandbox.webhooks()[2];
    assert_eq!(webhook.state, WebhookState::Delivered);
    assert_eq!(
        webhook.attempts.iter().map(|attempt| attempt.status).collect::<Vec<_>>(),
        [Some(500), Some(200)]
    );
}

#[tokio::test]
async fn a_clock_that_is_put_ahead_does_the_same_on_the_way() {
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |_| {}).await;
    let mut first = order("first", GUIDE_CARD);
    first["customer_uid"] = json!("c");
    shop.post(ONETIME, &first).await.ok();
    let item = |uid: &str, after: i64| json!({"merchant_uid": uid, "schedule_at": START + after, "amount": 1000, "name": "n"});
    let body =
        json!({"customer_uid": "c", "schedules": [item("s-1", 100), item("s-2", 130), item("s-3", 300)]});
    shop.post("/subscribe/payments/schedule", &body).await.ok();
    receiver.bodies(1).await;
    let put = shop.bare(reqwest::Method::PUT, "/_sandbox/clock").json(&json!({"now": START + 200}));
    let told: Value = put.send().await.unwrap().json().await.unwrap();
    let ran: Vec<_> = told["ran"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ran| json!([ran["at"], ran["kind"], ran["merchant_uid"]]))
        .collect();
    let (one, two) = (START + 100, START + 130);
    assert_eq!(
        json!(ran),
        json!([
            [one, "schedule", "s-1"],
            [one, "webhook", "s-1"],
            [two, "schedule", "s-2"],
            [two, "webhook", "s-2"],
        ])
    );
    assert_eq!((&told["now"], &told["mode"]), (&json!(START + 200), &json!("manual")));
    assert_eq!(receiver.told().len(), 3, "the answer comes when all of it was sent");
}

#[tokio::test]
async fn a_receiver_sees_the_payment_that_it_is_told_of_at_its_time() {
    use axum::routing::post;
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |_| {}).await;
    let url = shop.sandbox.url();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = std::sync::Arc::clone(&seen);
    // Asks the sandbox's clock while the webhook is under way, as a receiver looks a payment up.
    let look = move || {
        let (kept, url) = (std::sync::Arc::clone(&kept), url.clone());
        async move {
            let clock: Value = crate::client::client()
                .get(format!("{url}/_sandbox/clock"))
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap();
            kept.lock().unwrap().push(clock["now"].as_i64().unwrap());
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = format!("http://{}/", listener.local_addr().unwrap());
    let router: axum::Router = axum::Router::new().route("/", post(look));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut first = order("first", GUIDE_CARD);
    first["customer_uid"] = json!("c");
    shop.post(ONETIME, &first).await.ok();
    let item = json!({"merchant_uid": "s", "schedule_at": START + 100, "amount": 1000, "name": "n", "notice_url": own});
    let body = json!({"customer_uid": "c", "schedules": [item]});
    shop.post("/subscribe/payments/schedule", &body).await.ok();
    shop.sandbox.advance_clock(500).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [START + 100]);
    assert_eq!(shop.sandbox.clock().now, START + 500);
}

#[tokio::test]
async fn faults_lose_double_postpone_and_reorder() {
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |_| {}).await;
    let only = |merchant_uid: &str, kind| Fault {
        merchant_uid: Some(merchant_uid.into()),
        ..Fault::new(Operation::Webhook, kind)
    };
    shop.sandbox
        .set_faults(vec![
            only("lost", FaultKind::Lose),
            only("twice", FaultKind::Duplicate),
            only("late", FaultKind::Postpone).seconds(60),
            only("held", FaultKind::Reorder),
        ])
        .unwrap();
    for uid in ["held", "lost", "late", "twice"] {
        shop.pay(uid, GUIDE_CARD).await.ok();
    }
    let uids = |bodies: Vec<String>| -> Vec<String> {
        let uid = |body: &String| {
            serde_json::from_str::<Value>(body).unwrap()["merchant_uid"].as_str().unwrap().to_owned()
        };
        bodies.iter().map(uid).collect()
    };
    let sent = uids(receiver.bodies(3).await);
    // The one held back goes behind the next that is sent.
    assert_eq!(sent, ["twice", "twice", "held"]);
    shop.sandbox.advance_clock(60).await.unwrap();
    assert_eq!(uids(receiver.bodies(4).await)[3], "late");
    assert_eq!(shop.sandbox.webhooks()[1].state, WebhookState::Lost);
}

#[tokio::test]
async fn a_payment_that_fails_first_turns_paid_by_itself_and_is_told() {
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |_| {}).await;
    let fault = Fault::new(Operation::Onetime, FaultKind::FailedThenPaid).seconds(90).times(1);
    shop.sandbox.set_faults(vec![fault]).unwrap();
    let failed = shop.pay("later", GUIDE_CARD).await.ok();
    assert_eq!((&failed["status"], &failed["failed_at"]), (&json!("failed"), &json!(START)));
    assert!(shop.sandbox.ledger().is_empty());
    let ran = shop.sandbox.advance_clock(89).await.unwrap().ran;
    assert!(ran.is_empty(), "{ran:?}");
    let ran = shop.sandbox.advance_clock(1).await.unwrap().ran;
    let told: Vec<_> = ran.iter().map(|ran| (ran.at - START, ran.kind, ran.status)).collect();
    assert_eq!(told, [(90, RanKind::TurnPaid, "paid"), (90, RanKind::Webhook, "paid")]);
    assert_eq!(shop.captured("later"), [3000]);
    assert_eq!(receiver.bodies(1).await, [body(&failed, "paid")]);
}

#[tokio::test]
async fn other_hosts_are_called_only_when_they_were_named() {
    let receiver = Receiver::listen().await;
    let shop =
        shop_told(&receiver, |settings| settings.webhook_url = Some("http://shop.invalid/hook".into())).await;
    shop.pay("p", GUIDE_CARD).await.ok();
    let done = async {
        while shop.sandbox.webhooks().iter().all(|webhook| webhook.attempts.is_empty()) {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), done).await.unwrap();
    let webhook = &shop.sandbox.webhooks()[0];
    assert_eq!(webhook.state, WebhookState::Failed);
    assert_eq!(webhook.attempts[0].failure, Some(WebhookFailure::HostNotAllowed));
}

#[tokio::test]
async fn the_log_tells_what_was_sent_and_sends_it_again() {
    let receiver = Receiver::listen().await;
    let shop = shop_told(&receiver, |_| {}).await;
    receiver.will_answer(&[404]);
    let paid = shop.pay("p", GUIDE_CARD).await.ok();
    receiver.bodies(1).await;
    // The answer is noted before the next webhook has its turn.
    shop.sandbox.advance_clock(1).await.unwrap();
    let log = answer(shop.bare(Method::GET, "/_sandbox/webhooks")).await.body;
    let entry = &log["webhooks"][0];
    assert_eq!((&entry["state"], &entry["attempts"][0]["status"]), (&json!("failed"), &json!(404)));
    assert_eq!((&entry["body"], &entry["status"]), (&json!(body(&paid, "paid")), &json!("paid")));
    let resent = answer(shop.bare(Method::POST, &format!("/_sandbox/webhooks/{}/resend", entry["id"]))).await;
    assert_eq!((resent.status, &resent.body["state"]), (200, &json!("delivered")));
    assert_eq!(
        resent.body["attempts"][1],
        json!({"at": START + 1, "status": 200, "failure": null, "resent": true})
    );
    assert_eq!(receiver.bodies(2).await[1], body(&paid, "paid"));
    for id in ["99", "x", "-1"] {
        let refused = answer(shop.bare(Method::POST, &format!("/_sandbox/webhooks/{id}/resend"))).await;
        assert_eq!(
            (refused.status, &refused.body["error"]["code"]),
            (404, &json!("sandbox.no_such_webhook"))
        );
    }
}

#[tokio::test]
async fn addresses_that_are_none_are_refused() {
    let shop = Shop::open().await;
    let put = async |body: Value| answer(shop.bare(Method::PUT, "/_sandbox/settings").json(&body)).await;
    for bad in ["", "hook", "ftp://127.0.0.1/", "http://a:b@127.0.0.1/"] {
        let refused = put(json!({"webhook_url": bad})).await;
        assert_eq!(
            (refused.status, &refused.body["error"]["field"]),
            (400, &json!("webhook_url")),
            "{bad:?}"
        );
    }
    let set = put(json!({"webhook_url": "https://shop.test/hook", "webhook_content_type": "form"})).await;
    assert_eq!((set.status, &set.body["webhook_content_type"]), (200, &json!("form")));
    assert_eq!(put(json!({"webhook_url": null})).await.body["webhook_url"], Value::Null);
}
