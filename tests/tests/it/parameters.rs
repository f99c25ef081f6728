//! The parameters the sandbox takes, one by one, held against the official field table.

mod calls;
mod rows;
mod scene;

use std::collections::BTreeSet;

use keyin_tests::{Facts, Parameter};
use serde_json::{Value, json};

use calls::{Call, calls, onetime};
use rows::Use::{Judged, Path, Shown, Unused};
use scene::Scene;

/// Endpoints whose parameters are not looked at one by one, by the beginning of their path.
const REFUSED: &[(&str, &str)] = &[
    ("/certifications/", "the sandbox checks nobody's identity, and refuses whatever is asked"),
    ("/vbanks", "the sandbox has no virtual accounts, and refuses whatever is asked"),
    ("/receipts/", "card payments have no cash receipts, and every one is refused"),
    ("/payments/{imp_uid}/naver/", "orders of Naver Pay, which no key-in payment has"),
];

/// Required parameters that the sandbox does without, with the reason.
const NOT_INSISTED_ON: &[(&str, &str, &str)] = &[
    ("post /subscribe/payments/again", "name", "the guide's own call has none"),
    (
        "post /subscribe/customers/{customer_uid}",
        "channel_key",
        "older clients name the channel by pg, or not at all",
    ),
    ("post /subscribe/payments/schedule schedules[]", "name", "older guides register without one"),
    (
        "post /subscribe/payments/schedule schedules[]",
        "currency",
        "the definitions themselves say what it is without: won",
    ),
];

/// Lengths that the sandbox does not look at, with the reason.
const UNLIMITED: &[(&str, &str, &str)] = &[
    ("post /subscribe/payments/onetime", "pg", "a name that long names no channel"),
    ("post /subscribe/payments/onetime", "channelGroupId", "it is unused"),
    ("post /subscribe/payments/again", "channel_key", "it is unused"),
    ("post /subscribe/payments/schedule", "channel_key", "a key that long names no channel"),
    ("post /subscribe/payments/unschedule", "customer_uid", "a uid that long names no customer"),
    ("post /subscribe/customers/{customer_uid}", "pg", "a name that long names no channel"),
    ("post /subscribe/customers/{customer_uid}", "channel_key", "a key that long names no channel"),
    ("post /subscribe/customers/{customer_uid}", "channel_group_id", "it is unused"),
    ("post /payments/cancel", "imp_uid", "a number that long names no payment"),
    ("post /payments/cancel", "merchant_uid", "a number that long names no payment"),
];

/// A value of the parameter's type, as long as it may be where it is a text.
fn sample(parameter: Parameter, call: &Call) -> Value {
    match (parameter.name(), parameter.kind()) {
        ("merchant_uid", _) if call.endpoint == ("post", "/payments/cancel") => json!("paid"),
        ("merchant_uid", _) if call.endpoint == ("put", "/payments/prepare") => json!("prepared"),
        ("customer_uid", _) if call.endpoint.1.ends_with("/again") => json!("registered"),
        ("schedule_at", _) => json!(4_000_000_007_i64),
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

fn is_listed(table: &[(&str, &str, &str)], call: &Call, name: &str) -> bool {
    table.iter().any(|row| (row.0, row.1) == (&*call.name(), name))
}

/// The first of a list, or the thing itself.
fn one_of(response: &Value) -> &Value {
    if response.is_array() { &response[0] } else { response }
}

#[test]
fn the_sandbox_knows_every_parameter_of_the_table_and_no_other() {
    let facts = Facts::load();
    for call in calls() {
        let known: BTreeSet<&str> = call.rows.iter().map(|row| row.0).collect();
        assert_eq!(known.len(), call.rows.len(), "{}", call.name());
        let table: BTreeSet<&str> = call.parameters(facts).into_iter().map(Parameter::name).collect();
        assert_eq!(known, table, "{}", call.name());
    }
}

#[test]
fn every_endpoint_with_parameters_is_looked_at() {
    let facts = Facts::load();
    let calls = calls();
    let takes_some =
        |endpoint: &(&str, &str)| facts.endpoint(endpoint.0, endpoint.1).parameters().count() > 0;
    let unseen =
        facts.endpoints().filter(|it| takes_some(it) && calls.iter().all(|call| call.endpoint != *it));
    let unseen: Vec<_> = unseen.collect();
    let is_refused = |path: &str| REFUSED.iter().any(|(beginning, _)| path.starts_with(beginning));
    let unlisted: Vec<_> = unseen.iter().filter(|it| !is_refused(it.1)).collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
    for (beginning, reason) in REFUSED {
        assert!(unseen.iter().any(|it| it.1.starts_with(beginning)), "{beginning}: {reason}");
    }
}

#[tokio::test]
async fn each_parameter_does_what_its_row_says() {
    let facts = Facts::load();
    for call in calls() {
        let scene = Scene::open().await;
        if call.endpoint == ("get", "/payments/{imp_uid}") {
            let hide_test_payments = Some(true);
            let patch = keyin_sandbox::SettingsPatch { hide_test_payments, ..Default::default() };
            scene.shop.sandbox.update_settings(patch).unwrap();
        }
        for (place, parameter) in call.parameters(facts).into_iter().enumerate() {
            does_what_its_row_says(&scene, &call, place, parameter).await;
        }
    }
}

async fn does_what_its_row_says(scene: &Scene, call: &Call, place: usize, parameter: Parameter) {
    let (name, at) = (parameter.name(), call.name());
    let (_, usage) = call.rows.iter().find(|row| row.0 == name).unwrap();
    let mut body = (call.good)(&format!("uid-{place}"));
    match usage {
        Path => assert_eq!(parameter.place(), "path", "{at}: {name}"),
        Shown(field) => {
            let value = sample(parameter, call);
            body[name] = value.clone();
            let response = scene.send(call, &body).await.ok();
            let answer = one_of(&response);
            match *field {
                "cancel_amount" => {
                    assert_eq!(answer["cancel_history"].as_array().unwrap().last().unwrap()["amount"], value);
                }
                field => assert_eq!(answer[field], value, "{at}: {name}"),
            }
        }
        Judged(bad) => {
            body[name] = bad.clone();
            let answer = scene.send(call, &body).await;
            let failed = answer.body["response"]["status"] == "failed";
            let is_partial = answer.status == 207;
            assert!(answer.body["code"] != 0 || failed || is_partial, "{at}: {name}: {}", answer.body);
        }
        Unused(reason) => {
            let before = scene.send(call, &(call.good)(&format!("without-{place}"))).await.ok();
            body[name] = sample(parameter, call);
            let after = scene.send(call, &body).await.ok();
            for field in ["status", "amount", "card_name", "customer_name", "pg_id", "schedule_status"] {
                assert_eq!(one_of(&before)[field], one_of(&after)[field], "{at}: {name} ({reason})");
            }
        }
    }
}

#[tokio::test]
async fn what_the_table_requires_is_insisted_on() {
    let facts = Facts::load();
    let mut excused = 0;
    for call in calls() {
        let scene = Scene::open().await;
        let parameters = call.parameters(facts).into_iter();
        for parameter in parameters.filter(|it| it.is_required() && it.place() != "path") {
            let name = parameter.name();
            let uid = format!("without-{name}");
            let mut body = (call.good)(&uid);
            body.as_object_mut().unwrap().remove(name);
            let answer = scene.send(&call, &body).await;
            if is_listed(NOT_INSISTED_ON, &call, name) {
                answer.ok();
                excused += 1;
                continue;
            }
            let message = answer.body["message"].as_str().unwrap_or_default();
            let is_named = message.contains(name.trim_end_matches("[]"));
            assert!(is_named && answer.body["code"] != 0, "{}: {name}: {}", call.name(), answer.body);
            assert_eq!(scene.shop.captured(&uid), Vec::<i64>::new());
        }
    }
    assert_eq!(excused, NOT_INSISTED_ON.len());
}

#[tokio::test]
async fn a_text_may_be_as_long_as_the_table_says_and_no_longer() {
    let facts = Facts::load();
    let mut excused = 0;
    for call in calls() {
        let scene = Scene::open().await;
        for parameter in call.parameters(facts) {
            let (Some(max), "formData") = (parameter.max_length(), parameter.place()) else { continue };
            let name = parameter.name();
            if is_listed(UNLIMITED, &call, name) {
                excused += 1;
                continue;
            }
            let mut body = (call.good)("too-long");
            body[name] = json!("7".repeat(max + 1));
            let answer = scene.send(&call, &body).await;
            let message = answer.body["message"].as_str().unwrap_or_default();
            let says = message.contains(name) && message.contains(&max.to_string());
            assert!(says && answer.body["code"] != 0, "{}: {name}: {}", call.name(), answer.body);
            assert_eq!(scene.shop.captured("too-long"), Vec::<i64>::new());
        }
    }
    assert_eq!(excused, UNLIMITED.len());
}

#[tokio::test]
async fn numbers_are_taken_as_numbers_and_as_text_and_nothing_else_is() {
    let facts = Facts::load();
    for call in calls() {
        let scene = Scene::open().await;
        for parameter in call.parameters(facts) {
            let name = parameter.name();
            let unused = call.rows.iter().any(|row| row.0 == name && matches!(row.1, Unused(_)));
            if unused || !matches!(parameter.kind(), Some("number" | "integer")) {
                continue;
            }
            for bad in [json!("삼천"), json!("1e"), json!(1.5), json!({}), json!(true)] {
                let mut body = (call.good)("no-number");
                body[name] = bad.clone();
                let answer = scene.send(&call, &body).await;
                assert_ne!(answer.body["code"], 0, "{}: {name}: {bad}: {}", call.name(), answer.body);
            }
        }
    }
    let scene = Scene::open().await;
    for (place, amount) in [json!(3000), json!("3000"), json!(3000.0)].into_iter().enumerate() {
        let mut body = onetime(&format!("number-{place}"));
        body["amount"] = amount;
        assert_eq!(scene.shop.post("/subscribe/payments/onetime", &body).await.ok()["amount"], 3000);
    }
}
