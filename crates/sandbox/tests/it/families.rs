//! The other families of the API: several records at once, sums registered beforehand, codes, and what is not there.

use keyin_sandbox::{SettingsPatch, UnknownCustomer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{AGAIN, CANCEL, GUIDE_CARD, ONETIME, Shop, answer, order};

const NO_PAYMENT: &str = "존재하지 않는 결제정보입니다.";

fn column(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|entry| entry[name].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn several_payments_come_in_one_call() {
    let shop = Shop::open().await;
    let failed = shop.pay("a", "4000-0000-0031-0005").await.ok();
    shop.pay("a", GUIDE_CARD).await.ok();
    let b = shop.pay("b", GUIDE_CARD).await.ok();
    let b_uid = b["imp_uid"].as_str().unwrap();
    let both = shop.get(&format!("/payments?imp_uid[]={b_uid}&merchant_uid[]=a")).await.ok();
    assert_eq!(column(&both, "merchant_uid"), ["b", "a"]);
    assert_eq!(both[0], b);
    assert_eq!(both[1]["status"], "paid", "of a merchant_uid the newest");
    let failed_uid = failed["imp_uid"].as_str().unwrap();
    let part = shop
        .get(&format!("/payments/?imp_uid%5B%5D={failed_uid}&imp_uid%5B%5D=imps_1&merchant_uid[]=c"))
        .await;
    assert_eq!((part.status, &part.body["code"], &part.body["message"]), (207, &json!(0), &Value::Null));
    assert_eq!(column(&part.body["response"], "imp_uid"), [failed_uid]);
    shop.get("/payments?imp_uid[]=imps_1").await.is_error(404, -1, NO_PAYMENT);
    shop.get("/payments").await.is_error(400, -1, "[\"imp_uid\"] 파라메터는 필수입니다.");
    let many = "&merchant_uid[]=a".repeat(101);
    let too_many = "imp_uid은(는) 한 번에 최대 100건까지 조회할 수 있습니다.";
    shop.get(&format!("/payments?{many}")).await.is_error(400, -1, too_many);
    shop.set(SettingsPatch { hide_test_payments: Some(true), ..SettingsPatch::default() });
    assert_eq!(shop.get("/payments?merchant_uid[]=a").await.status, 404);
    shop.get("/payments?merchant_uid[]=a&include_sandbox=true").await.ok();
}

#[tokio::test]
async fn several_keys_come_in_one_call() {
    let shop = Shop::open().await;
    for uid in ["c1", "c2"] {
        let mut body = order(&format!("first-{uid}"), GUIDE_CARD);
        body["customer_uid"] = json!(uid);
        shop.post(ONETIME, &body).await.ok();
    }
    let both = shop.get("/subscribe/customers?customer_uid[]=c2&customer_uid[]=c1").await.ok();
    assert_eq!(column(&both, "customer_uid"), ["c2", "c1"]);
    let part = shop.get("/subscribe/customers?customer_uid[]=c2&customer_uid[]=nobody").await;
    assert_eq!((part.status, column(&part.body["response"], "customer_uid")), (207, vec!["c2".to_owned()]));
    assert_eq!(shop.get("/subscribe/customers?customer_uid[]=nobody").await.status, 404);
    let missing = "[\"customer_uid\"] 파라메터는 필수입니다.";
    shop.get("/subscribe/customers").await.is_error(400, -1, missing);
}

#[tokio::test]
async fn a_customers_payments_are_listed_the_newest_first() {
    let shop = Shop::open().await;
    let mut first = order("p0", GUIDE_CARD);
    first["customer_uid"] = json!("c");
    shop.post(ONETIME, &first).await.ok();
    for number in 1..=20 {
        let again =
            json!({"customer_uid": "c", "merchant_uid": format!("p{number}"), "amount": 1000, "name": "n"});
        shop.post(AGAIN, &again).await.ok();
    }
    let page = shop.get("/subscribe/customers/c/payments").await.ok();
    assert_eq!((&page["total"], &page["previous"], &page["next"]), (&json!(21), &json!(0), &json!(2)));
    let uids = column(&page["list"], "merchant_uid");
    assert_eq!((uids.len(), uids[0].as_str(), uids[19].as_str()), (20, "p20", "p1"));
    let second = shop.get("/subscribe/customers/c/payments?page=2").await.ok();
    assert_eq!(column(&second["list"], "merchant_uid"), ["p0"]);
    assert_eq!(shop.get("/subscribe/customers/c/payments?page=3").await.ok()["list"], json!([]));
    let unknown = "요청하신 customer_uid(nobody)로 등록된 정보를 찾을 수 없습니다.";
    shop.get("/subscribe/customers/nobody/payments").await.is_error(200, 1, unknown);
    shop.set(SettingsPatch { unknown_customer: Some(UnknownCustomer::NotFound), ..SettingsPatch::default() });
    shop.get("/subscribe/customers/nobody/payments").await.is_error(404, 1, unknown);
    answer(shop.request(Method::DELETE, "/subscribe/customers/c")).await.ok();
    assert_eq!(shop.get("/subscribe/customers/c/payments").await.ok()["total"], 21);
}

#[tokio::test]
async fn a_sum_is_registered_once_and_can_be_changed() {
    let shop = Shop::open().await;
    let put = async |body: Value| answer(shop.request(Method::PUT, "/payments/prepare").json(&body)).await;
    let unknown = "사전등록된 결제정보가 존재하지 않습니다.";
    shop.get("/payments/prepare/p").await.is_error(404, -1, unknown);
    put(json!({"merchant_uid": "p", "amount": 1})).await.is_error(404, -1, unknown);
    let registered =
        shop.post_form("/payments/prepare", &json!({"merchant_uid": "p", "amount": 3000})).await.ok();
    assert_eq!(registered, json!({"merchant_uid": "p", "amount": 3000, "currency": "KRW"}));
    let already = "결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).";
    shop.post("/payments/prepare", &json!({"merchant_uid": "p", "amount": 1}))
        .await
        .is_error(200, 1, already);
    put(json!({"merchant_uid": "p", "amount": 50, "currency": "usd"})).await.ok();
    let changed = json!({"merchant_uid": "p", "amount": 50, "currency": "USD"});
    assert_eq!(shop.get("/payments/prepare/p").await.ok(), changed);
    for (wrong, message) in [
        (json!({"merchant_uid": "q"}), "[\"amount\"] 파라메터는 필수입니다."),
        (json!({"merchant_uid": "q", "amount": 0}), "amount은(는) 0보다 큰 정수여야 합니다."),
        (
            json!({"merchant_uid": "q", "amount": 1, "currency": "원"}),
            "currency는 세 자리 통화 코드여야 합니다.",
        ),
    ] {
        shop.post("/payments/prepare", &wrong).await.is_error(200, -1, message);
    }
    // A payment through the API says its sum itself.
    shop.pay("p", GUIDE_CARD).await.ok();
}

#[tokio::test]
async fn codes_are_listed_and_found() {
    let shop = Shop::open().await;
    for (path, code, name, count) in [("/cards", "361", "BC카드", 20), ("/banks", "090", "카카오뱅크", 24)]
    {
        let all = shop.get(path).await.ok();
        let one = json!({"code": code, "name": name});
        assert_eq!(all.as_array().map(Vec::len), Some(count));
        assert!(all.as_array().unwrap().contains(&one));
        assert_eq!(shop.get(&format!("{path}/{code}")).await.ok(), one);
        shop.get(&format!("{path}/999")).await.is_error(404, -1, "존재하지 않는 코드입니다.");
    }
}

#[tokio::test]
async fn older_clients_pay_with_foreign_cards() {
    let shop = Shop::open().await;
    let paid = shop.post("/subscribe/payments/foreign/", &order("f", GUIDE_CARD)).await.ok();
    assert_eq!((&paid["status"], shop.captured("f")), (&json!("paid"), vec![3000]));
}

#[tokio::test]
async fn what_the_sandbox_has_no_channel_for_is_refused() {
    let shop = Shop::open().await;
    let paid = shop.pay("p", GUIDE_CARD).await.ok();
    let uid = paid["imp_uid"].as_str().unwrap();
    let unsupported = "현재 지원되지 않는 PG사입니다.";
    let balance = "(현재는 PAYCO, KCP만 지원됩니다) 결제건에 대한 금액상세정보가 확인되지 않습니다.";
    shop.get(&format!("/payments/{uid}/balance")).await.is_error(200, -1, balance);
    shop.get("/payments/imps_1/balance").await.is_error(404, -1, NO_PAYMENT);
    assert_eq!(shop.post(&format!("/payments/{uid}/balance"), &json!({})).await.status, 405);

    shop.get("/certifications/imps_1").await.is_error(404, -1, "존재하지 않는 본인인증정보입니다.");
    let person = json!({"name": "n", "phone": "p", "birth": "b", "gender_digit": "1", "carrier": "SKT"});
    shop.post("/certifications/otp/request", &person).await.is_error(200, -1, unsupported);
    assert_eq!(shop.post("/certifications/otp/confirm/imps_1", &json!({"otp": "1"})).await.status, 404);

    let vbank = json!({"merchant_uid": "v", "amount": 1000, "vbank_code": "004", "vbank_due": 1});
    shop.post("/vbanks", &vbank).await.is_error(200, -1, unsupported);
    shop.post("/vbanks", &json!({"merchant_uid": "v", "amount": 1000})).await.is_error(
        200,
        -1,
        "[\"vbank_code\",\"vbank_due\"] 파라메터는 필수입니다.",
    );
    let delete = async |path: String| answer(shop.request(Method::DELETE, &path)).await;
    delete(format!("/vbanks/{uid}")).await.is_error(400, -1, "가상계좌 결제건이 아닙니다.");
    delete("/vbanks/imps_1".to_owned()).await.is_error(404, -1, NO_PAYMENT);

    let no_receipt = "발급된 현금영수증이 존재하지 않습니다.";
    shop.get(&format!("/receipts/{uid}")).await.is_error(404, -1, no_receipt);
    delete(format!("/receipts/{uid}")).await.is_error(400, -1, no_receipt);
    let issue = async |path: &str, body: Value| shop.post(&format!("/receipts/{path}"), &body).await;
    let not_cash = "현금영수증을 발급할 수 없는 결제수단입니다.";
    issue(uid, json!({"identifier": "01000000000"})).await.is_error(400, -1, not_cash);
    issue(uid, json!({})).await.is_error(400, -1, "[\"identifier\"] 파라메터는 필수입니다.");
    let external = json!({"identifier": "01000000000", "name": "n", "amount": 1});
    issue("external/x", external).await.is_error(501, -1, unsupported);
    assert_eq!(shop.captured("p"), [3000]);
    shop.post(CANCEL, &json!({"imp_uid": uid})).await.ok();
}
