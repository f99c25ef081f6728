//! Every kind of fault, judged by the ledger.

use std::time::Duration;

use keyin_sandbox::{Fault, FaultKind, InFlight, Operation, Settings};
use reqwest::Method;
use serde_json::json;

use crate::client::{AGAIN, CANCEL, GUIDE_CARD, ONETIME, Shop, order};

async fn shop_with(fault: Fault) -> Shop {
    let shop = Shop::open().await;
    shop.sandbox.set_faults(vec![fault]).unwrap();
    shop
}

/// The bytes of an answer as they arrive on the wire.
async fn raw(shop: &Shop, merchant_uid: &str) -> Vec<u8> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let body = order(merchant_uid, GUIDE_CARD).to_string();
    let head = format!(
        "POST {ONETIME} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        shop.token(),
        body.len(),
    );
    let mut stream = tokio::net::TcpStream::connect(shop.sandbox.local_addr()).await.unwrap();
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test]
async fn drop_before_closes_without_a_byte_and_charges_nothing() {
    let shop = shop_with(Fault::new(Operation::Onetime, FaultKind::DropBefore).times(1)).await;
    assert!(raw(&shop, "before").await.is_empty());
    assert!(shop.sandbox.ledger().is_empty());
    assert_eq!(shop.sandbox.requests().last().unwrap().status, None);
    assert_eq!(shop.pay("before", GUIDE_CARD).await.ok()["status"], "paid");
}

#[tokio::test]
async fn drop_after_closes_without_a_byte_and_has_charged() {
    let shop = shop_with(Fault::new(Operation::Onetime, FaultKind::DropAfter).times(1)).await;
    assert!(raw(&shop, "after").await.is_empty());
    assert_eq!(shop.captured("after"), [3000]);
    assert_eq!(shop.get("/payments/find/after").await.ok()["status"], "paid");
}

#[tokio::test]
async fn truncate_announces_more_than_it_sends() {
    let shop = shop_with(Fault::new(Operation::Onetime, FaultKind::Truncate)).await;
    let text = String::from_utf8_lossy(&raw(&shop, "cut").await).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let announced = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    assert_eq!(announced.map(|length: usize| length / 2), Some(body.len()));
    assert!(body.starts_with("{\"code\":0,") && body.len() > 100);
    assert_eq!(shop.captured("cut"), [3000]);
    let response =
        shop.request(Method::POST, ONETIME).json(&order("cut-2", GUIDE_CARD)).send().await.unwrap();
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn malformed_is_a_whole_answer_that_is_no_json() {
    let shop = shop_with(Fault::new(Operation::Onetime, FaultKind::Malformed)).await;
    let response = shop.request(Method::POST, ONETIME).json(&order("mal", GUIDE_CARD)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let text = response.text().await.unwrap();
    assert!(!text.is_empty() && serde_json::from_str::<serde_json::Value>(&text).is_err());
    assert_eq!(shop.captured("mal"), [3000]);
}

#[tokio::test]
async fn status_and_rate_limit_answer_before_the_effect() {
    let status = Fault { status: Some(503), ..Fault::new(Operation::Onetime, FaultKind::Status).times(1) };
    let shop = shop_with(status).await;
    let limit = Fault::new(Operation::Onetime, FaultKind::RateLimit).times(1);
    assert_eq!(shop.pay("busy", GUIDE_CARD).await.status, 503);
    shop.sandbox.set_faults(vec![limit]).unwrap();
    assert_eq!(shop.pay("busy", GUIDE_CARD).await.status, 429);
    assert!(shop.sandbox.ledger().is_empty());
    let redirect = Fault { status: Some(307), ..Fault::new(Operation::Onetime, FaultKind::Status).times(1) };
    shop.sandbox.set_faults(vec![redirect]).unwrap();
    let response = shop.request(Method::POST, ONETIME).json(&order("busy", GUIDE_CARD)).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (307, &"/redirected-by-fault".parse().unwrap())
    );
    let empty = Fault { status: Some(204), ..Fault::new(Operation::Onetime, FaultKind::Status).times(1) };
    shop.sandbox.set_faults(vec![empty]).unwrap();
    let response = shop.request(Method::POST, ONETIME).json(&order("busy", GUIDE_CARD)).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.bytes().await.unwrap().len()), (204, 0));
}

#[tokio::test]
async fn a_delay_waits_and_then_charges() {
    let shop = shop_with(Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(30)).await;
    let started = std::time::Instant::now();
    assert_eq!(shop.pay("late", GUIDE_CARD).await.ok()["status"], "paid");
    assert!(started.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn a_fault_for_one_customer_strikes_only_him() {
    let shop = Shop::open().await;
    for customer in ["a", "b"] {
        let mut body = order(&format!("first-{customer}"), GUIDE_CARD);
        body["customer_uid"] = json!(customer);
        shop.post(ONETIME, &body).await.ok();
    }
    let only_a =
        |operation| Fault { customer_uid: Some("a".into()), ..Fault::new(operation, FaultKind::RateLimit) };
    shop.sandbox.set_faults(vec![only_a(Operation::Again), only_a(Operation::Customer)]).unwrap();
    let again = |customer: &str| json!({"customer_uid": customer, "merchant_uid": format!("2-{customer}"), "amount": 1000});
    assert_eq!(shop.post(AGAIN, &again("a")).await.status, 429);
    assert_eq!(shop.post(AGAIN, &again("b")).await.status, 200);
    assert_eq!(shop.get("/subscribe/customers/a").await.status, 429);
    assert_eq!(shop.get("/subscribe/customers/b").await.status, 200);
}

#[tokio::test]
async fn each_operation_strikes_its_own_calls() {
    let shop = Shop::open().await;
    let imp_uid = shop.pay("op", GUIDE_CARD).await.ok()["imp_uid"].as_str().unwrap().to_owned();
    let calls: Vec<(Operation, Method, String)> = vec![
        (Operation::GetToken, Method::POST, "/users/getToken".into()),
        (Operation::Onetime, Method::POST, ONETIME.into()),
        (Operation::Again, Method::POST, AGAIN.into()),
        (Operation::Payment, Method::GET, format!("/payments/{imp_uid}")),
        (Operation::Find, Method::GET, "/payments/find/op".into()),
        (Operation::Find, Method::GET, "/payments/findAll/op/paid".into()),
        (Operation::Cancel, Method::POST, CANCEL.into()),
        (Operation::Customer, Method::GET, "/subscribe/customers/c".into()),
        (Operation::Customer, Method::DELETE, "/subscribe/customers/c".into()),
        (Operation::Any, Method::GET, "/users/pg".into()),
    ];
    for (operation, _, _) in &calls {
        shop.sandbox.set_faults(vec![Fault::new(*operation, FaultKind::RateLimit)]).unwrap();
        for (of, method, path) in &calls {
            let response = shop.request(method.clone(), path).send().await.unwrap();
            let struck = response.status().as_u16() == 429;
            assert_eq!(struck, of == operation || *operation == Operation::Any, "{operation:?} {path}");
        }
    }
}

#[tokio::test]
async fn calls_without_a_good_token_use_no_fault_up() {
    let shop = shop_with(Fault::new(Operation::Any, FaultKind::RateLimit).times(1)).await;
    let response = shop.bare(Method::GET, "/users/pg").send().await.unwrap();
    assert_eq!(response.status(), 401);
    assert_eq!(shop.get("/users/pg").await.status, 429);
    assert_eq!(shop.get("/users/pg").await.status, 200);
}

#[tokio::test]
async fn a_payment_in_flight_is_hidden_or_ready() {
    for (in_flight, card, expected, end) in [
        (InFlight::Hidden, GUIDE_CARD, (404, None), "paid"),
        (InFlight::Ready, GUIDE_CARD, (200, Some("ready")), "paid"),
        (InFlight::Ready, "4000-0000-0031-0005", (200, Some("ready")), "failed"),
    ] {
        let shop = Shop::with(Settings { in_flight, ..Settings::default() }).await;
        shop.sandbox
            .set_faults(vec![Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(300)])
            .unwrap();
        let look = async {
            while shop.sandbox.requests().iter().all(|request| request.path != ONETIME) {
                tokio::task::yield_now().await;
            }
            // Arrival and announcement are one step of the sandbox; the second look-up comes after both.
            shop.get("/users/pg").await;
            shop.get("/payments/find/fly").await
        };
        let (paid, seen) = tokio::join!(shop.pay("fly", card), look);
        assert_eq!((seen.status, seen.body["response"]["status"].as_str()), expected);
        let paid = paid.ok();
        assert_eq!(paid["status"], end);
        let all = shop.get("/payments/findAll/fly").await.ok();
        assert_eq!((&all["total"], &all["list"][0]), (&json!(1), &paid));
        if in_flight == InFlight::Ready {
            assert_eq!(seen.body["response"]["imp_uid"], paid["imp_uid"]);
        }
    }
}

#[tokio::test]
async fn a_refused_payment_in_flight_leaves_no_ready_record() {
    let shop = Shop::with(Settings { in_flight: InFlight::Ready, ..Settings::default() }).await;
    shop.sandbox.set_faults(vec![Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(1)]).unwrap();
    assert_eq!(shop.pay("gone", "4000-0001-0031-0004").await.body["code"], -1);
    assert_eq!(shop.get("/payments/find/gone").await.status, 404);
}

#[tokio::test]
async fn a_timeout_is_a_balancers_page_before_or_after_the_effect() {
    let shop = Shop::open().await;
    for (kind, charged) in [(FaultKind::TimeoutBefore, &[][..]), (FaultKind::TimeoutAfter, &[3000][..])] {
        shop.sandbox.set_faults(vec![Fault::new(Operation::Onetime, kind).times(1)]).unwrap();
        let uid = format!("{kind:?}");
        let response =
            shop.request(Method::POST, ONETIME).json(&order(&uid, GUIDE_CARD)).send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (504, &"text/html".parse().unwrap())
        );
        assert!(response.text().await.unwrap().contains("504 Gateway Time-out"));
        assert_eq!(shop.captured(&uid), charged, "{uid}");
    }
}

#[tokio::test]
async fn a_dripping_answer_is_whole_in_the_end() {
    let shop = shop_with(Fault::new(Operation::Onetime, FaultKind::Drip).drip_ms(100)).await;
    let started = std::time::Instant::now();
    assert_eq!(shop.pay("drip", GUIDE_CARD).await.ok()["status"], "paid");
    assert!(started.elapsed() >= Duration::from_millis(90));
}

#[tokio::test]
async fn look_ups_lag_behind_by_the_sandboxs_clock() {
    let shop = Shop::open().await;
    shop.sandbox.stop_clock(Some(1_767_225_600)).unwrap();
    let paid = shop.pay("lag", GUIDE_CARD).await.ok();
    let lag = |operation| Fault::new(operation, FaultKind::ReadLag).seconds(30);
    shop.sandbox
        .set_faults(vec![lag(Operation::Find), lag(Operation::Payment), lag(Operation::Status)])
        .unwrap();
    let by_uid = format!("/payments/{}", paid["imp_uid"].as_str().unwrap());
    let paths = ["/payments/find/lag", "/payments/findAll/lag", &by_uid];
    let total =
        async |status: &str| shop.get(&format!("/payments/status/{status}")).await.ok()["total"].clone();
    for path in paths {
        assert_eq!(shop.get(path).await.status, 404, "{path}");
    }
    assert_eq!(total("paid").await, 0);
    shop.sandbox.advance_clock(30).await.unwrap();
    for path in paths {
        assert_eq!(shop.get(path).await.status, 200, "{path}");
    }
    shop.post(CANCEL, &json!({"merchant_uid": "lag", "amount": 1000})).await.ok();
    let seen = shop.get(&by_uid).await.ok();
    assert_eq!((&seen["status"], &seen["cancel_amount"]), (&json!("paid"), &json!(0)));
    assert_eq!(
        (total("cancelled").await, shop.get("/payments/find/lag/cancelled").await.status),
        (json!(0), 404)
    );
    assert_eq!((total("paid").await, total("all").await), (json!(1), json!(1)), "as it was");
    shop.sandbox.advance_clock(30).await.unwrap();
    let seen = shop.get(&by_uid).await.ok();
    assert_eq!((&seen["status"], &seen["cancel_amount"]), (&json!("cancelled"), &json!(1000)));
    assert_eq!(total("cancelled").await, 1);
}

/// What has been seen is not unseen.
#[tokio::test]
async fn a_look_up_that_lags_shows_how_a_payment_had_failed_before_it_turned_paid() {
    let shop = Shop::open().await;
    shop.sandbox.stop_clock(Some(1_767_225_600)).unwrap();
    shop.sandbox
        .set_faults(vec![
            Fault::new(Operation::Onetime, FaultKind::FailedThenPaid).seconds(10),
            Fault::new(Operation::Find, FaultKind::ReadLag).seconds(5),
        ])
        .unwrap();
    shop.pay("late", GUIDE_CARD).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        shop.sandbox.advance_clock(4).await.unwrap();
        let found = shop.get("/payments/findAll/late?page=1").await;
        let payment = if found.status == 200 { found.ok()["list"][0].clone() } else { json!(null) };
        assert_eq!(payment["status"] == "failed", payment["failed_at"].as_i64().is_some_and(|at| at > 0));
        seen.push(payment["status"].clone());
    }
    assert_eq!(seen, [json!(null), json!("failed"), json!("failed"), json!("paid")]);
}

#[tokio::test]
async fn a_fault_for_one_order_strikes_only_it() {
    let shop = Shop::open().await;
    let only =
        |operation| Fault { merchant_uid: Some("m1".into()), ..Fault::new(operation, FaultKind::RateLimit) };
    shop.sandbox.set_faults(vec![only(Operation::Onetime), only(Operation::Find)]).unwrap();
    assert_eq!(shop.pay("m1", GUIDE_CARD).await.status, 429);
    assert_eq!(shop.pay("m2", GUIDE_CARD).await.status, 200);
    assert_eq!(shop.get("/payments/find/m1").await.status, 429);
    assert_eq!(shop.get("/payments/find/m2").await.status, 200);
}
