//! `--repair` does what is safe and says what it did; what is left then is for people.

use keyin_sandbox::LedgerKind;
use keyin_tests::{Till, TypedCard};
use serde_json::{Value, json};

use super::books::{Books, PRICE, told, uid, uids};

/// Four payments that differ, each in its way, and one that agrees.
async fn planted(books: Books) -> Books {
    books.gateway_is_at(40_000);
    let sorts = ["agreed", "unknown", "late", "twice", "twice", "amount", "cancelled"];
    for sort in sorts {
        books.pay_there(&uids(sort, 1)).await;
    }
    let held = books.held_there(40_000).await;
    let of = |sort: &str| {
        let uid = format!("{sort}-0");
        held.iter().find(|payment| payment.merchant_uid().as_str() == uid).unwrap().clone()
    };
    let then = books.at(40_000);
    books.know(vec![of("agreed"), of("twice"), of("cancelled")], then).await;
    books.write_here(vec![(uid("late-0"), PRICE, None), (uid("amount-0"), PRICE + 1, None)], then).await;
    let mut missing = of("agreed").details().clone();
    missing.merchant_uid = uid("missing-0");
    missing.imp_uid = "imps_000000000000".parse().unwrap();
    books.know(vec![keyin_domain::Payment::new(missing).unwrap()], then).await;
    books.cancel_there(&uids("cancelled", 1)).await;
    books.gateway_is_at_now();
    books
}

fn outcome(differences: &[Value], merchant_uid: &str) -> (String, Value) {
    let found = differences.iter().find(|found| found["merchant_uid"] == merchant_uid).unwrap();
    (found["repair"]["outcome"].as_str().unwrap().to_owned(), found["repair"]["state"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_learnt_is_learnt_and_the_rest_is_said() {
    learnt_and_said(planted(Books::open().await).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_it_is_in_postgresql() {
    let books = planted(Books::in_postgres().await).await;
    let file = books.till.keyin.journal();
    learnt_and_said(books).await;
    assert!(!file.exists(), "there is no file beside the database");
}

async fn learnt_and_said(books: Books) {
    let all = [
        ("amount_differs", "amount-0"),
        ("cancel_differs", "cancelled-0"),
        ("missing_there", "missing-0"),
        ("paid_twice", "twice-0"),
        ("unknown_here", "late-0"),
        ("unknown_here", "unknown-0"),
    ];
    let before = books.till.keyin.run(&["pay", "list", "--json"]).await.stdout;
    let (differences, summary) = books.reconcile(&[], 1).await;
    assert_eq!(told(&differences), all);
    assert!(differences.iter().all(|found| found["repair"].is_null()), "{differences:?}");
    assert_eq!((&summary["repaired"], &summary["compared"]), (&json!(0), &json!(8)));
    assert_eq!(books.till.keyin.run(&["pay", "list", "--json"]).await.stdout, before, "nothing is written");

    let ledger = books.till.shop.sandbox.ledger();
    let (differences, summary) = books.reconcile(&["--repair"], 1).await;
    assert_eq!(told(&differences), all);
    for (merchant_uid, expected, state) in [
        ("late-0", "repaired", json!("late_paid")),
        ("cancelled-0", "repaired", json!("late_paid")),
        ("twice-0", "review", json!("review")),
        ("amount-0", "review", json!("review")),
        ("unknown-0", "no_charge", Value::Null),
        ("missing-0", "nothing_to_learn", Value::Null),
    ] {
        assert_eq!(outcome(&differences, merchant_uid), (expected.to_owned(), state), "{merchant_uid}");
    }
    for (name, count) in [("repaired", 2), ("put_to_review", 2), ("open", 4)] {
        assert_eq!(summary[name], count, "{summary}");
    }
    assert_eq!(books.till.shop.sandbox.ledger(), ledger, "no money moves");
    assert_eq!(books.till.show("cancelled-0").await["cancel_amount"], 1_000);

    let (differences, summary) = books.reconcile(&["--repair"], 1).await;
    assert_eq!(told(&differences), [("missing_there", "missing-0"), ("unknown_here", "unknown-0")]);
    assert_eq!((&summary["repaired"], &summary["in_review"]), (&json!(0), &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_repair_that_leaves_nothing_the_status_is_good() {
    let till = Till::open().await;
    till.pay_card("order-1", TypedCard::GOOD, &[]).await.ended(0);
    till.run(&["reconcile"]).await.ended(0);
    till.shop.post("/payments/cancel", &json!({"merchant_uid": "order-1"})).await.ok();
    till.run(&["reconcile"]).await.ended(1);
    let told = till.run(&["reconcile", "--repair"]).await.ended(0).documents();
    assert_eq!(told[0]["repair"]["outcome"], "repaired", "{told:?}");
    assert_eq!((&told[1]["summary"]["differences"], &told[1]["summary"]["open"]), (&json!(1), &json!(0)));
    let told = till.run(&["reconcile"]).await.ended(0).document();
    assert_eq!(told["summary"]["differences"], 0);
    let given_back =
        till.shop.sandbox.ledger().iter().filter(|entry| entry.kind == LedgerKind::Cancel).count();
    assert_eq!(given_back, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contradiction_put_to_review_is_decided_and_gone() {
    let books = planted(Books::open().await).await;
    books.reconcile(&["--repair"], 1).await;
    let adopted = books.till.show("amount-0").await["records"][0]["imp_uid"].as_str().unwrap().to_owned();
    let line = ["pay", "decide", "amount-0", "--adopt", &adopted, "--json"];
    books.till.keyin.run(&line).await.ended(0);
    let (differences, summary) = books.reconcile(&[], 1).await;
    assert!(told(&differences).iter().all(|(_, uid)| *uid != "amount-0"), "{differences:?}");
    assert_eq!(summary["in_review"], 1);
}
