//! Whoever reads the log is gone, or its disk is full: the money has moved all the same, and that is told.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Till, TypedCard, each};

use crate::paying::{CUSTOMER, UID};

const NOBODY_READS: [&str; 2] = ["exec 2>/dev/full", "exec 2>&-"];

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_cannot_be_written_costs_no_outcome() {
    each(NOBODY_READS, |redirection| async move {
        let till = Till::open().await;
        let mute = till.keyin.clone().in_a_shell(redirection);
        let pay = ["pay", "card", "--card-stdin", "--json", "--merchant-uid", UID];
        let line = [&pay[..], &["--amount", "3000", "--name", "order"]].concat();
        let paid = mute.run_with_input(&line, &TypedCard::GOOD.to_json()).await.ended(0).document();
        assert_eq!(paid["state"], "succeeded", "{paid}");
        till.fail(vec![Fault::new(Operation::Cancel, FaultKind::DropAfter).times(1)]);
        let told = mute.run(&["pay", "cancel", UID, "--amount", "1000", "--json"]).await.ended(0).document();
        assert_eq!(told["cancel_amount"], 1000, "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_is_told_as_ever() {
    each(NOBODY_READS, |redirection| async move {
        let till = Till::open().await;
        let gone = till.keyin.clone().with("KEYIN_IAMPORT_URL", "http://127.0.0.1:9").in_a_shell(redirection);
        let pay = ["pay", "billing-key", "--json", "--customer-uid", CUSTOMER, "--merchant-uid", UID];
        let line = [&pay[..], &["--amount", "3000", "--name", "order"]].concat();
        let told = gone.run(&line).await.ended(4).document();
        assert_eq!(told["error"]["code"], "gateway.unreachable", "{told}");
    })
    .await;
}
