//! What callers and the customers' cards see.

use std::time::Duration;

use keyin_sandbox::{Fault, FaultKind, Operation};
use serde_json::json;

use crate::gateway::{GOOD, charged, declined_later, gateway, sign_up};
use crate::service::Service;

#[tokio::test]
async fn an_order_is_paid_once_however_often_it_is_asked_for() {
    let (sandbox, folder) = (gateway(), tempfile::tempdir().unwrap());
    let service = Service::start(&sandbox, folder.path()).await;
    sign_up(&sandbox, &service.http, "gildong", GOOD).await;

    let (status, body) = service.pay("order-1", "gildong", 11_000).await;
    let expected = json!({
        "order": "order-1", "state": "succeeded", "amount": 11_000, "decline": null, "replayed": false,
    });
    assert_eq!((status, body), (201, expected));
    let (status, body) = service.pay("order-1", "gildong", 11_000).await;
    assert_eq!((status, &body["replayed"]), (201, &json!(true)));
    let (status, body) = service.pay("order-1", "gildong", 12_000).await;
    assert_eq!((status, &body["error"]["code"]), (409, &json!("conflict.merchant_uid")));
    assert_eq!(charged(&sandbox, "order-1"), [11_000]);
}

#[tokio::test]
async fn sixty_four_callers_at_once_make_one_charge() {
    let (sandbox, folder) = (gateway(), tempfile::tempdir().unwrap());
    let service = Service::start(&sandbox, folder.path()).await;
    sign_up(&sandbox, &service.http, "gildong", GOOD).await;
    let service = std::sync::Arc::new(service);
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let service = service.clone();
        callers.spawn(async move { service.pay("order-1", "gildong", 11_000).await });
    }
    for (status, body) in callers.join_all().await {
        assert_eq!((status, &body["state"]), (201, &json!("succeeded")));
    }
    assert_eq!(charged(&sandbox, "order-1"), [11_000]);
}

#[tokio::test]
async fn a_lost_reply_is_looked_up_and_not_sent_again() {
    let (sandbox, folder) = (gateway(), tempfile::tempdir().unwrap());
    let service = Service::start(&sandbox, folder.path()).await;
    sign_up(&sandbox, &service.http, "gildong", GOOD).await;
    sandbox.set_faults(vec![Fault::new(Operation::Again, FaultKind::DropAfter).times(1)]).unwrap();
    let (status, body) = service.pay("order-1", "gildong", 11_000).await;
    assert_eq!((status, &body["state"]), (201, &json!("succeeded")));
    assert_eq!(charged(&sandbox, "order-1"), [11_000]);
}

#[tokio::test]
async fn a_decline_is_told_with_its_code() {
    let (sandbox, folder) = (gateway(), tempfile::tempdir().unwrap());
    let service = Service::start(&sandbox, folder.path()).await;
    sign_up(&sandbox, &service.http, "gildong", declined_later()).await;
    let (status, body) = service.pay("order-1", "gildong", 11_000).await;
    assert_eq!((status, &body["state"]), (402, &json!("declined")));
    assert!(body["decline"]["code"].as_str().unwrap().starts_with("declined."), "{body}");
    let (status, body) = service.show("order-1").await;
    assert_eq!((status, &body["state"]), (200, &json!("declined")));
}

#[tokio::test]
async fn what_is_no_order_is_refused_and_not_repeated() {
    let (sandbox, folder) = (gateway(), tempfile::tempdir().unwrap());
    let service = Service::start(&sandbox, folder.path()).await;
    for (order, body, code) in [
        (
            "order-1",
            json!({"customer_uid": "gildong", "amount": "4000000000000002", "name": "x"}),
            "invalid.body",
        ),
        ("order-1", json!({"customer_uid": "gildong", "amount": 0, "name": "x"}), "invalid.amount."),
        ("order-1", json!({"customer_uid": "", "amount": 1_000, "name": "x"}), "invalid.customer_uid."),
        (
            "%EC%A3%BC",
            json!({"customer_uid": "gildong", "amount": 1_000, "name": "x"}),
            "invalid.merchant_uid.",
        ),
    ] {
        let (status, told) = service.post(order, body.to_string()).await;
        assert_eq!(status, 422, "{body}");
        assert!(told["error"]["code"].as_str().unwrap().starts_with(code), "{told}");
        assert!(!told.to_string().contains("4000000000000002"), "{told}");
    }
    assert_eq!(service.show("order-1").await.0, 404);
    assert!(sandbox.ledger().is_empty());
}

#[tokio::test]
async fn whoever_ends_it_lets_the_charge_under_way_come_to_its_end() {
    let (sandbox, folder) = (gateway(), tempfile::tempdir().unwrap());
    let service = Service::start(&sandbox, folder.path()).await;
    sign_up(&sandbox, &service.http, "gildong", GOOD).await;
    // The gateway charges at once, and takes a second for its answer.
    let slow = Fault::new(Operation::Again, FaultKind::Drip).drip_ms(1_000);
    sandbox.set_faults(vec![slow.times(1)]).unwrap();

    let paying = service.pay("order-1", "gildong", 11_000);
    let ending = async {
        while charged(&sandbox, "order-1").is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        service.ask_to_end();
    };
    let ((status, body), ()) = tokio::join!(paying, ending);
    assert_eq!((status, &body["state"]), (201, &json!("succeeded")));
    assert!(service.ended().await.success());

    // Started again, it knows what was paid.
    let service = Service::start(&sandbox, folder.path()).await;
    let (status, body) = service.pay("order-1", "gildong", 11_000).await;
    assert_eq!((status, &body["replayed"]), (201, &json!(true)));
    assert_eq!(charged(&sandbox, "order-1"), [11_000]);
}
