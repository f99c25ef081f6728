//! Giving money back.

use keyin_sandbox::{CardBehaviour, EventKind, LedgerKind, SettingsPatch, test_cards};
use serde_json::json;

use crate::client::{CANCEL, GUIDE_CARD, ONETIME, Shop, order};

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

#[tokio::test]
async fn the_tax_parts_of_partial_cancels_must_add_up() {
    let shop = Shop::open().await;
    shop.set(SettingsPatch { mixed_tax: Some(true), ..SettingsPatch::default() });
    let mut body = order("mixed", GUIDE_CARD);
    body["tax_free"] = json!(1000);
    shop.post(ONETIME, &body).await.ok();
    let cancel = async |amount: i64, tax_free: i64| {
        shop.post(CANCEL, &json!({"merchant_uid": "mixed", "amount": amount, "tax_free": tax_free})).await
    };
    let parts = "결제취소에 실패하였습니다. [ST55]과세, 비과세 금액의 합이 일치하지 않습니다.";
    cancel(1500, 1001).await.is_error(200, -1, parts);
    cancel(2001, 0).await.is_error(200, -1, parts);
    assert_eq!(cancel(1600, 600).await.ok()["cancel_amount"], 1600);
    cancel(500, 401).await.is_error(200, -1, parts);
    // What takes all that is left needs no parts.
    assert_eq!(cancel(0, 0).await.ok()["cancel_amount"], 3000);
}

#[tokio::test]
async fn a_cancel_is_an_event_only_when_it_asks_for_its_webhook() {
    let shop = Shop::open().await;
    let mut body = order("told", GUIDE_CARD);
    body["notice_url"] = json!("http://127.0.0.1:1/notice");
    shop.post(ONETIME, &body).await.ok();
    shop.post(CANCEL, &json!({"merchant_uid": "told", "amount": 1000})).await.ok();
    let part = json!({"merchant_uid": "told", "amount": 500, "enable_webhook": true});
    let cancelled = shop.post(CANCEL, &part).await.ok();
    let events = shop.sandbox.events();
    let kinds: Vec<_> = events.iter().map(|event| (event.kind, event.status)).collect();
    assert_eq!(kinds, [(EventKind::Approved, "paid"), (EventKind::Cancelled, "cancelled")]);
    assert_eq!(events[0].notice_url.as_deref(), Some("http://127.0.0.1:1/notice"));
    let id = cancelled["cancel_history"][1]["cancellation_id"].as_str();
    assert_eq!((events[0].cancellation_id.as_deref(), events[1].cancellation_id.as_deref()), (None, id));
}

#[tokio::test]
async fn a_pg_can_refuse_to_cancel() {
    let shop = Shop::open().await;
    let mut tried = 0;
    for card in test_cards() {
        let CardBehaviour::CancelRefused(decline) = card.behaviour else { continue };
        tried += 1;
        let uid = format!("refused-{tried}");
        shop.pay(&uid, card.number).await.ok();
        let refused = format!("결제취소에 실패하였습니다. {}", decline.reason());
        let cancel =
            async |amount: i64| shop.post(CANCEL, &json!({"merchant_uid": uid, "amount": amount})).await;
        cancel(1000).await.is_error(200, -1, &refused);
        let whole = cancel(0).await;
        match decline.code {
            "CA88" => assert_eq!(whole.ok()["cancel_amount"], 3000),
            _ => whole.is_error(200, -1, &refused),
        }
    }
    assert_eq!(tried, 5);
}
