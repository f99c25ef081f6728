//! `keyin demo`: the guide, end to end, on a machine on which nothing is set up.

use keyin_tests::Keyin;
use serde_json::{Value, json};

const STEPS: [&str; 10] = [
    "pg_settings",
    "one_time",
    "billing_key_with_first_payment",
    "billing_key_payment",
    "standalone_billing_key_refused",
    "decline_explained",
    "lost_reply_settled",
    "partial_cancel",
    "full_cancel",
    "ledger_check",
];

#[tokio::test]
async fn every_step_goes_as_it_should() {
    let keyin = Keyin::bare();
    let told = keyin.run(&["demo", "--json"]).await.ended(0).document();
    let steps = told["steps"].as_array().unwrap();
    let names: Vec<&Value> = steps.iter().map(|step| &step["step"]).collect();
    assert_eq!(names, STEPS.map(|name| json!(name)).iter().collect::<Vec<_>>());
    for step in steps {
        assert_eq!(step["ok"], true, "{step}");
    }
    assert_eq!((&told["double_charges"], &told["lost_payments"]), (&json!(0), &json!(0)));
    let paid = ["one_time", "billing_key_with_first_payment", "billing_key_payment", "lost_reply_settled"];
    for step in steps.iter().filter(|step| paid.iter().any(|name| step["step"] == *name)) {
        assert_eq!(
            (&step["outcome"]["state"], &step["outcome"]["status"]),
            (&json!("succeeded"), &json!("paid")),
            "{step}"
        );
    }
    let outcome = |name: &str| &steps.iter().find(|step| step["step"] == name).unwrap()["outcome"];
    assert_eq!(outcome("decline_explained")["decline"]["kind"], "soft");
    assert_eq!(outcome("one_time")["customer_uid"], Value::Null);
    let refusal = outcome("standalone_billing_key_refused")["error"]["code"].as_str().unwrap();
    assert!(refusal.starts_with("unsupported."), "{refusal}");
    assert_eq!(outcome("partial_cancel")["cancel_amount"], 2000);
    assert_eq!(outcome("full_cancel")["cancel_amount"], outcome("full_cancel")["amount"]);
}

#[tokio::test]
async fn nothing_is_left_behind() {
    let keyin = Keyin::bare();
    keyin.run(&["demo", "--json"]).await.ended(0);
    assert_eq!(keyin.everything_kept(), b"");
}

#[tokio::test]
async fn people_read_it_in_korean_and_in_english() {
    for (language, says) in [("ko", "빌링키"), ("en", "billing key")] {
        let told = Keyin::bare().with("KEYIN_LANG", language).run(&["demo"]).await.ended(0);
        assert_eq!(told.stdout.matches('✓').count(), STEPS.len(), "{told:?}");
        assert!(told.stdout.contains(says) && !told.stdout.contains('✗'), "{told:?}");
        let in_korean = told.stdout.chars().any(|c| ('가'..='힣').contains(&c));
        assert_eq!(in_korean, language == "ko", "{told:?}");
    }
}
