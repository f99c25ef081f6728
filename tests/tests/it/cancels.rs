//! `pay cancel`: what is given back, how often, and what is said of it under every fault.

use keyin_sandbox::{Channel, FaultKind, Operation, Settings};
use keyin_tests::{Run, Till, TypedCard, each, until};
use serde_json::{Value, json};

use crate::lost_replies::{KINDS, OPERATIONS, lasting};
use crate::paying::UID;

/// Gives 1,000 of 3,000 won back; stating the balance makes repeating it harmless.
pub(crate) const CANCEL_PART: [&str; 7] = ["pay", "cancel", UID, "--amount", "1000", "--checksum", "3000"];

/// A till with a payment of 3,000 won.
pub(crate) async fn paid() -> Till {
    let till = Till::open().await;
    till.pay_card(UID, TypedCard::GOOD, &[]).await.ended(0);
    till
}

async fn cancel(till: &Till, more: &[&str]) -> Run {
    till.run(&[&CANCEL_PART, more].concat()).await
}

/// How a cancel ends when every call of the operation meets the fault, and it does not wait.
fn exit_of(operation: Operation, kind: FaultKind) -> i32 {
    match (operation, kind) {
        // Without a token, or without having read the payment, nothing is sent.
        (Operation::GetToken | Operation::Any | Operation::Find, _) => 4,
        // Refused twice, with a new token the second time.
        (Operation::Cancel, FaultKind::ExpireToken) => 4,
        (
            Operation::Cancel,
            FaultKind::DropAfter
            | FaultKind::Malformed
            | FaultKind::Truncate
            | FaultKind::TimeoutAfter
            | FaultKind::Drip,
        ) => 0,
        (Operation::Cancel, _) => 5,
        _ => 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_status_and_ledger_agree_under_every_fault() {
    let cases = OPERATIONS.into_iter().flat_map(|operation| KINDS.map(|kind| (operation, kind)));
    each(cases, |(operation, kind)| async move {
        let till = paid().await;
        till.fail(vec![lasting(operation, kind)]);
        let first = cancel(&till, &["--wait", "0s"]).await;
        till.shop.sandbox.clear_faults();
        assert_eq!(first.exit, Some(exit_of(operation, kind)), "{first:?}");
        match first.exit {
            Some(0) => {
                assert_eq!(first.document()["cancel_amount"], 1000);
                assert_eq!(till.shop.given_back(UID), [1000]);
            }
            Some(4) => {
                assert!(first.document()["error"]["code"].is_string(), "{first:?}");
                let calls = till.calls();
                let mut cancels = calls.iter().filter(|call| call.path == "/payments/cancel");
                assert!(cancels.all(|call| call.status == Some(401)), "{calls:?}");
                assert_eq!(till.shop.given_back(UID), Vec::<i64>::new());
            }
            _ => {
                assert!(first.document()["error"]["code"].is_string(), "{first:?}");
                if kind == FaultKind::Delay {
                    until("the late cancel is there", || till.shop.given_back(UID) == [1000]).await;
                }
            }
        }
        repeated_harmlessly(&till).await;
    })
    .await;
}

/// The same command again: the money is given back now, or it is told that it was before. Never twice.
async fn repeated_harmlessly(till: &Till) {
    let made_before = !till.shop.given_back(UID).is_empty();
    let again = cancel(till, &[]).await;
    if made_before {
        let refused = again.ended(2).document();
        assert_eq!(refused["error"]["code"], "cancel.balance_differs", "{refused}");
    } else {
        assert_eq!(again.ended(0).document()["cancel_amount"], 1000);
    }
    assert_eq!(till.shop.given_back(UID), [1000]);
    let shown = till.show(UID).await;
    assert_eq!((&shown["state"], &shown["cancel_amount"]), (&json!("succeeded"), &json!(1000)), "{shown}");
}

#[tokio::test]
async fn parts_then_the_rest_then_nothing_is_left() {
    let till = paid().await;
    let told = cancel(&till, &["--reason", "고객 변심"]).await.ended(0).document();
    assert_eq!((&told["status"], &told["cancel_amount"]), (&json!("cancelled"), &json!(1000)));
    let rest = till.run(&["pay", "cancel", UID]).await.ended(0).document();
    assert_eq!((&rest["cancel_amount"], &rest["already"]), (&json!(3000), &json!(false)));
    let nothing = till.run(&["pay", "cancel", UID]).await.ended(0).document();
    assert_eq!((&nothing["cancel_amount"], &nothing["already"]), (&json!(3000), &json!(true)));
    assert_eq!(till.shop.given_back(UID), [1000, 2000]);
    let cancels = till.calls().into_iter().filter(|call| call.path == "/payments/cancel");
    for call in cancels {
        // A missing or zero amount would mean everything; the balance makes the gateway refuse a repeat.
        let body: Value = serde_json::from_str(call.body.unwrap().get()).unwrap();
        assert!(body["amount"].as_i64().is_some_and(|amount| amount > 0), "{body}");
        assert!(body["checksum"].as_i64().is_some_and(|balance| balance > 0), "{body}");
    }
}

#[tokio::test]
async fn a_payment_is_named_by_either_number() {
    let till = paid().await;
    let imp_uid = till.show(UID).await["imp_uid"].as_str().unwrap().to_owned();
    let told = till.run(&["pay", "cancel", &imp_uid, "--amount", "500"]).await.ended(0).document();
    assert_eq!((&told["merchant_uid"], &told["cancel_amount"]), (&json!(UID), &json!(500)));
    assert_eq!(till.show(&imp_uid).await["cancel_amount"], 500);
    assert_eq!(till.shop.given_back(UID), [500]);
}

#[tokio::test]
async fn more_than_is_left_is_refused_before_anything_is_sent() {
    let till = paid().await;
    for (arguments, code) in
        [(["--amount", "3001"], "cancel.more_than_left"), (["--checksum", "2999"], "cancel.balance_differs")]
    {
        let refused =
            till.run(&[&["pay", "cancel", UID], arguments.as_slice()].concat()).await.ended(2).document();
        assert_eq!(refused["error"]["code"], code);
    }
    assert_eq!(till.calls_to("/payments/cancel"), 0);
}

/// The body of each cancel that was sent: its tax-free part and its VAT, null where it was silent.
fn tax_parts_sent(till: &Till) -> Vec<(Value, Value)> {
    let cancels = till.calls().into_iter().filter(|call| call.path == "/payments/cancel");
    let bodies = cancels.map(|call| serde_json::from_str::<Value>(call.body.unwrap().get()).unwrap());
    bodies.map(|body| (body["tax_free"].clone(), body["vat_amount"].clone())).collect()
}

/// What some PGs do not take the absence of for zero, and others want back as it was stated.
#[tokio::test]
async fn tax_parts_go_back_as_they_were_charged_or_are_stated() {
    let channels = ["kcp", "nice_v2"].map(|pg| Channel::new(pg, "mid")).to_vec();
    let till = Till::with(Settings { channels, ..Settings::default() }).await;
    let pay = async |uid: &str, more: &[&str]| till.pay_card(uid, TypedCard::GOOD, more).await.ended(0);
    let free = ["--pg", "kcp", "--tax-free", "1200"];
    pay("whole-free", &free).await;
    pay("parts-free", &free).await;
    pay("whole-vat", &["--pg", "nice_v2", "--vat-amount", "272"]).await;
    let cancel = async |more: &[&str]| till.run(&[&["pay", "cancel"], more].concat()).await;

    cancel(&["whole-free"]).await.ended(0);
    cancel(&["whole-vat"]).await.ended(0);
    cancel(&["parts-free", "--amount", "1000", "--tax-free", "0"]).await.ended(0);
    let whole = [(json!(1200), Value::Null), (Value::Null, json!(272)), (json!(0), Value::Null)];
    assert_eq!(tax_parts_sent(&till), whole);

    let parts = ["parts-free", "--amount", "1000", "--tax-free", "900", "--vat-amount", "101"];
    let refused = cancel(&parts).await.ended(2).document();
    assert_eq!(refused["error"]["code"], "cancel.part_too_large");
    assert_eq!(tax_parts_sent(&till).len(), 3, "refused before anything is sent");
    cancel(&["parts-free"]).await.ended(3);
    cancel(&["parts-free", "--tax-free", "1200"]).await.ended(0);
    assert_eq!(till.shop.given_back("whole-free"), [3000]);
    assert_eq!(till.shop.given_back("whole-vat"), [3000]);
    assert_eq!(till.shop.given_back("parts-free"), [1000, 2000]);
}

/// The PG takes test payments back by itself, which the gateway's record does not show.
#[tokio::test]
async fn a_test_payment_that_shows_a_balance_is_not_said_to_be_given_back() {
    let till = Till::open().await;
    till.pay_card(UID, TypedCard::number("4000-0006-0012-0002"), &[]).await.ended(0);
    let told = till.keyin.run(&["pay", "cancel", UID, "--amount", "300"]).await.ended(0).stdout;
    assert!(told.contains("the PG says") && !told.contains("in full before"), "{told}");
    assert!(till.shop.given_back(UID).is_empty());
}

#[tokio::test]
async fn what_is_not_there_cannot_be_cancelled() {
    let till = Till::open().await;
    for reference in ["nobody", "imps_123456789012"] {
        let refused = till.run(&["pay", "cancel", reference]).await.ended(1).document();
        assert_eq!(refused["error"]["code"], "not_found");
    }
    till.pay_card("declined", TypedCard::OVER_LIMIT, &[]).await.ended(3);
    let refused = till.run(&["pay", "cancel", "declined"]).await.ended(1).document();
    assert_eq!(refused["error"]["code"], "not_found");
    assert!(till.shop.sandbox.ledger().is_empty());
}
