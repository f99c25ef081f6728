//! What becomes of each row, and how it is told.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{BatchTold, Till, TypedCard, csv_of};
use serde_json::{Value, json};

/// Registers a key whose card is always over its limit.
async fn register_declining(till: &Till, customer_uid: &str) {
    let TypedCard { number, expiry, .. } = TypedCard::OVER_LIMIT;
    let order = json!({ "customer_uid": customer_uid, "card_number": number, "expiry": expiry });
    let settings = keyin_sandbox::SettingsPatch {
        standalone_billing_key: Some(true),
        ..keyin_sandbox::SettingsPatch::default()
    };
    till.shop.sandbox.update_settings(settings).unwrap();
    till.shop.post(&format!("/subscribe/customers/{customer_uid}"), &order).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_is_paid_and_told_with_its_line() {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(30, "customer-1"));
    let run = till.pay_file("orders.csv", &[]).await.ended(0);
    assert_eq!(run.stderr, "", "a bar or a remark in a pipe");
    let told = BatchTold::of(&run);
    assert_eq!((told.counts(), &told.last["left"]), ([30, 0, 0, 0, 0], &json!(0)));
    assert_eq!(till.captures(30), [1; 30]);
    for number in 1..=30 {
        let row = told.row(&format!("order-{number}"));
        assert_eq!(
            (&row["line"], &row["customer_uid"], &row["amount"], &row["cancel_amount"], &row["currency"]),
            (&json!(number + 1), &json!("customer-1"), &json!(1000), &json!(0), &json!("KRW"))
        );
        assert_eq!(
            (&row["status"], &row["state"], &row["decline"], &row["replayed"], &row["outcome"]),
            (&json!("paid"), &json!("succeeded"), &Value::Null, &json!(false), &json!("paid"))
        );
        assert!(row["imp_uid"].as_str().is_some_and(|uid| uid.starts_with("imps_")), "{row}");
        assert!(row.get("error").is_none(), "{row}");
    }
    let results = till.keyin.read("orders.csv.results.csv");
    assert!(results.starts_with("\u{feff}line,merchant_uid,customer_uid,"), "{results}");
    assert_eq!(results.matches("\r\n").count(), 31, "{results}");
    let third = results.lines().find(|line| line.starts_with("4,order-3,")).unwrap();
    assert!(third.contains(",1000,KRW,paid,succeeded,false,imps_"), "{third}");
}

#[tokio::test(flavor = "multi_thread")]
async fn declines_refusals_conflicts_and_lost_replies_are_each_their_own_row() {
    let till = Till::for_batches().await;
    register_declining(&till, "=declining").await;
    let conflict = ["pay", "billing-key", "--customer-uid", "customer-1", "--merchant-uid", "order-4"];
    till.run(&[&conflict[..], &["--amount", "5000", "--name", "other"]].concat()).await.ended(0);
    let rows = "customer_uid,merchant_uid,amount,name\ncustomer-1,order-1,1000,a\n=declining,order-2,1000,b\n\
                nobody,order-3,1000,c\ncustomer-1,order-4,1000,d\ncustomer-1,order-5,1000,e\n";
    till.keyin.write("orders.csv", rows);
    let lost = Fault {
        customer_uid: Some("customer-1".into()),
        ..Fault::new(Operation::Again, FaultKind::DropAfter)
    };
    till.fail(vec![lost.times(1)]);
    let told = BatchTold::of(&till.pay_file("orders.csv", &["--concurrency", "1"]).await.ended(1));
    assert_eq!(told.counts(), [2, 1, 0, 0, 2]);
    let declined = told.row("order-2");
    assert_eq!((&declined["state"], &declined["outcome"]), (&json!("declined"), &json!("declined")));
    assert_eq!(declined["decline"]["kind"], "soft", "{declined}");
    let refused = told.row("order-3");
    assert_eq!(
        (&refused["state"], &refused["error"]["code"]),
        (&json!("refused"), &json!("refused.unknown_customer"))
    );
    let conflict = told.row("order-4");
    assert_eq!((&conflict["state"], &conflict["line"]), (&Value::Null, &json!(5)));
    assert_eq!(conflict["error"]["code"], "conflict.merchant_uid");
    assert_eq!(conflict["error"]["fields"], json!(["amount", "name"]));
    assert_eq!(till.shop.captured("order-4"), [5000], "nothing is sent for a conflict");
    assert_eq!(till.shop.captured("order-1"), [1000], "looked up, and not sent again");
    let results = till.keyin.read("orders.csv.results.csv");
    let line = |start: &str| results.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert!(line("3,").contains("'=declining,1000,KRW,declined,declined,false,"), "{results}");
    assert!(line("3,").contains(",declined.limit_exceeded,"), "{results}");
    assert!(line("4,").contains("failed,refused,false,,,refused.unknown_customer,"), "{results}");
    assert!(line("5,").contains("failed,,false,,,conflict.merchant_uid,"), "{results}");

    let people = till.keyin.clone().with("KEYIN_LANG", "ko");
    let people = people.run(&["pay", "file", "orders.csv"]).await.ended(1).stdout;
    assert!(people.contains("3행  order-2  승인 거절"), "{people}");
    assert!(people.contains("5건: 결제 0, 이미 결제됨 2, 거절 1, 실패 2, 미확인 0"), "{people}");
    assert!(people.contains("orders.csv.results.csv"), "{people}");
    assert!(!people.contains("order-1"), "what is paid is not listed: {people}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_stays_unknown_is_told_so_and_settled_by_another_run() {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(12, "customer-1"));
    till.fail(vec![Fault::new(Operation::Again, FaultKind::DropBefore).times(3)]);
    let told = BatchTold::of(&till.pay_file("orders.csv", &["--wait", "0s"]).await.ended(5));
    assert_eq!(told.counts(), [9, 0, 3, 0, 0]);
    let unknown = told.rows.iter().find(|row| row["outcome"] == "unknown").unwrap();
    assert_eq!(
        (&unknown["state"], &unknown["error"]["code"]),
        (&json!("unknown"), &json!("unknown.connection_lost"))
    );
    // The window is five seconds: within the wait it is proven that nothing was charged, and sent again.
    let told = BatchTold::of(&till.pay_file("orders.csv", &["--wait", "30s"]).await.ended(0));
    assert_eq!(told.counts(), [3, 0, 0, 9, 0]);
    assert_eq!(till.captures(12), [1; 12]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_alone_sends_nothing_and_needs_no_credentials() {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(6, "customer-1"));
    let dry = till.keyin.clone().without("KEYIN_IAMPORT_KEY").without("KEYIN_IAMPORT_SECRET");
    let told = dry.run(&["pay", "file", "orders.csv", "--dry-run", "--json"]).await.ended(0).document();
    assert_eq!(
        told["dry_run"],
        json!({ "rows": 6, "totals": [{ "currency": "KRW", "rows": 6, "amount": 6000 }] })
    );
    let people = dry.run(&["pay", "file", "orders.csv", "--dry-run"]).await.ended(0).stdout;
    assert!(people.contains("6 payments: 6000 KRW") && people.contains("Nothing was sent"), "{people}");
    assert_eq!(till.calls_to("/subscribe/payments/again"), 0);
    assert!(!till.keyin.journal().exists() && !till.keyin.folder().join("orders.csv.results.csv").exists());
}
