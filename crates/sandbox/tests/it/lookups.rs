//! Finding payments.

use keyin_sandbox::{SameMerchantUid, Settings, SettingsPatch};
use serde_json::json;

use crate::client::{CANCEL, GUIDE_CARD, Shop};

const NONE: &str = "존재하지 않는 결제정보입니다.";

#[tokio::test]
async fn unknown_payments_are_404() {
    let shop = Shop::open().await;
    for path in [
        "/payments/imps_100000000001",
        "/payments/imp_1",
        "/payments/x",
        "/payments/find/x",
        "/payments/find/x/paid",
        "/payments/findAll/x",
        "/payments/findAll/x/",
        "/payments/find/%00",
        "/payments/find/%ED%95%9C",
    ] {
        shop.get(path).await.is_error(404, -1, NONE);
    }
}

#[tokio::test]
async fn status_and_sorting_are_checked() {
    let shop = Shop::open().await;
    shop.pay("p", GUIDE_CARD).await.ok();
    for path in ["/payments/find/p/all", "/payments/findAll/p/nonsense/"] {
        shop.get(path).await.is_error(400, -1, "지원되지 않는 상태값입니다.");
    }
    for path in ["/payments/find/p?sorting=amount", "/payments/findAll/p?sorting=--paid"] {
        shop.get(path).await.is_error(400, -1, "지원되지 않는 정렬규칙입니다.");
    }
    shop.get("/payments/find/p/failed").await.is_error(404, -1, NONE);
    assert_eq!(shop.get("/payments/find/p/paid/").await.ok()["merchant_uid"], "p");
    shop.post(CANCEL, &json!({"merchant_uid": "p", "amount": 1})).await.ok();
    shop.get("/payments/find/p/paid").await.is_error(404, -1, NONE);
    assert_eq!(shop.get("/payments/find/p/cancelled").await.ok()["cancel_amount"], 1);
}

#[tokio::test]
async fn pages_hold_as_many_as_asked() {
    let settings = Settings { same_merchant_uid: SameMerchantUid::ChargeAgain, ..Settings::default() };
    let shop = Shop::with(settings).await;
    for _ in 0..5 {
        shop.pay("five", GUIDE_CARD).await.ok();
    }
    let page = async |query: &str| {
        let page = shop.get(&format!("/payments/findAll/five?{query}")).await.ok();
        let held = page["list"].as_array().unwrap().len();
        (
            page["total"].as_i64().unwrap(),
            page["previous"].as_i64().unwrap(),
            page["next"].as_i64().unwrap(),
            held,
        )
    };
    assert_eq!(page("").await, (5, 0, 0, 5));
    assert_eq!(page("limit=2").await, (5, 0, 2, 2));
    assert_eq!(page("limit=2&page=2").await, (5, 1, 3, 2));
    assert_eq!(page("limit=2&page=3").await, (5, 2, 0, 1));
    assert_eq!(page("limit=2&page=4").await, (5, 3, 0, 0));
    assert_eq!(page("page=9223372036854775807&limit=1000").await.3, 0);
    for query in ["page=0", "page=-1", "page=x", "limit=0", "limit=1001", "limit=1.5"] {
        let answer = shop.get(&format!("/payments/findAll/five?{query}")).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!(-1)), "{query}");
    }
}

#[tokio::test]
async fn payments_of_a_status_come_in_pages() {
    let shop = Shop::open().await;
    for uid in ["a", "b", "c", "d", "e"] {
        shop.pay(uid, GUIDE_CARD).await.ok();
    }
    shop.post(CANCEL, &json!({"merchant_uid": "b"})).await.ok();
    let page = async |query: &str| {
        let page = shop.get(&format!("/payments/status/paid?sorting=paid&{query}")).await.ok();
        let list = page["list"].as_array().unwrap().iter();
        let uids: Vec<String> =
            list.map(|payment| payment["merchant_uid"].as_str().unwrap().to_owned()).collect();
        (page["total"].as_i64().unwrap(), page["previous"].as_i64(), page["next"].as_i64(), uids.join(""))
    };
    assert_eq!(page("").await, (4, Some(0), Some(0), "acde".to_owned()));
    assert_eq!(page("limit=3").await, (4, Some(0), Some(2), "acd".to_owned()));
    assert_eq!(page("limit=3&page=2").await, (4, Some(1), Some(0), "e".to_owned()));
    let none = shop.get("/payments/status/failed/").await.ok();
    assert_eq!(none, json!({"total": 0, "previous": 0, "next": 0, "list": []}));
}

#[tokio::test]
async fn a_bad_question_about_a_status_is_refused() {
    let shop = Shop::open().await;
    shop.pay("p", GUIDE_CARD).await.ok();
    for (path, message) in [
        ("nonsense", "지원되지 않는 상태값입니다."),
        ("paid?sorting=amount", "지원되지 않는 정렬규칙입니다."),
        ("paid?page=2", "존재하지 않는 page입니다."),
        ("failed?page=2", "존재하지 않는 page입니다."),
        ("paid?page=0", "page는 1 이상의 정수여야 합니다."),
        ("paid?limit=1001", "limit은 1 이상 1000 이하의 정수여야 합니다."),
        ("paid?from=yesterday", "from, to는 unix timestamp여야 합니다."),
        ("paid?from=2&to=1", "유효하지 않은 검색기간입니다."),
        ("paid?from=1", "최대 90일간 검색이 가능합니다."),
    ] {
        shop.get(&format!("/payments/status/{path}")).await.is_error(400, -1, message);
    }
    shop.get("/payments/status/paid/1").await.is_error(404, -1, "존재하지 않는 API 경로입니다.");
}

#[tokio::test]
async fn test_payments_hide_when_told_to() {
    let shop = Shop::open().await;
    let imp_uid = shop.pay("hidden", GUIDE_CARD).await.ok()["imp_uid"].as_str().unwrap().to_owned();
    shop.set(SettingsPatch { hide_test_payments: Some(true), ..SettingsPatch::default() });
    for path in
        [format!("/payments/{imp_uid}"), "/payments/find/hidden".into(), "/payments/findAll/hidden".into()]
    {
        shop.get(&path).await.is_error(404, -1, NONE);
        shop.get(&format!("{path}?include_sandbox=false")).await.is_error(404, -1, NONE);
        shop.get(&format!("{path}?include_sandbox=true")).await.ok();
    }
    for (flag, total) in [("", 0), ("?include_sandbox=false", 0), ("?include_sandbox=true", 1)] {
        assert_eq!(shop.get(&format!("/payments/status/all{flag}")).await.ok()["total"], total, "{flag}");
    }
}
