//! The parameters the sandbox takes, one by one, held against the official field table.

use keyin_sandbox::{Auth, Channel, Settings};
use keyin_tests::{Answer, Facts, Parameter, Shop};
use reqwest::Method;
use serde_json::{Value, json};

/// What the sandbox makes of a parameter.
enum Use {
    /// It comes back in the response under this name.
    Shown(&'static str),
    /// The call is refused when the value is this.
    Judged(Value),
    /// It is part of the path.
    Path,
    /// Nothing, for this reason.
    Unused(&'static str),
}

use Use::{Judged, Path, Shown, Unused};

const OTHER_PG: &str = "Settlebank takes no such parameter";
const NO_WEBHOOKS: &str = "the sandbox sends no webhooks";
const NOT_KEPT: &str = "no answer shows it, and it decides nothing";
const OTHER_MEANS: &str = "it belongs to other means of payment than a card";

type Row = (&'static str, Use);

/// What both paying calls take.
fn order_rows() -> Vec<Row> {
    vec![
        ("merchant_uid", Shown("merchant_uid")),
        ("currency", Judged(json!("USD"))),
        ("amount", Shown("amount")),
        ("tax_free", Judged(json!(4000))),
        ("vat_amount", Unused(OTHER_PG)),
        ("vat", Unused(OTHER_PG)),
        ("name", Shown("name")),
        ("buyer_name", Shown("buyer_name")),
        ("buyer_email", Shown("buyer_email")),
        ("buyer_tel", Shown("buyer_tel")),
        ("buyer_addr", Shown("buyer_addr")),
        ("buyer_postcode", Shown("buyer_postcode")),
        ("card_quota", Judged(json!(1))),
        ("custom_data", Shown("custom_data")),
        ("customer_uid", Shown("customer_uid")),
        ("interest_free_by_merchant", Unused(OTHER_PG)),
        ("use_card_point", Unused(OTHER_PG)),
        ("notice_url", Unused(NO_WEBHOOKS)),
        ("browser_ip", Unused(OTHER_PG)),
        ("product_type", Unused(OTHER_PG)),
        ("bypass", Unused(OTHER_PG)),
        ("promotion_id", Unused(NOT_KEPT)),
    ]
}

fn card_rows() -> Vec<Row> {
    vec![
        ("card_number", Judged(json!("12"))),
        ("expiry", Judged(json!("2030-13"))),
        ("birth", Judged(json!("12345"))),
        ("pwd_2digit", Judged(json!("1x"))),
        ("cvc", Unused(OTHER_PG)),
    ]
}

fn onetime_rows() -> Vec<Row> {
    let more = [
        ("pg", Judged(json!("nobody"))),
        ("channelGroupId", Unused("the sandbox's shop has no groups of channels")),
        ("secure_3d_charge_id", Unused(OTHER_PG)),
        ("secure_3d_token", Unused(OTHER_PG)),
    ];
    order_rows().into_iter().chain(card_rows()).chain(more).collect()
}

fn again_rows() -> Vec<Row> {
    let more = [
        ("product_count", Unused(NOT_KEPT)),
        ("cash_receipt_type", Unused(OTHER_PG)),
        ("extra", Unused(OTHER_PG)),
        ("channel_key", Unused("the billing key belongs to the channel that it was issued through")),
    ];
    order_rows().into_iter().chain(more).collect()
}

fn issue_rows() -> Vec<Row> {
    let more = [
        ("channel_key", Judged(json!("no-such-channel"))),
        ("pg", Unused("the channel_key beside it names the channel")),
        ("customer_uid", Path),
        ("customer_id", Unused(OTHER_PG)),
        ("customer_name", Shown("customer_name")),
        ("customer_tel", Shown("customer_tel")),
        ("customer_email", Shown("customer_email")),
        ("customer_addr", Shown("customer_addr")),
        ("customer_postcode", Shown("customer_postcode")),
        ("channel_group_id", Unused("the sandbox's shop has no groups of channels")),
    ];
    card_rows().into_iter().chain(more).collect()
}

fn cancel_rows() -> Vec<Row> {
    vec![
        ("imp_uid", Judged(json!("imps_000000000000"))),
        ("merchant_uid", Shown("merchant_uid")),
        ("amount", Shown("cancel_amount")),
        ("tax_free", Judged(json!(4000))),
        ("checksum", Judged(json!(1))),
        ("reason", Shown("cancel_reason")),
        ("vat_amount", Unused(OTHER_PG)),
        ("refund_holder", Unused(OTHER_MEANS)),
        ("refund_bank", Unused(OTHER_MEANS)),
        ("refund_account", Unused(OTHER_MEANS)),
        ("refund_tel", Unused(OTHER_MEANS)),
        ("retain_promotion", Unused(NOT_KEPT)),
        ("enable_webhook", Unused(NO_WEBHOOKS)),
        ("extra", Unused(OTHER_PG)),
    ]
}

/// Required parameters that the sandbox does without, with the reason.
const NOT_INSISTED_ON: &[(&str, &str, &str)] = &[
    ("again", "name", "the guide's own call has none"),
    ("issue", "channel_key", "older clients name the channel by pg, or not at all"),
];

/// Lengths that the sandbox does not look at, with the reason.
const UNLIMITED: &[(&str, &str, &str)] = &[
    ("onetime", "pg", "a name that long names no channel"),
    ("onetime", "channelGroupId", "it is unused"),
    ("again", "channel_key", "it is unused"),
    ("issue", "pg", "a name that long names no channel"),
    ("issue", "channel_key", "a key that long names no channel"),
    ("issue", "channel_group_id", "it is unused"),
    ("cancel", "imp_uid", "a number that long names no payment"),
    ("cancel", "merchant_uid", "a number that long names no payment"),
];

/// One call with everything the rules are about.
struct Call {
    name: &'static str,
    endpoint: &'static str,
    rows: Vec<Row>,
    /// A call that is carried out.
    good: fn(&str) -> Value,
}

fn calls() -> [Call; 4] {
    let call = |name, endpoint, rows, good| Call { name, endpoint, rows, good };
    [
        call("onetime", "/subscribe/payments/onetime", onetime_rows(), onetime),
        call("again", "/subscribe/payments/again", again_rows(), again),
        call("issue", "/subscribe/customers/{customer_uid}", issue_rows(), issue),
        call("cancel", "/payments/cancel", cancel_rows(), cancel),
    ]
}

fn onetime(uid: &str) -> Value {
    json!({
        "merchant_uid": uid, "amount": 3000, "name": "주문", "card_number": "4000-0000-0000-0002", "expiry": "2030-01",
        "birth": "900101", "pwd_2digit": "12",
    })
}

fn again(uid: &str) -> Value {
    json!({"customer_uid": "registered", "merchant_uid": uid, "amount": 3000, "name": "주문"})
}

fn issue(_: &str) -> Value {
    json!({"channel_key": Channel::development().channel_key, "card_number": "4000-0000-0000-0002", "expiry": "2030-01",
           "birth": "900101", "pwd_2digit": "12"})
}

fn cancel(_: &str) -> Value {
    json!({"merchant_uid": "paid", "amount": 1})
}

/// A shop that verifies all card fields, with a billing key and a payment.
async fn shop() -> Shop {
    let settings = Settings {
        auth: Auth::CardExpiryBirthPwd,
        standalone_billing_key: true,
        mixed_tax: true,
        ..Settings::default()
    };
    let shop = Shop::with(settings).await;
    let mut paid = onetime("paid");
    paid["customer_uid"] = json!("registered");
    paid["amount"] = json!(3000);
    shop.post("/subscribe/payments/onetime", &paid).await.ok();
    shop
}

async fn send(shop: &Shop, call: &Call, body: &Value) -> Answer {
    let path = call.endpoint.replace("{customer_uid}", "issued");
    shop.send(shop.request(Method::POST, &path).json(body)).await
}

/// A value of the parameter's type, as long as it may be where it is a text.
fn sample(parameter: Parameter<'_>, call: &Call) -> Value {
    match (parameter.name(), parameter.kind()) {
        ("merchant_uid", _) if call.name == "cancel" => json!("paid"),
        ("customer_uid", _) if call.name == "again" => json!("registered"),
        ("amount", _) => json!(1234),
        ("reason", _) => json!("고객 요청"),
        ("custom_data", _) => json!("{\"order\":1}"),
        (_, Some("string")) => json!("7".repeat(parameter.max_length().unwrap_or(8))),
        (_, Some("boolean")) => json!(true),
        (_, Some("number" | "integer")) => json!(2),
        (_, Some("array")) => json!([]),
        (_, _) => json!({}),
    }
}

fn listed(table: &[(&str, &str, &str)], call: &Call, name: &str) -> bool {
    table.iter().any(|row| (row.0, row.1) == (call.name, name))
}

#[tokio::test]
async fn the_sandbox_knows_every_parameter_of_the_table_and_no_other() {
    let facts = Facts::load();
    for call in calls() {
        let known: Vec<&str> = call.rows.iter().map(|row| row.0).collect();
        let table: Vec<&str> =
            facts.endpoint("post", call.endpoint).parameters().map(Parameter::name).collect();
        for name in &table {
            assert!(known.contains(name), "{}: the table has {name}", call.name);
        }
        // A customer_uid belongs to again and to onetime; both have all the others.
        for name in known {
            assert!(table.contains(&name), "{}: the table has no {name}", call.name);
        }
    }
}

#[tokio::test]
async fn each_parameter_does_what_its_row_says() {
    let facts = Facts::load();
    for call in calls() {
        let shop = shop().await;
        for (place, parameter) in facts.endpoint("post", call.endpoint).parameters().enumerate() {
            let name = parameter.name();
            let (_, usage) = call.rows.iter().find(|row| row.0 == name).unwrap();
            let mut body = (call.good)(&format!("uid-{place}"));
            match usage {
                Path => assert_eq!(parameter.place(), "path", "{name}"),
                Shown(field) => {
                    let value = sample(parameter, &call);
                    body[name] = value.clone();
                    let answer = send(&shop, &call, &body).await.ok();
                    match *field {
                        "cancel_amount" => assert_eq!(
                            answer["cancel_history"].as_array().unwrap().last().unwrap()["amount"],
                            value
                        ),
                        field => assert_eq!(answer[field], value, "{}: {name}", call.name),
                    }
                }
                Judged(bad) => {
                    body[name] = bad.clone();
                    let answer = send(&shop, &call, &body).await;
                    let failed = answer.body["response"]["status"] == "failed";
                    assert!(answer.body["code"] != 0 || failed, "{}: {name}: {}", call.name, answer.body);
                }
                Unused(reason) => {
                    let before = send(&shop, &call, &(call.good)(&format!("without-{place}"))).await.ok();
                    body[name] = sample(parameter, &call);
                    let after = send(&shop, &call, &body).await.ok();
                    for field in ["status", "amount", "card_name", "customer_uid", "pg_id"] {
                        assert_eq!(before[field], after[field], "{}: {name} ({reason})", call.name);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn what_the_table_requires_is_insisted_on() {
    let facts = Facts::load();
    let mut excused = 0;
    for call in calls() {
        let shop = shop().await;
        let entry = facts.endpoint("post", call.endpoint);
        for parameter in
            entry.parameters().filter(|parameter| parameter.is_required() && parameter.place() != "path")
        {
            let name = parameter.name();
            let mut body = (call.good)("missing");
            body.as_object_mut().unwrap().remove(name);
            let answer = send(&shop, &call, &body).await;
            if listed(NOT_INSISTED_ON, &call, name) {
                answer.ok();
                excused += 1;
                continue;
            }
            let message = answer.body["message"].as_str().unwrap_or_default();
            assert!(message.contains(&format!("\"{name}\"")), "{}: {name}: {}", call.name, answer.body);
            assert_eq!(shop.captured("missing"), Vec::<i64>::new());
        }
    }
    assert_eq!(excused, NOT_INSISTED_ON.len());
}

#[tokio::test]
async fn a_text_may_be_as_long_as_the_table_says_and_no_longer() {
    let facts = Facts::load();
    let mut excused = 0;
    for call in calls() {
        let shop = shop().await;
        for parameter in facts.endpoint("post", call.endpoint).parameters() {
            let (Some(max), "formData") = (parameter.max_length(), parameter.place()) else { continue };
            if listed(UNLIMITED, &call, parameter.name()) {
                excused += 1;
                continue;
            }
            let mut body = (call.good)("too-long");
            body[parameter.name()] = json!("7".repeat(max + 1));
            let answer = send(&shop, &call, &body).await;
            let message = answer.body["message"].as_str().unwrap_or_default();
            let says = message.contains(parameter.name()) && message.contains(&max.to_string());
            assert!(says && answer.body["code"] != 0, "{}: {}: {}", call.name, parameter.name(), answer.body);
            assert_eq!(shop.captured("too-long"), Vec::<i64>::new());
        }
    }
    assert_eq!(excused, UNLIMITED.len());
}

#[tokio::test]
async fn numbers_are_taken_as_numbers_and_as_text_and_nothing_else_is() {
    let facts = Facts::load();
    for call in calls() {
        let shop = shop().await;
        for parameter in facts.endpoint("post", call.endpoint).parameters() {
            let name = parameter.name();
            let unused = call.rows.iter().any(|row| row.0 == name && matches!(row.1, Unused(_)));
            if unused || !matches!(parameter.kind(), Some("number" | "integer")) {
                continue;
            }
            for bad in [json!("삼천"), json!("1e"), json!(1.5), json!({}), json!(true)] {
                let mut body = (call.good)("no-number");
                body[name] = bad.clone();
                let answer = send(&shop, &call, &body).await;
                assert_ne!(answer.body["code"], 0, "{}: {name}: {bad}: {}", call.name, answer.body);
            }
        }
    }
    let shop = shop().await;
    for (place, amount) in [json!(3000), json!("3000"), json!(3000.0)].into_iter().enumerate() {
        let mut body = onetime(&format!("number-{place}"));
        body["amount"] = amount;
        assert_eq!(shop.post("/subscribe/payments/onetime", &body).await.ok()["amount"], 3000);
    }
}
