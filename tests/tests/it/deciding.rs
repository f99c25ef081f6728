//! `pay decide`: a person's word on payments found late and on two under one merchant_uid.

use keyin_sandbox::{Fault, FaultKind};
use keyin_tests::{Till, each, until};
use serde_json::{Value, json};

use crate::paying::{Paying, UID};

/// A payment that the gateway makes after keyin has proven it unmade.
async fn late(command: Paying) -> Till {
    let till = Till::open().await;
    command.prepare(&till).await;
    // The window is five seconds here.
    till.fail(vec![Fault::new(command.charged_by(), FaultKind::Delay).delay_ms(9_000).times(1)]);
    command.run(&till, &["--wait", "0s"]).await.ended(5);
    let closed = till.run(&["resolve", "--wait"]).await.ended(0).documents();
    assert_eq!(closed.last().unwrap()["summary"]["settled"], 1, "{closed:?}");
    till
}

async fn charged(till: &Till, times: usize) {
    until("the gateway has charged", || till.shop.captured(UID).len() == times).await;
}

async fn decide(till: &Till, ruling: &[&str]) -> keyin_tests::Run {
    till.run(&[&["pay", "decide", UID], ruling].concat()).await
}

fn imp_uids(shown: &Value) -> Vec<String> {
    let records = shown["records"].as_array().unwrap().iter();
    records.map(|record| record["imp_uid"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_found_late_is_adopted_or_given_back() {
    each([(Paying::BillingKey, true), (Paying::Card, false)], |(command, adopts)| async move {
        let till = late(command).await;
        charged(&till, 1).await;
        let shown = till.show(UID).await;
        assert_eq!(shown["state"], "late_paid", "{shown}");
        let imp_uid = imp_uids(&shown).remove(0);
        if adopts {
            let told = decide(&till, &["--adopt", &imp_uid]).await.ended(0).document();
            assert_eq!((&told["state"], &told["imp_uid"]), (&json!("succeeded"), &json!(imp_uid)));
            let again = command.run(&till, &[]).await.ended(0).document();
            assert_eq!(again["replayed"], true, "{again}");
            return;
        }
        let refused = decide(&till, &["--no-payment"]).await.ended(2).document();
        assert_eq!(refused["error"]["code"], "decide.balance_left", "{refused}");
        let message = refused["error"]["message"].as_str().unwrap();
        assert!(message.contains(&format!("keyin pay cancel {imp_uid}")), "{message}");
        assert_eq!(till.show(UID).await["state"], "late_paid");
        till.run(&["pay", "cancel", &imp_uid]).await.ended(0);
        let told = decide(&till, &["--no-payment"]).await.ended(0).document();
        assert_eq!((&told["state"], &told["imp_uid"]), (&json!("needs_card"), &json!(null)));
        let paid = command.run(&till, &[]).await.ended(0).document();
        assert_eq!((&paid["state"], &paid["replayed"]), (&json!("succeeded"), &json!(false)));
        assert_eq!((till.shop.captured(UID), till.shop.given_back(UID)), (vec![3000, 3000], vec![3000]));
        let shown = till.run(&["pay", "show", UID, "--history"]).await.ended(0).document();
        assert_eq!(shown["state"], "succeeded", "{shown}");
        let words: Vec<_> = shown["history"].as_array().unwrap().iter().map(|event| &event["what"]).collect();
        assert!(words.contains(&&json!("decided")), "{words:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_payments_the_surplus_is_given_back_first() {
    let till = late(Paying::BillingKey).await;
    Paying::BillingKey.run(&till, &[]).await.ended(0);
    charged(&till, 2).await;
    let shown = till.show(UID).await;
    assert_eq!((&shown["state"], &shown["problem"]["code"]), (&json!("review"), &json!("review.paid_twice")));
    let [newer, older] = <[String; 2]>::try_from(imp_uids(&shown)).unwrap();
    let refused = decide(&till, &["--adopt", &older, "--lang", "ko"]).await.ended(2).document();
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.contains(&newer) && message.contains("먼저 취소"), "{message}");
    till.run(&["pay", "cancel", &newer]).await.ended(0);
    let told = decide(&till, &["--adopt", &older]).await.ended(0).document();
    assert_eq!((&told["state"], &told["imp_uid"]), (&json!("succeeded"), &json!(older)));
    assert_eq!(till.show(UID).await["state"], "succeeded");
    let open = till.run(&["resolve"]).await.ended(0).document();
    assert_eq!(open["summary"]["review"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_cannot_decide_is_refused() {
    let till = Till::open().await;
    Paying::Card.run(&till, &[]).await.ended(0);
    let told = decide(&till, &["--no-payment"]).await.ended(2).document();
    assert_eq!(told["error"]["code"], "decide.not_for_a_person");
    let told = till.run(&["pay", "decide", "nobody", "--no-payment"]).await.ended(1).document();
    assert_eq!(told["error"]["code"], "not_found");
    for (line, code) in [
        (&["pay", "decide", UID][..], "usage.missing"),
        (&["pay", "decide", UID, "--no-payment", "--adopt", "imps_1"], "usage.conflict"),
        (&["pay", "decide", UID, "--adopt", "4000000000000002"], "invalid.imp_uid.format"),
    ] {
        let told = till.run(line).await.ended(2).document();
        assert_eq!(told["error"]["code"], code, "{told}");
        assert!(!told.to_string().contains("4000000000000002"), "{told}");
    }
    let away = till.keyin.clone().with("KEYIN_IAMPORT_URL", "http://127.0.0.1:9");
    away.run(&["pay", "decide", "imps_123456789012", "--no-payment", "--json"]).await.ended(4);
}
