//! The same file again: after its end, after a kill, after a stop, by three at once, and after a change.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{BatchTold, Run, Till, csv_of, each, send_signal, until};
use serde_json::json;

const ROWS: usize = 200;

/// A till whose gateway takes its time with every charge.
async fn slow(delay_ms: u64) -> Till {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(ROWS, "customer-1"));
    till.fail(vec![Fault::new(Operation::Again, FaultKind::Delay).delay_ms(delay_ms)]);
    till
}

fn captured(till: &Till) -> usize {
    till.captures(ROWS).iter().sum()
}

async fn until_captured(till: &Till, least: usize) {
    until("some rows are charged", || captured(till) >= least).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_stays_paid() {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(ROWS, "customer-1"));
    till.pay_file("orders.csv", &[]).await.ended(0);
    let calls = till.calls().len();
    let told = BatchTold::of(&till.pay_file("orders.csv", &[]).await.ended(0));
    assert_eq!((told.counts(), till.calls().len()), ([0, 0, 0, ROWS as u64, 0], calls));
    let row = told.row("order-7");
    assert_eq!(
        (&row["outcome"], &row["replayed"], &row["state"]),
        (&json!("skipped"), &json!(true), &json!("succeeded"))
    );
    // More rows than before: only those that are new are sent.
    till.keyin.write("orders.csv", csv_of(ROWS + 5, "customer-1"));
    let told = BatchTold::of(&till.pay_file("orders.csv", &[]).await.ended(0));
    assert_eq!(told.counts(), [5, 0, 0, ROWS as u64, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_killed_goes_on_where_it_was() {
    each([30, 90, 150], |least| async move {
        let till = slow(40).await;
        let mut running = till.keyin.start(&["pay", "file", "orders.csv", "--json"], b"").await;
        until_captured(&till, least).await;
        running.kill().await.unwrap();
        let results = till.keyin.read("orders.csv.results.csv");
        let is_whole = results.is_empty() || results.ends_with("\r\n");
        assert!(is_whole, "a line is cut: {results}");
        assert!(results.lines().skip(1).all(|line| line.split(',').count() >= 13), "{results}");
        // Those in flight are looked up once their lease is over, and sent only after it is proven that they were not made.
        let told = BatchTold::of(&till.pay_file("orders.csv", &["--wait", "60s"]).await.ended(0));
        assert_eq!(told.count("paid") + told.count("skipped"), ROWS as u64);
        assert_eq!(till.captures(ROWS), [1; ROWS]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_stopped_ends_what_is_out_and_goes_on_later() {
    each(["TERM", "INT"], |signal| async move {
        let till = slow(100).await;
        let line = ["pay", "file", "orders.csv", "--json"];
        let running = till.keyin.start(&line, b"").await;
        until_captured(&till, 20).await;
        send_signal(&running, signal);
        let run = Run::end_of(running).await.ended(1);
        assert!(run.stderr.contains("stopping"), "{run:?}");
        let told = BatchTold::of(&run);
        assert_eq!(told.error.as_ref().unwrap()["code"], "stopped.batch");
        let paid = told.count("paid");
        assert_eq!(told.counts(), [paid, 0, 0, 0, 0]);
        assert_eq!((captured(&till) as u64, &told.last["left"]), (paid, &json!(ROWS as u64 - paid)));
        let results = till.keyin.read("orders.csv.results.csv");
        assert_eq!(results.lines().count() as u64, paid + 1);
        let told = BatchTold::of(&till.pay_file("orders.csv", &[]).await.ended(0));
        assert_eq!(told.counts(), [ROWS as u64 - paid, 0, 0, paid, 0]);
        assert_eq!(till.captures(ROWS), [1; ROWS]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_share_one_file_and_charge_each_row_once() {
    let till = slow(300).await;
    let run = || till.pay_file("orders.csv", &["--concurrency", "8"]);
    let (one, two, three) = tokio::join!(run(), run(), run());
    let told = [one, two, three].map(|run| BatchTold::of(&run.ended(0)));
    assert_eq!(told.iter().map(|told| told.count("paid")).sum::<u64>(), ROWS as u64);
    assert!(
        told.iter().all(|told| told.count("paid") > 0),
        "{:?}",
        told.each_ref().map(|told| told.counts())
    );
    assert_eq!(till.captures(ROWS), [1; ROWS]);
    assert_eq!(till.calls_to("/subscribe/payments/again"), ROWS);
    // Each run has a results file of its own.
    let mut names: Vec<&str> = told.iter().map(|told| told.last["results"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["orders.csv.results.2.csv", "orders.csv.results.3.csv", "orders.csv.results.csv"]);
    for name in names {
        assert_eq!(till.keyin.read(name).lines().count(), ROWS + 1);
    }
}

/// Far more than is read at a time, with these merchant_uids from the 150th row on.
fn large(behind: &str) -> String {
    let mut text = String::from("customer_uid,merchant_uid,amount,name,custom_data\n");
    for number in 1..=ROWS {
        let uid = if number < 150 { "order" } else { behind };
        text.push_str(&format!("customer-1,{uid}-{number},1000,a,{}\n", "x".repeat(1_000)));
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_while_it_is_read_is_left_there() {
    let till = slow(50).await;
    till.keyin.write("orders.csv", large("order"));
    let running = till.keyin.start(&["pay", "file", "orders.csv", "--json"], b"").await;
    until_captured(&till, 10).await;
    // In place, as an editor may.
    till.keyin.write("orders.csv", large("odder"));
    let told = BatchTold::of(&Run::end_of(running).await.ended(1));
    assert_eq!(told.error.as_ref().unwrap()["code"], "file.changed", "{:?}", told.error);
    // What stood before the change was charged, and nothing of what was never checked.
    assert_eq!((told.counts(), captured(&till)), ([149, 0, 0, 0, 0], 149));
    assert!(till.shop.sandbox.ledger().iter().all(|entry| !entry.merchant_uid.starts_with("odder")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_has_changed_since_the_last_run_is_a_conflict_of_that_row_alone() {
    let till = Till::for_batches().await;
    till.keyin.write("orders.csv", csv_of(20, "customer-1"));
    till.pay_file("orders.csv", &[]).await.ended(0);
    let changed = csv_of(20, "customer-1").replace("order-7,1000", "order-7,9000");
    till.keyin.write("orders.csv", changed);
    let told = BatchTold::of(&till.pay_file("orders.csv", &[]).await.ended(1));
    assert_eq!(told.counts(), [0, 0, 0, 19, 1]);
    let row = told.row("order-7");
    assert_eq!((&row["line"], &row["error"]["code"]), (&json!(8), &json!("conflict.merchant_uid")));
    assert_eq!(row["error"]["fields"], json!(["amount"]));
    assert_eq!(till.captures(20), [1; 20]);
    assert_eq!(till.shop.captured("order-7"), [1000]);
}
