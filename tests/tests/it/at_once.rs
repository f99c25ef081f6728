//! The same request from many processes at once.

use keyin_sandbox::{Fault, FaultKind};
use keyin_tests::{Run, Till, until};
use serde_json::json;
use tokio::task::JoinSet;

use crate::paying::{Paying, UID, agrees_with_the_ledger};

const CALLERS: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_processes_send_one_request() {
    let mut till = Till::open().await;
    // So many processes are slow together; none of them is to be taken for lost.
    let patient = [("KEYIN_LOG", "warn"), ("KEYIN_SEND_DEADLINE", "30s"), ("KEYIN_GATEWAY_TIMEOUT", "60s")];
    till.keyin = patient.into_iter().fold(till.keyin, |keyin, (name, value)| keyin.with(name, value));
    Paying::BillingKey.prepare(&till).await;
    let before = till.calls().len();
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let keyin = till.keyin.clone();
        let line = [&Paying::BillingKey.arguments()[..], &["--json"]].concat();
        callers.spawn(async move { keyin.run(&line).await });
    }
    let runs: Vec<Run> = callers.join_all().await;
    let mut firsts = 0;
    for run in &runs {
        let told = run.document();
        match run.exit {
            Some(0) => {
                agrees_with_the_ledger(&till, &told);
                firsts += usize::from(told["replayed"] == false);
            }
            Some(5) => assert_eq!((&told["state"], &told["replayed"]), (&json!("in_flight"), &json!(true))),
            _ => panic!("{run:?}"),
        }
    }
    assert_eq!(firsts, 1, "one of them has paid");
    assert_eq!(till.calls_to(Paying::BillingKey.path()), 1);
    // Who came before the first had written anything down asked whether it is scheduled, once.
    let asked = till.calls_to(&format!("/subscribe/payments/schedule/{UID}"));
    assert!(asked <= CALLERS, "{asked}");
    assert_eq!(till.calls().len() - before - asked, 1, "whoever waits reads the journal and not the gateway");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_one_is_sending_another_is_told_so_and_other_content_is_a_conflict() {
    let mut till = Till::open().await;
    till.keyin = till.keyin.with("KEYIN_GATEWAY_TIMEOUT", "60s");
    Paying::BillingKey.prepare(&till).await;
    let slow = Fault::new(Paying::BillingKey.charged_by(), FaultKind::Delay).delay_ms(4_000);
    till.fail(vec![slow]);
    let first = till.keyin.start(&Paying::BillingKey.arguments(), b"").await;
    until("the gateway has the call", || till.calls_to(Paying::BillingKey.path()) == 1).await;
    let second = Paying::BillingKey.run(&till, &["--wait", "0s"]).await.ended(5).document();
    assert_eq!((&second["state"], &second["replayed"]), (&json!("in_flight"), &json!(true)));
    let people = till.keyin.run(&[&Paying::BillingKey.arguments()[..], &["--wait", "0s"]].concat()).await;
    assert!(people.ended(5).stdout.contains("being processed"));
    let other = Paying::BillingKey.run(&till, &["--installments", "0", "--tax-free", "100"]).await;
    let other = other.ended(2).document();
    assert_eq!(other["error"]["code"], "conflict.merchant_uid", "{other}");
    Run::end_of(first).await.ended(0);
    assert_eq!((till.calls_to(Paying::BillingKey.path()), till.shop.captured(UID)), (1, vec![3000]));
}
