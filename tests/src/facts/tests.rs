use serde_json::json;

use super::*;

#[test]
fn each_kind_of_difference_is_found() {
    let facts = Facts::load();
    let token = facts.endpoint("post", "/users/getToken");
    let with = |response: Value| {
        let body = json!({"code": 0, "message": null, "response": response});
        token.differences(200, &body)
    };
    let good = json!({"access_token": "t", "now": 1, "expired_at": 2});
    assert_eq!(with(good.clone()), Vec::<String>::new());
    for (field, value, says) in [
        ("now", json!(null), "is null"),
        ("now", json!("1"), "not of type integer"),
        ("now", json!(1.5), "not of type integer"),
        ("access_token", json!(7), "not of type string"),
        ("other", json!(7), "not in the table"),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        assert!(with(bad).iter().any(|found| found.contains(says)), "{field} {says}");
    }
    assert!(with(json!({"access_token": "t", "now": 1}))[0].contains(".expired_at is absent"));
    assert!(with(json!([]))[0].contains("not of type object"));
}

#[test]
fn words_lengths_and_items_are_looked_at() {
    let facts = Facts::load();
    let channels = facts.endpoint("get", "/users/pg");
    let with = |kind: &str, pg: &str| {
        let channel = json!({
            "pg_provider": pg, "pg_id": "m", "sandbox": true, "type": kind, "channel_name": "", "channel_key": "",
        });
        channels.differences(200, &json!({"code": 0, "message": null, "response": [channel]}))
    };
    assert_eq!(with("payment", "settle"), Vec::<String>::new());
    assert!(with("other", "settle")[0].contains(".response[0].type is none of the words"));
    assert!(with("payment", &"p".repeat(17))[0].contains(".response[0].pg_provider is longer than 16"));
}

#[test]
fn an_error_is_an_envelope_and_nothing_else() {
    let facts = Facts::load();
    let token = facts.endpoint("post", "/users/getToken");
    assert!(token.documents(401) && !token.documents(400));
    let error = json!({"code": -1, "message": "m", "response": null});
    assert_eq!(token.differences(401, &error), Vec::<String>::new());
    for (field, value) in
        [("code", json!(0)), ("message", json!("")), ("response", json!({})), ("extra", json!(1))]
    {
        let mut bad = error.clone();
        bad[field] = value;
        assert_eq!(token.differences(401, &bad).len(), 1, "{field}");
    }
}
