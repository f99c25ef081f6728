//! What goes wrong: the gateway, the period, the file.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Run, Till, TypedCard, each, send_signal, until};
use serde_json::json;

async fn paid() -> Till {
    let till = Till::open().await;
    till.pay_card("order-1", TypedCard::GOOD, &[]).await.ended(0);
    till
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_stops_answering_is_an_error_and_never_no_differences() {
    let kinds = [
        (FaultKind::DropBefore, "gateway.no_answer"),
        (FaultKind::DropAfter, "gateway.no_answer"),
        (FaultKind::Truncate, "gateway.no_answer"),
        (FaultKind::Malformed, "gateway.protocol"),
        (FaultKind::Status, "gateway.unavailable"),
        (FaultKind::RateLimit, "gateway.unavailable"),
        (FaultKind::ExpireToken, "refused.unauthorized"),
    ];
    each(kinds, |(kind, code)| async move {
        let till = paid().await;
        till.fail(vec![Fault::new(Operation::Status, kind)]);
        std::fs::write(till.keyin.folder().join("old.csv"), "\u{feff}of yesterday").unwrap();
        for csv in ["old.csv", "new.csv"] {
            let told = till.run(&["reconcile", "--csv", csv]).await.ended(4).document();
            assert_eq!(told["error"]["code"], code, "{told}");
            let message = told["error"]["message"].as_str().unwrap();
            assert!(message.contains("Compared so far"), "{message}");
        }
        let old = std::fs::read_to_string(till.keyin.folder().join("old.csv")).unwrap();
        assert_eq!(old, "\u{feff}of yesterday", "half a list would look like a whole one");
        assert!(!till.keyin.folder().join("new.csv").exists());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_comes_back_is_asked_again() {
    let kinds = [FaultKind::DropAfter, FaultKind::Status, FaultKind::RateLimit, FaultKind::ExpireToken];
    each(kinds, |kind| async move {
        let till = paid().await;
        let twice = if kind == FaultKind::ExpireToken { 1 } else { 2 };
        till.fail(vec![Fault::new(Operation::Status, kind).times(twice)]);
        let summary = till.run(&["reconcile"]).await.ended(0).document()["summary"].clone();
        assert_eq!((&summary["compared"], &summary["differences"]), (&json!(1), &json!(0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspicion_that_cannot_be_looked_up_is_an_error_too() {
    let till = paid().await;
    till.register("customer-1").await;
    till.fail(vec![Fault::new(Operation::Find, FaultKind::Malformed)]);
    let told = till.run(&["reconcile"]).await.ended(4).document();
    assert_eq!(told["error"]["code"], "gateway.protocol", "{told}");
    till.shop.sandbox.clear_faults();
    till.run(&["reconcile"]).await.ended(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_ends_it() {
    each(["INT", "TERM"], |signal| async move {
        let till = paid().await;
        till.fail(vec![Fault::new(Operation::Status, FaultKind::Delay).delay_ms(60_000)]);
        let keyin = till.keyin.clone().with("KEYIN_GATEWAY_TIMEOUT", "90s");
        let line = ["reconcile", "--repair", "--csv", "new.csv"];
        let running = keyin.start_heeding_signals(&line, b"").await;
        until("it walks", || till.calls_to("/payments/status/paid") == 1).await;
        send_signal(&running, signal);
        let ended = Run::end_of(running).await;
        assert!(ended.signal.is_some(), "{ended:?}");
        assert!(!till.keyin.folder().join("new.csv").exists());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_cannot_be_compared_is_refused_by_its_flag() {
    let till = Till::open().await;
    for (flags, code, field) in [
        (&["--from", "tomorrow"][..], "invalid.from.format", "from"),
        (&["--to", "2026-02-30"], "invalid.to.format", "to"),
        (&["--from", ""], "invalid.from.format", "from"),
        (&["--from", "2999-01-01"], "invalid.from.future", "from"),
        (&["--to", "2999-01-01"], "invalid.to.future", "to"),
        (&["--from", "2026-02-02", "--to", "2026-02-01"], "invalid.to.not_after_from", "to"),
        (&["--from", "1970-01-01"], "invalid.from.too_early", "from"),
    ] {
        let told = till.run(&[&["reconcile"], flags].concat()).await.ended(2).document();
        assert_eq!(
            (&told["error"]["code"], &told["error"]["field"]),
            (&json!(code), &json!(field)),
            "{flags:?}"
        );
    }
    assert_eq!(till.calls().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_written_is_found_out_before_the_walk() {
    let till = paid().await;
    let calls = till.calls().len();
    for path in ["no/such/folder/differences.csv", "."] {
        let told = till.run(&["reconcile", "--csv", path]).await.ended(4).document();
        assert_eq!(told["error"]["code"], "csv.not_written", "{told}");
    }
    assert_eq!(till.calls().len(), calls, "the gateway was not asked");
}
