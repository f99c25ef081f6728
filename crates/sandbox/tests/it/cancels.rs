//! Giving money back.

use keyin_sandbox::LedgerKind;
use serde_json::json;

use crate::client::{CANCEL, GUIDE_CARD, Shop};

const NOTHING: &str = "취소할 결제건이 존재하지 않습니다.";
const ALREADY: &str = "이미 전액취소된 주문입니다.";
const OVER: &str = "결제취소에 실패하였습니다. [ST57]취소 가능 금액을 초과하였습니다.";

#[tokio::test]
async fn partial_cancels_add_up_to_the_whole() {
    let shop = Shop::open().await;
    shop.pay("part", GUIDE_CARD).await.ok();
    let first = json!({"merchant_uid": "part", "amount": 1000, "checksum": 3000, "reason": "일부 반품"});
    let first = shop.post(CANCEL, &first).await.ok();
    assert_eq!((&first["status"], &first["cancel_amount"]), (&json!("cancelled"), &json!(1000)));
    assert_eq!((&first["cancel_reason"], &first["amount"]), (&json!("일부 반품"), &json!(3000)));
    assert!(first["paid_at"].as_i64() > Some(0) && first["cancelled_at"].as_i64() > Some(0));

    // The same again with the old checksum changes nothing.
    let repeated = json!({"merchant_uid": "part", "amount": "1000", "checksum": "3000"});
    let mismatch = shop.post_form(CANCEL, &repeated).await;
    assert_eq!((mismatch.status, &mismatch.body["code"]), (200, &json!(1)));
    shop.post(CANCEL, &json!({"merchant_uid": "part", "amount": 2001})).await.is_error(200, -1, OVER);

    let rest =
        shop.post(CANCEL, &json!({"imp_uid": first["imp_uid"], "amount": 0, "checksum": 2000})).await.ok();
    assert_eq!((&rest["cancel_amount"], &rest["cancel_reason"]), (&json!(3000), &json!("취소요청api")));
    let history = rest["cancel_history"].as_array().unwrap();
    assert_eq!(history.iter().map(|entry| entry["amount"].clone()).collect::<Vec<_>>(), [1000, 2000]);
    for entry in history {
        let id = entry["cancellation_id"].as_str().unwrap();
        assert!(id.len() == 20 && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
        let names: Vec<_> = entry.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["amount", "cancellation_id", "cancelled_at", "pg_tid", "reason", "receipt_url"]);
    }
    shop.post(CANCEL, &json!({"merchant_uid": "part"})).await.is_error(200, 1, ALREADY);

    let ledger = shop.sandbox.ledger();
    let told: Vec<_> = ledger.iter().map(|entry| (entry.kind, entry.amount)).collect();
    assert_eq!(told, [(LedgerKind::Charge, 3000), (LedgerKind::Cancel, 1000), (LedgerKind::Cancel, 2000)]);
}

#[tokio::test]
async fn the_imp_uid_wins_and_unknown_payments_are_not_found() {
    let shop = Shop::open().await;
    let one = shop.pay("one", GUIDE_CARD).await.ok();
    shop.pay("two", GUIDE_CARD).await.ok();
    for body in [
        json!({"imp_uid": "imps_000000000001", "merchant_uid": "one"}),
        json!({"imp_uid": "nonsense", "merchant_uid": "one"}),
        json!({"merchant_uid": "three"}),
    ] {
        shop.post(CANCEL, &body).await.is_error(200, 1, NOTHING);
    }
    let both = shop.post(CANCEL, &json!({"imp_uid": one["imp_uid"], "merchant_uid": "two"})).await.ok();
    assert_eq!(both["merchant_uid"], "one");
    shop.pay("failed", "4000-0000-0031-0005").await.ok();
    shop.post(CANCEL, &json!({"merchant_uid": "failed"})).await.is_error(200, 1, NOTHING);
}

#[tokio::test]
async fn a_cancel_that_says_nothing_sensible_changes_nothing() {
    let shop = Shop::open().await;
    shop.pay("kept", GUIDE_CARD).await.ok();
    for body in [
        json!({}),
        json!({"amount": 1000}),
        json!({"merchant_uid": "kept", "amount": -1}),
        json!({"merchant_uid": "kept", "amount": "all"}),
        json!({"merchant_uid": "kept", "amount": {"won": 1}}),
        json!({"merchant_uid": "kept", "checksum": "x"}),
        json!({"merchant_uid": "kept", "amount": 1000, "tax_free": 1001}),
        json!({"merchant_uid": "kept", "amount": 0.5}),
    ] {
        let answer = shop.post(CANCEL, &body).await;
        assert_eq!((answer.status, &answer.body["code"]), (200, &json!(-1)), "{body}");
    }
    assert_eq!(shop.sandbox.ledger().len(), 1);
}
