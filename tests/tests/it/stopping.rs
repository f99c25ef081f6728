//! SIGTERM and SIGINT: what is out is awaited and recorded, nothing new is sent, a second one ends at once.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Run, Till, each, send_signal, until};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::paying::{Paying, UID, agrees_with_the_ledger};

const SIGNALS: [&str; 2] = ["TERM", "INT"];

#[tokio::test(flavor = "multi_thread")]
async fn a_send_that_is_out_is_awaited_and_recorded() {
    let cases = Paying::ALL.into_iter().flat_map(|command| SIGNALS.map(|signal| (command, signal)));
    each(cases, |(command, signal)| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        let before = till.calls_to(command.path());
        till.fail(vec![Fault::new(command.charged_by(), FaultKind::Delay).delay_ms(1_000).times(1)]);
        let line = [&command.arguments()[..], &["--json"]].concat();
        let running = till.keyin.start(&line, &command.input()).await;
        until("the gateway has the call", || till.calls_to(command.path()) > before).await;
        send_signal(&running, signal);
        let ended = Run::end_of(running).await.ended(0);
        assert!(ended.stderr.contains("stopping"), "{ended:?}");
        agrees_with_the_ledger(&till, &ended.document());
        agrees_with_the_ledger(&till, &till.show(UID).await);
    })
    .await;
}

/// That it is gone at the gateway is told, and not only done.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_being_revoked_is_told_of() {
    each(SIGNALS, |signal| async move {
        let till = Till::open().await;
        till.register("customer-1").await;
        till.fail(vec![Fault::new(Operation::Customer, FaultKind::Delay).delay_ms(300)]);
        let line = ["billing-key", "revoke", "customer-1", "--json"];
        let running = till.keyin.start(&line, b"").await;
        until("the gateway has the call", || till.calls().iter().any(|call| call.method == "DELETE")).await;
        send_signal(&running, signal);
        let told = Run::end_of(running).await.ended(0).document();
        assert_eq!(told["revoked"], true, "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_for_a_lost_reply_is_cut_short_and_the_status_stays_true() {
    each(SIGNALS, |signal| async move {
        let till = Till::open().await;
        Paying::BillingKey.prepare(&till).await;
        let lost = Fault::new(Operation::Again, FaultKind::DropBefore).times(1);
        till.fail(vec![lost]);
        let line = [&Paying::BillingKey.arguments()[..], &["--json", "--wait", "1h"]].concat();
        let keyin = till.keyin.clone().with("KEYIN_GATEWAY_LAG", "2h");
        let running = keyin.start(&line, b"").await;
        until("it looks", || till.calls().iter().any(|call| call.path.starts_with("/payments/find"))).await;
        send_signal(&running, signal);
        let told = Run::end_of(running).await.ended(5).document();
        assert_eq!((&told["state"], &told["replayed"]), (&json!("unknown"), &json!(false)));
        assert_eq!(till.shop.captured(UID), Vec::<i64>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_at_once_and_the_charge_is_settled_later() {
    let till = Till::open().await;
    Paying::BillingKey.prepare(&till).await;
    let slow = Fault::new(Operation::Again, FaultKind::Delay).delay_ms(60_000).times(1);
    till.fail(vec![slow]);
    let keyin = till.keyin.clone().with("KEYIN_GATEWAY_TIMEOUT", "90s");
    let mut running = keyin.start(&Paying::BillingKey.arguments(), b"").await;
    until("the gateway has the call", || till.calls_to("/subscribe/payments/again") == 1).await;
    send_signal(&running, "TERM");
    let mut told = BufReader::new(running.stderr.take().unwrap()).lines();
    // One that comes before the first was taken in is the same one.
    while !told.next_line().await.unwrap().unwrap().contains("stopping") {}
    send_signal(&running, "TERM");
    let ended = Run::end_of(running).await.ended(5);
    assert_eq!(ended.stdout, "", "{ended:?}");
    let told = Paying::BillingKey.run(&till, &["--wait", "0s"]).await.ended(5).document();
    assert_eq!(told["state"], "in_flight");
}

#[tokio::test(flavor = "multi_thread")]
async fn resolving_and_cancelling_stop_too() {
    each(SIGNALS, |signal| async move {
        let till = Till::open().await;
        Paying::BillingKey.prepare(&till).await;
        till.fail(vec![Fault::new(Operation::Again, FaultKind::DropBefore).times(1)]);
        let keyin = till.keyin.clone().with("KEYIN_GATEWAY_LAG", "2h");
        let line = [&Paying::BillingKey.arguments()[..], &["--json", "--wait", "0s"]].concat();
        keyin.run(&line).await.ended(5);
        let looks = till.calls().len();
        let running = keyin.start(&["resolve", "--wait", "--json"], b"").await;
        until("it looks", || till.calls().len() > looks).await;
        send_signal(&running, signal);
        let told = Run::end_of(running).await.ended(5).documents();
        let summary = &told.last().unwrap()["summary"];
        assert_eq!((&summary["open"], &summary["stopped"]), (&json!(1), &json!(true)), "{told:?}");

        till.pay_card("order-3", keyin_tests::TypedCard::GOOD, &[]).await.ended(0);
        till.fail(vec![Fault::new(Operation::Cancel, FaultKind::Delay).delay_ms(1_000)]);
        let running = till.keyin.start(&["pay", "cancel", "order-3", "--json"], b"").await;
        until("the gateway has the call", || till.calls_to("/payments/cancel") == 1).await;
        send_signal(&running, signal);
        let told = Run::end_of(running).await.ended(0).document();
        assert_eq!((&told["cancel_amount"], till.shop.given_back("order-3")), (&json!(3000), vec![3000]));
    })
    .await;
}
