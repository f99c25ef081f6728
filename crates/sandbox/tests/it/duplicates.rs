//! One merchant_uid, several calls.

use futures::future::join_all;
use keyin_sandbox::{SameMerchantUid, Settings, SettingsPatch};
use serde_json::json;

use crate::client::{CANCEL, GUIDE_CARD, Shop};

const DUPLICATE: &str =
    "이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제 또는 취소된 기록이 있습니다)";
const LIMIT: &str = "4000-0000-0031-0005";

#[tokio::test]
async fn paid_and_cancelled_uids_are_refused() {
    let shop = Shop::open().await;
    shop.pay("dup", GUIDE_CARD).await.ok();
    shop.pay("dup", GUIDE_CARD).await.is_error(200, 1, DUPLICATE);
    shop.post(CANCEL, &json!({"merchant_uid": "dup"})).await.ok();
    shop.pay("dup", GUIDE_CARD).await.is_error(200, 1, DUPLICATE);
    assert_eq!(shop.captured("dup"), [3000]);
}

#[tokio::test]
async fn a_failed_uid_may_be_used_again_unless_the_settings_say_no() {
    let shop = Shop::open().await;
    shop.pay("retry", LIMIT).await.ok();
    assert_eq!(shop.pay("retry", GUIDE_CARD).await.ok()["status"], "paid");
    let all = shop.get("/payments/findAll/retry").await.ok();
    let statuses: Vec<_> =
        all["list"].as_array().unwrap().iter().map(|payment| payment["status"].clone()).collect();
    assert_eq!(statuses, ["paid", "failed"], "newest first");
    shop.pay("strict", LIMIT).await.ok();
    shop.set(SettingsPatch { reuse_failed_merchant_uid: Some(false), ..SettingsPatch::default() });
    shop.pay("strict", GUIDE_CARD).await.is_error(200, 1, DUPLICATE);
}

#[tokio::test]
async fn of_overlapping_calls_one_is_captured() {
    let shop = Shop::open().await;
    let calls = (0..20).map(|_| shop.pay("race", GUIDE_CARD));
    let mut paid = 0;
    for answer in join_all(calls).await {
        if answer.body["code"] == 0 { paid += 1 } else { answer.is_error(200, 1, DUPLICATE) }
    }
    assert_eq!((paid, shop.captured("race").len()), (1, 1));
}

#[tokio::test]
async fn charge_again_captures_every_call_and_the_ledger_says_so() {
    let settings = Settings { same_merchant_uid: SameMerchantUid::ChargeAgain, ..Settings::default() };
    let shop = Shop::with(settings).await;
    let answers = join_all((0..10).map(|_| shop.pay("many", GUIDE_CARD))).await;
    let mut uids: Vec<_> =
        answers.into_iter().map(|answer| answer.ok()["imp_uid"].clone().to_string()).collect();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), 10, "each charge has a name of its own");
    assert_eq!(shop.captured("many"), [3000; 10]);
    assert_eq!(shop.get("/payments/findAll/many").await.ok()["total"], 10);
}

#[tokio::test]
async fn a_cancel_by_merchant_uid_takes_the_newest_that_can_be_cancelled() {
    let settings = Settings { same_merchant_uid: SameMerchantUid::ChargeAgain, ..Settings::default() };
    let shop = Shop::with(settings).await;
    let mut uids = Vec::new();
    for _ in 0..3 {
        uids.push(shop.pay("thrice", GUIDE_CARD).await.ok()["imp_uid"].clone());
    }
    for expected in uids.iter().rev() {
        let cancelled = shop.post(CANCEL, &json!({"merchant_uid": "thrice"})).await.ok();
        assert_eq!(cancelled["imp_uid"], *expected);
    }
    shop.post(CANCEL, &json!({"merchant_uid": "thrice"})).await.is_error(
        200,
        1,
        "이미 전액취소된 주문입니다.",
    );
}
