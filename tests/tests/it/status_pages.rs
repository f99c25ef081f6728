//! The parameters of the gateway's status pages, one by one, held against the official field table.

use keyin_tests::{Facts, Parameter, Shop};
use serde_json::json;

const PATH: &str = "/payments/status/{payment_status}";

/// Every parameter of the table, and what the sandbox refuses of it.
const REFUSED: [(&str, &[&str]); 6] = [
    ("payment_status", &["done", "PAID"]),
    ("page", &["0", "-1", "x", "2"]),
    ("limit", &["0", "1001", "x"]),
    ("from", &["x", "1", "9999999999"]),
    ("to", &["x", "1.5"]),
    ("sorting", &["amount", "--paid"]),
];

async fn shop() -> Shop {
    let shop = Shop::open().await;
    let order = json!({"merchant_uid": "paid", "amount": 3000, "card_number": "4000-0000-0000-0002", "expiry": "2030-01"});
    shop.post("/subscribe/payments/onetime", &order).await.ok();
    shop
}

fn path(name: &str, value: &str) -> String {
    match name {
        "payment_status" => format!("/payments/status/{value}"),
        name => format!("/payments/status/paid?{name}={value}"),
    }
}

#[tokio::test]
async fn the_sandbox_takes_the_parameters_of_the_table_and_refuses_what_it_must() {
    let (facts, shop) = (Facts::load(), shop().await);
    let entry = facts.endpoint("get", PATH);
    assert!(entry.documents(400));
    let names: Vec<&str> = entry.parameters().map(Parameter::name).collect();
    assert_eq!(names, REFUSED.map(|(name, _)| name));
    for (name, values) in REFUSED {
        for value in values {
            let answer = shop.get(&path(name, value)).await;
            assert_eq!(answer.status, 400, "{name}={value}: {}", answer.body);
            assert_eq!(entry.differences(400, &answer.body), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn every_word_and_every_limit_of_the_table_is_taken() {
    let (facts, shop) = (Facts::load(), shop().await);
    let mut taken = 0;
    for parameter in facts.endpoint("get", PATH).parameters() {
        let limits = parameter.range().into_iter().flat_map(|(least, most)| [least, most]);
        for value in parameter.words().map(str::to_owned).chain(limits.map(|number| number.to_string())) {
            shop.get(&path(parameter.name(), &value)).await.ok();
            taken += 1;
        }
    }
    assert_eq!(taken, 5 + 6 + 2, "statuses, sortings, and the ends of the limit");
}
