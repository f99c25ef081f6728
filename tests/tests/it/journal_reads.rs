//! `pay list` and `pay show --history`: what the journal tells by itself.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Keyin, Till, TypedCard, each};
use serde_json::{Value, json};

use crate::paying::{CUSTOMER, Paying, UID};

/// One paid by card, one declined, one paid by key and cancelled in part, one unknown; in this order.
async fn four() -> Till {
    let mut till = Till::open().await;
    till.keyin = till.keyin.with("KEYIN_GATEWAY_LAG", "1h");
    till.register(CUSTOMER).await;
    till.pay_card("paid", TypedCard::GOOD, &[]).await.ended(0);
    till.pay_card("declined", TypedCard::OVER_LIMIT, &[]).await.ended(3);
    Paying::BillingKey.run(&till, &[]).await.ended(0);
    till.run(&["pay", "cancel", UID, "--amount", "1000"]).await.ended(0);
    till.fail(vec![Fault::new(Operation::Onetime, FaultKind::DropBefore).times(1)]);
    till.pay_card("unknown", TypedCard::GOOD, &["--wait", "0s"]).await.ended(5);
    till
}

fn uids(documents: &[Value]) -> Vec<&str> {
    documents.iter().map(|document| document["merchant_uid"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_told_newest_first_and_filtered_without_the_gateway() {
    let till = four().await;
    // No credentials, and nobody at the gateway's address.
    let keyin = Keyin::without(till.keyin.clone(), "KEYIN_IAMPORT_KEY").without("KEYIN_IAMPORT_SECRET");
    let keyin = keyin.with("KEYIN_IAMPORT_URL", "http://127.0.0.1:9");
    let all = ["unknown", UID, "declined", "paid"];
    for (flags, expected) in [
        (&[][..], &all[..]),
        (&["--limit", "2"], &all[..2]),
        (&["--state", "succeeded"], &[UID, "paid"]),
        (&["--state", "unknown", "--state", "declined"], &["unknown", "declined"]),
        (&["--status", "paid"], &["paid"]),
        (&["--status", "cancelled"], &[UID]),
        (&["--status", "failed"], &["declined"]),
        (&["--status", "ready"], &[]),
        (&["--customer-uid", CUSTOMER], &[UID]),
        (&["--customer-uid", "nobody"], &[]),
        (&["--from", "2000-01-01", "--to", "2000-01-01"], &[]),
        (&["--from", "2000-01-01", "--to", "2999-12-31"], &all),
        (&["--from", "2999-01-01T00:00:00+09:00"], &[]),
    ] {
        let line = [&["pay", "list", "--json"], flags].concat();
        let told = keyin.run(&line).await.ended(0).documents();
        assert_eq!(uids(&told), expected, "{flags:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_a_table_and_programs_whole_documents() {
    let till = four().await;
    let table = till.keyin.run(&["pay", "list"]).await.ended(0).stdout;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 5, "{table}");
    assert!(
        lines[0].contains("KST") && lines[1].contains("unknown") && lines[2].contains("3000 KRW"),
        "{table}"
    );
    let korean = till.keyin.run(&["pay", "list", "--lang", "ko"]).await.ended(0).stdout;
    assert!(korean.starts_with("기록 시각"), "{korean}");
    let documents = till.run(&["pay", "list"]).await.ended(0).documents();
    assert_eq!((&documents[1]["state"], &documents[1]["status"]), (&json!("succeeded"), &json!("cancelled")));
    assert_eq!((&documents[1]["amount"], &documents[1]["cancel_amount"]), (&json!(3000), &json!(1000)));
    assert_eq!(documents[2]["decline"]["kind"], "soft");
    assert_eq!(documents[0]["problem"]["code"], "unknown.connection_lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_is_refused() {
    each(
        [
            ("--state", "payed"),
            ("--status", "ok"),
            ("--from", "01.11.2026"),
            ("--to", "2026-02-30"),
            ("--customer-uid", "고객-0001"),
            ("--limit", "0"),
            ("--limit", "-1"),
        ],
        |(flag, value)| async move {
            let till = Till::open().await;
            let told = till.run(&["pay", "list", &format!("{flag}={value}")]).await.ended(2).document();
            let field = flag.trim_start_matches('-').replace('-', "_");
            assert_eq!(told["error"]["field"], field, "{told}");
            assert!(!told.to_string().contains(value) || value.len() < 4, "{told}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_ends_before_it_begins_is_refused() {
    let till = Till::open().await;
    for (from, to) in [("2026-11-02", "2026-11-01"), ("2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z")] {
        let told = till.run(&["pay", "list", "--from", from, "--to", to]).await.ended(2).document();
        assert_eq!(told["error"]["code"], "invalid.to.not_after_from", "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_happened_is_told_also_without_the_gateway() {
    let till = four().await;
    let told = till.run(&["pay", "show", UID, "--history"]).await.ended(0).document();
    let events = told["history"].as_array().unwrap();
    let steps: Vec<_> = events.iter().map(|event| (&event["what"], &event["from"], &event["to"])).collect();
    assert_eq!(
        steps,
        [
            (&json!("intended"), &json!(null), &json!("intent")),
            (&json!("claimed"), &json!("intent"), &json!("in_flight")),
            (&json!("paid"), &json!("in_flight"), &json!("succeeded")),
            (&json!("paid"), &json!("succeeded"), &json!("succeeded")),
        ],
        "the last one is the cancel"
    );
    assert_eq!((&events[1]["epoch"], &events[2]["imp_uid"]), (&json!(1), &told["imp_uid"]));
    assert!(events.iter().all(|event| event["at"].is_i64() && event["number"].is_u64()), "{told}");
    let alone = till.keyin.clone().with("KEYIN_IAMPORT_URL", "http://127.0.0.1:9");
    let alone = alone.run(&["pay", "show", UID, "--history", "--json"]).await.ended(0).document();
    assert_eq!(alone["history"], told["history"]);
    let people = till.keyin.run(&["pay", "show", UID, "--history"]).await.ended(0).stdout;
    assert!(people.contains("history (KST):") && people.contains("intent → in_flight"), "{people}");
    let plain = till.show(UID).await;
    assert!(plain.get("history").is_none(), "{plain}");
}
