//! Channels with other PGs than Settlebank: which one a call goes through, and what each asks and tells.

use keyin_sandbox::{Channel, Settings, SettingsPatch};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{AGAIN, Answer, CANCEL, GUIDE_CARD, ONETIME, Shop, answer, order};
use crate::schedules::SCHEDULE;

const UNSUPPORTED: &str = "현재 지원되지 않는 PG사입니다.";
const PGS: [&str; 11] = [
    "settle",
    "nice",
    "nice_v2",
    "kcp",
    "html5_inicis",
    "inicis",
    "daou",
    "tosspayments",
    "ksnet",
    "welcome",
    "paymentwall",
];

async fn shop() -> Shop {
    let channels = PGS.iter().map(|pg| Channel::new(*pg, format!("mid-{pg}"))).collect();
    Shop::with(Settings { channels, ..Settings::default() }).await
}

fn missing(names: &str) -> String {
    format!("[{names}] 파라메터는 필수입니다.")
}

/// An order with everything that any PG wants.
fn full(pg: &str, merchant_uid: &str) -> Value {
    let mut body = order(merchant_uid, GUIDE_CARD);
    for (name, value) in [
        ("pg", pg),
        ("pwd_2digit", "12"),
        ("cvc", "123"),
        ("browser_ip", "192.0.2.1"),
        ("buyer_name", "Gildong Hong"),
        ("buyer_email", "hong@example.com"),
        ("buyer_tel", "010-0000-0000"),
        ("product_type", "digital"),
        ("customer_name", "홍길동"),
        ("customer_id", "hong"),
    ] {
        body[name] = json!(value);
    }
    body
}

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

async fn issue(shop: &Shop, customer_uid: &str, body: &Value) -> Answer {
    shop.post(&format!("/subscribe/customers/{customer_uid}"), body).await
}

#[tokio::test]
async fn the_pg_names_the_channel() {
    let shop = shop().await;
    for pg in PGS {
        for (number, name) in [pg.to_owned(), format!("{pg}.mid-{pg}")].iter().enumerate() {
            let paid = shop.post(ONETIME, &full(name, &format!("{pg}-{number}"))).await.ok();
            assert_eq!((&paid["pg_provider"], &paid["pg_id"]), (&json!(pg), &json!(format!("mid-{pg}"))));
        }
        let unknown = shop.post(ONETIME, &full(&format!("{pg}.other"), "none")).await;
        unknown.is_error(200, -1, "비인증결제모듈 사용정보를 찾을 수 없습니다.");
    }
    assert_eq!(shop.post(ONETIME, &without(full("", "default"), "pg")).await.ok()["pg_provider"], "settle");
}

#[tokio::test]
async fn each_pg_insists_on_parameters_of_its_own() {
    let shop = shop().await;
    for (pg, names) in [
        ("html5_inicis", vec!["name", "buyer_name", "buyer_email", "buyer_tel"]),
        ("nice_v2", vec!["birth", "pwd_2digit"]),
        ("ksnet", vec!["product_type", "buyer_name"]),
        ("welcome", vec!["buyer_name"]),
        ("paymentwall", vec!["cvc", "browser_ip", "buyer_name", "buyer_email"]),
    ] {
        for name in names {
            let refused = shop.post(ONETIME, &without(full(pg, "refused"), name)).await;
            refused.is_error(200, -1, &missing(&format!("\"{name}\"")));
        }
    }
    for (pg, name) in [("ksnet", "pwd_2digit"), ("welcome", "customer_name"), ("tosspayments", "customer_id")]
    {
        let refused = issue(&shop, pg, &without(full(pg, "unused"), name)).await;
        refused.is_error(200, -1, &missing(&format!("\"{name}\"")));
        let key = issue(&shop, pg, &full(pg, "unused")).await.ok();
        assert_eq!((&key["pg_provider"], &key["customer_id"]), (&json!(pg), &json!("hong")));
    }
    let again = |uid: &str| json!({"customer_uid": uid, "merchant_uid": uid, "amount": 3000, "name": "n"});
    shop.post(AGAIN, &again("ksnet")).await.is_error(200, -1, &missing("\"product_type\",\"buyer_name\""));
    shop.post(AGAIN, &again("welcome")).await.is_error(200, -1, &missing("\"buyer_name\""));
    shop.post(AGAIN, &again("tosspayments")).await.ok();
    // Of a schedule's buyer the key's customer tells the name.
    let soon = shop.sandbox.clock().now + 100;
    let item = |uid: &str| json!({"merchant_uid": format!("s-{uid}"), "schedule_at": soon, "amount": 3000});
    let schedule =
        async |uid: &str| shop.post(SCHEDULE, &json!({"customer_uid": uid, "schedules": [item(uid)]})).await;
    assert_eq!(schedule("welcome").await.ok()[0]["buyer_name"], "홍길동");
    schedule("ksnet").await.is_error(200, -1, &missing("\"product_type\""));
}

#[tokio::test]
async fn who_issues_keys_and_how() {
    let shop = shop().await;
    for pg in PGS {
        let alone = issue(&shop, &format!("alone-{pg}"), &full(pg, "unused")).await;
        match pg {
            "settle" | "inicis" | "paymentwall" => alone.is_error(200, -1, UNSUPPORTED),
            _ => assert_eq!(alone.ok()["pg_provider"], pg),
        }
        let mut first = full(pg, &format!("first-{pg}"));
        first["customer_uid"] = json!(format!("first-{pg}"));
        let with_payment = shop.post(ONETIME, &first).await;
        match pg {
            "tosspayments" | "ksnet" => with_payment.is_error(200, -1, UNSUPPORTED),
            _ => assert_eq!(with_payment.ok()["customer_uid_usage"], "issue"),
        }
        let mut scheduled = full(pg, "unused");
        scheduled["customer_uid"] = json!(format!("scheduled-{pg}"));
        let soon = shop.sandbox.clock().now + 100;
        scheduled["schedules"] = json!([{"merchant_uid": format!("s-{pg}"), "schedule_at": soon, "amount": 3000,
                                         "product_type": "real", "buyer_name": "n"}]);
        let scheduled = shop.post(SCHEDULE, &scheduled).await;
        match pg {
            "settle" => scheduled.is_error(200, -1, UNSUPPORTED),
            _ => assert_eq!(scheduled.ok()[0]["schedule_status"], "scheduled", "{pg}"),
        }
    }
    // The contradiction between the definitions and the guide is a switch.
    let toss = Channel { key_with_payment: Some(true), ..Channel::new("tosspayments", "mid") };
    shop.set(SettingsPatch { channels: Some(vec![toss]), ..SettingsPatch::default() });
    let mut first = full("tosspayments", "toss");
    first["customer_uid"] = json!("toss");
    assert_eq!(shop.post(ONETIME, &first).await.ok()["customer_uid_usage"], "issue");
}

#[tokio::test]
async fn limits_and_tax_kinds_of_the_settings_are_settlebanks() {
    let shop = shop().await;
    for pg in PGS {
        let mut small = full(pg, &format!("small-{pg}"));
        (small["amount"], small["tax_free"]) = (json!(100), json!(10));
        let told = shop.post(ONETIME, &small).await;
        match pg {
            "settle" => assert_eq!(told.body["code"], -1),
            _ => assert_eq!(told.ok()["status"], "paid", "{pg}"),
        }
    }
}

#[tokio::test]
async fn cancels_want_the_tax_parts_that_the_payment_had() {
    let shop = shop().await;
    for (pg, needed) in [
        ("nice", "\"tax_free\",\"vat_amount\""),
        ("kcp", "\"tax_free\""),
        ("nice_v2", "\"vat_amount\""),
        ("html5_inicis", "\"vat_amount\""),
        ("daou", ""),
    ] {
        let mut body = full(pg, pg);
        (body["tax_free"], body["vat_amount"]) = (json!(1000), json!(100));
        shop.post(ONETIME, &body).await.ok();
        let bare = shop.post(CANCEL, &json!({"merchant_uid": pg, "amount": 10})).await;
        match needed {
            "" => assert_eq!(bare.ok()["cancel_amount"], 10),
            _ => bare.is_error(200, -1, &missing(needed)),
        }
        let whole = json!({"merchant_uid": pg, "amount": 110, "tax_free": 100, "vat_amount": 1});
        shop.post(CANCEL, &whole).await.ok();
    }
    let mut body = full("welcome", "too-much");
    body["vat_amount"] = json!(301);
    shop.post(ONETIME, &body).await.is_error(200, -1, "vat_amount가 결제금액에 비해 너무 큽니다.");
    // Who takes none does not look at it.
    body["pg"] = json!("settle");
    shop.post(ONETIME, &body).await.ok();
}

#[tokio::test]
async fn some_pgs_tell_who_issued_a_card() {
    let shop = shop().await;
    for pg in PGS {
        let paid = shop.post(ONETIME, &full(pg, pg)).await.ok();
        let tells = ["nice_v2", "tosspayments", "ksnet", "welcome"].contains(&pg);
        let expected = if tells { (json!("361"), json!("BC카드")) } else { (Value::Null, Value::Null) };
        for of in ["issuer", "publisher"] {
            let told = (paid[format!("card_{of}_code")].clone(), paid[format!("card_{of}_name")].clone());
            assert_eq!(told, expected, "{pg} {of}");
        }
    }
}

#[tokio::test]
async fn a_channel_put_by_its_code_is_as_its_pg_is_known_to_be() {
    let shop = Shop::open().await;
    let channels = json!({"channels": [
        {"pg_provider": "kcp", "pg_id": "T0000"},
        {"pg_provider": "kcp", "pg_id": "T0001", "standalone_billing_key": null, "minimum_amount": 500},
        {"pg_provider": "settle", "pg_id": "nxca_ks_gu"},
    ]});
    let put = shop.bare(Method::PUT, "/_sandbox/settings").json(&channels);
    let settings = answer(put).await.body;
    let of = |place: usize, name: &str| settings["channels"][place][name].clone();
    assert_eq!((of(0, "standalone_billing_key"), of(0, "minimum_amount")), (json!(true), json!(0)));
    assert_eq!((of(1, "standalone_billing_key"), of(1, "minimum_amount")), (Value::Null, json!(500)));
    assert_eq!((of(2, "auth"), of(2, "minimum_amount")), (json!("card_expiry_birth_pwd"), Value::Null));
}

#[tokio::test]
async fn some_pgs_have_rules_that_no_other_has() {
    let shop = shop().await;
    // A test account with NICE takes no cards of KB.
    let mut kb = full("nice", "kb");
    kb["card_number"] = json!("5555-6666-7777-8888");
    let refused =
        "카드정보 인증에 실패하였습니다. [F113]유효기간오류 - 테스트모드에서는 KB카드 사용이 불가능합니다.";
    shop.post(ONETIME, &kb).await.is_error(200, -1, refused);
    kb["pg"] = json!("nice_v2");
    shop.post(ONETIME, &kb).await.ok();

    // A key of Paymentwall pays under the address it was issued under.
    let mut first = full("paymentwall", "first");
    first["customer_uid"] = json!("c");
    shop.post(ONETIME, &first).await.ok();
    let mut again = full("paymentwall", "again");
    (again["customer_uid"], again["buyer_email"]) = (json!("c"), json!("other@example.com"));
    let another = "buyer_email이 빌링키를 발급할 때의 buyer_email과 다릅니다.";
    shop.post(AGAIN, &again).await.is_error(200, -1, another);
    again["buyer_email"] = first["buyer_email"].clone();
    shop.post(AGAIN, &again).await.ok();

    // KSNET cancels nine times in part, and then only the rest.
    shop.post(ONETIME, &full("ksnet", "nine")).await.ok();
    let cancel =
        async |amount: i64| shop.post(CANCEL, &json!({"merchant_uid": "nine", "amount": amount})).await;
    for _ in 0..9 {
        cancel(1).await.ok();
    }
    cancel(1).await.is_error(200, -1, "결제취소에 실패하였습니다. 부분취소 가능 횟수를 초과하였습니다.");
    assert_eq!(cancel(0).await.ok()["cancel_amount"], 3000);
}
