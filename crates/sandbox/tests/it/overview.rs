//! What the controls let people look through.

use keyin_sandbox::test_cards;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{GUIDE_CARD, ONETIME, Shop, answer, order};

const OVER_THE_LIMIT: &str = "4000-0000-0031-0005";

async fn look(shop: &Shop, path: &str) -> (u16, Value) {
    let told = answer(shop.bare(Method::GET, &format!("/_sandbox/{path}"))).await;
    (told.status, told.body)
}

async fn seen(shop: &Shop, path: &str) -> Value {
    let (status, body) = look(shop, path).await;
    assert_eq!(status, 200, "{body}");
    body
}

/// How many there are, and which of them are shown.
async fn payments(shop: &Shop, query: &str) -> (Value, Vec<String>) {
    let body = seen(shop, &format!("payments{query}")).await;
    let shown = body["payments"].as_array().unwrap().iter();
    (
        body["total"].clone(),
        shown.map(|payment| payment["merchant_uid"].as_str().unwrap().to_owned()).collect(),
    )
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn payments_are_listed_newest_first_by_status_and_by_name() {
    let shop = Shop::open().await;
    assert_eq!(payments(&shop, "").await, (json!(0), vec![]));
    for uid in ["a", "b", "c"] {
        shop.pay(uid, GUIDE_CARD).await.ok();
    }
    shop.pay("d", OVER_THE_LIMIT).await.ok();
    let mut of_customer = order("e", GUIDE_CARD);
    of_customer["customer_uid"] = json!("gildong");
    let paid = shop.post(ONETIME, &of_customer).await.ok();

    assert_eq!(payments(&shop, "").await, (json!(5), names(&["e", "d", "c", "b", "a"])));
    assert_eq!(payments(&shop, "?limit=2&page=2").await, (json!(5), names(&["c", "b"])));
    assert_eq!(payments(&shop, "?limit=2&page=4").await, (json!(5), vec![]));
    assert_eq!(payments(&shop, "?status=failed").await, (json!(1), names(&["d"])));
    assert_eq!(payments(&shop, "?status=paid&limit=1").await, (json!(4), names(&["e"])));
    let imp_uid = paid["imp_uid"].as_str().unwrap();
    for name in ["e", "gildong", imp_uid] {
        assert_eq!(payments(&shop, &format!("?find={name}")).await, (json!(1), names(&["e"])));
    }
    assert_eq!(payments(&shop, "?find=gildong&status=failed").await, (json!(0), vec![]));
    assert_eq!(payments(&shop, "?find=nobody").await, (json!(0), vec![]));
    let detail = &seen(&shop, "payments?find=e").await["payments"][0];
    assert_eq!((detail, &detail["card_number"]), (&paid, &json!("123412******1234")));
}

#[tokio::test]
async fn a_page_or_status_that_cannot_be_is_refused_by_name() {
    let shop = Shop::open().await;
    for (query, field) in
        [("page=0", "page"), ("page=x", "page"), ("limit=0", "limit"), ("limit=1001", "limit")]
    {
        for list in ["payments", "billing-keys", "schedules"] {
            let (status, told) = look(&shop, &format!("{list}?{query}")).await;
            assert_eq!((status, &told["error"]["field"]), (400, &json!(field)), "{told}");
        }
    }
    let (status, told) = look(&shop, "payments?status=open").await;
    assert_eq!((status, &told["error"]["field"]), (400, &json!("status")));
}

#[tokio::test]
async fn keys_and_schedules_are_listed_with_what_became_of_them() {
    let shop = Shop::open().await;
    shop.sandbox.stop_clock(Some(1_767_225_600)).unwrap();
    for customer in ["one", "two"] {
        let mut first = order(&format!("first-{customer}"), GUIDE_CARD);
        first["customer_uid"] = json!(customer);
        shop.post(ONETIME, &first).await.ok();
    }
    let keys = seen(&shop, "billing-keys").await;
    assert_eq!(
        (&keys["total"], &keys["billing_keys"][1]["card_number"]),
        (&json!(2), &json!("123412******1234"))
    );

    let waits = json!({"merchant_uid": "next", "schedule_at": 1_767_225_700, "amount": 1000, "name": "n"});
    let body = json!({"customer_uid": "one", "schedules": [waits]});
    shop.post("/subscribe/payments/schedule", &body).await.ok();
    let before = seen(&shop, "schedules").await;
    assert_eq!(
        (&before["total"], &before["schedules"][0]["schedule_status"]),
        (&json!(1), &json!("scheduled"))
    );
    shop.sandbox.advance_clock(100).await.unwrap();
    let after = &seen(&shop, "schedules").await["schedules"][0];
    assert_eq!((&after["schedule_status"], &after["payment_status"]), (&json!("executed"), &json!("paid")));
}

#[tokio::test]
async fn what_can_be_chosen_from_is_told() {
    let shop = Shop::open().await;
    let cards = seen(&shop, "test-cards").await["cards"].as_array().unwrap().len();
    assert_eq!(cards, test_cards().len());
    let pgs = seen(&shop, "pgs").await;
    assert!(pgs["pgs"].as_array().unwrap().contains(&json!("settle")));
    // Every name that is told is taken.
    let told = seen(&shop, "faults/names").await;
    for name in told["operations"].as_array().unwrap() {
        let kind = if name == "webhook" { "lose" } else { "rate_limit" };
        let put = json!({"faults": [{"operation": name, "kind": kind}]});
        assert_eq!(answer(shop.bare(Method::PUT, "/_sandbox/faults").json(&put)).await.status, 200, "{name}");
    }
    for kind in told["kinds"].as_array().unwrap() {
        let fields = [json!({}), json!({"delay_ms": 1}), json!({"seconds": 1}), json!({"drip_ms": 1})];
        let named = |operation| fields.iter().map(move |more| (operation, more));
        let mut taken = false;
        for (operation, more) in ["onetime", "find", "webhook"].into_iter().flat_map(named) {
            let mut fault = more.clone();
            fault["operation"] = json!(operation);
            fault["kind"] = kind.clone();
            let put = shop.bare(Method::PUT, "/_sandbox/faults").json(&json!({"faults": [fault]}));
            taken |= answer(put).await.status == 200;
        }
        assert!(taken, "{kind}");
    }
}
