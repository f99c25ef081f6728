//! The three calls of Settlebank's key-in guide, with only the token and the host changed: they do what it says.

use keyin_sandbox::{SameMerchantUid, Settings};
use keyin_tests::{Answer, Encoding, Shop};
use reqwest::Method;
use serde_json::{Value, json};

const ENCODINGS: [Encoding; 2] = [Encoding::Json, Encoding::Form];

/// A call as `curl -X POST -H … -d …` writes it to the wire: the body is taken as it stands.
async fn curl(shop: &Shop, path: &str, encoding: Encoding, body: &'static str) -> Answer {
    let content_type = match encoding {
        Encoding::Json => "application/json",
        Encoding::Form => "application/x-www-form-urlencoded",
    };
    let request = shop.request(Method::POST, path).header("Content-Type", content_type).body(body);
    shop.send(request).await
}

/// Section 2 of the guide: one payment, the card is not stored.
async fn one_time(shop: &Shop, encoding: Encoding) -> Value {
    let body = match encoding {
        Encoding::Json => {
            r#"{"merchant_uid":"order_monthly_0001","amount":5000,"card_number":"1234-1234-1234-1234","expiry":"2019-01","birth":"123456"}"#
        }
        Encoding::Form => {
            "merchant_uid=order_monthly_0001&amount=5000&card_number=1234-1234-1234-1234&expiry=2019-01&birth=123456"
        }
    };
    curl(shop, "/subscribe/payments/onetime/", encoding, body).await.ok()
}

/// Section 3: one payment, and the billing key is stored under the customer_uid.
async fn registering(shop: &Shop, encoding: Encoding) -> Value {
    let body = match encoding {
        Encoding::Json => {
            r#"{"customer_uid":"gildong_0001_1234","merchant_uid":"order_monthly_0002","amount":5000,"card_number":"1234-1234-1234-1234","expiry":"2019-01","birth":"123456"}"#
        }
        Encoding::Form => {
            "customer_uid=gildong_0001_1234&merchant_uid=order_monthly_0002&amount=5000&card_number=1234-1234-1234-1234&expiry=2019-01&birth=123456"
        }
    };
    curl(shop, "/subscribe/payments/onetime", encoding, body).await.ok()
}

/// Section 4: the stored billing key is charged, without any card data.
async fn again(shop: &Shop, encoding: Encoding) -> Value {
    let body = match encoding {
        Encoding::Json => {
            r#"{"customer_uid":"gildong_0001_1234","merchant_uid":"order_monthly_0003","amount":7000}"#
        }
        Encoding::Form => "customer_uid=gildong_0001_1234&merchant_uid=order_monthly_0003&amount=7000",
    };
    curl(shop, "/subscribe/payments/again", encoding, body).await.ok()
}

#[tokio::test]
async fn a_one_time_payment_stores_no_card() {
    for encoding in ENCODINGS {
        let shop = Shop::open().await;
        let paid = one_time(&shop, encoding).await;
        assert_eq!((&paid["status"], &paid["amount"]), (&json!("paid"), &json!(5000)), "{encoding:?}");
        assert_eq!((&paid["customer_uid"], &paid["customer_uid_usage"]), (&Value::Null, &Value::Null));
        assert_eq!(
            (&paid["pg_provider"], &paid["merchant_uid"]),
            (&json!("settle"), &json!("order_monthly_0001"))
        );
        assert_eq!(shop.captured("order_monthly_0001"), [5000]);
        // There is no name under which anything could have been stored.
        for uid in ["gildong_0001_1234", "order_monthly_0001"] {
            let key = shop.get(&format!("/subscribe/customers/{uid}")).await;
            assert_eq!((key.status, &key.body["code"]), (200, &json!(1)), "{}", key.body);
        }
    }
}

#[tokio::test]
async fn a_payment_with_a_customer_uid_stores_the_key_and_again_charges_it() {
    for encoding in ENCODINGS {
        let shop = Shop::open().await;
        let first = registering(&shop, encoding).await;
        assert_eq!((&first["status"], &first["amount"]), (&json!("paid"), &json!(5000)), "{encoding:?}");
        assert_eq!(
            (&first["customer_uid"], &first["customer_uid_usage"]),
            (&json!("gildong_0001_1234"), &json!("issue"))
        );
        let key = shop.get("/subscribe/customers/gildong_0001_1234").await.ok();
        assert_eq!(
            (&key["customer_uid"], &key["pg_provider"]),
            (&json!("gildong_0001_1234"), &json!("settle"))
        );

        let second = again(&shop, encoding).await;
        assert_eq!((&second["status"], &second["amount"]), (&json!("paid"), &json!(7000)), "{encoding:?}");
        assert_eq!(
            (&second["customer_uid"], &second["customer_uid_usage"]),
            (&json!("gildong_0001_1234"), &json!("payment"))
        );
        assert_eq!(
            (shop.captured("order_monthly_0002"), shop.captured("order_monthly_0003")),
            (vec![5000], vec![7000])
        );
    }
}

#[tokio::test]
async fn the_key_is_stored_only_if_the_payment_succeeds() {
    for encoding in ENCODINGS {
        let shop = Shop::open().await;
        let order = |card: &str, merchant_uid: &str| {
            json!({
                "customer_uid": "gildong_0001_1234", "merchant_uid": merchant_uid, "amount": 5000,
                "card_number": card, "expiry": "2030-01", "birth": "123456",
            })
        };
        // Refused with a record, and refused with only a message.
        for (card, merchant_uid) in
            [("4000-0000-0031-0005", "declined-1"), ("4000-0001-0031-0004", "declined-2")]
        {
            let declined =
                shop.post_as(encoding, "/subscribe/payments/onetime", &order(card, merchant_uid)).await;
            assert_ne!(declined.body["response"]["status"], "paid", "{}", declined.body);
            let key = shop.get("/subscribe/customers/gildong_0001_1234").await;
            assert_eq!(key.body["code"], 1, "{encoding:?}: {}", key.body);
        }
        assert!(shop.sandbox.ledger().is_empty());
        // A key that stood before stays after a refusal.
        registering(&shop, encoding).await;
        shop.post_as(encoding, "/subscribe/payments/onetime", &order("4000-0000-0031-0005", "declined-3"))
            .await;
        assert_eq!(again(&shop, encoding).await["status"], "paid");
    }
}

#[tokio::test]
async fn a_paid_order_is_not_taken_again_unless_a_proof_asks_for_it() {
    for encoding in ENCODINGS {
        let shop = Shop::open().await;
        one_time(&shop, encoding).await;
        let repeat = json!({
            "merchant_uid": "order_monthly_0001", "amount": 5000,
            "card_number": "1234-1234-1234-1234", "expiry": "2019-01", "birth": "123456",
        });
        let refused = shop.post_as(encoding, "/subscribe/payments/onetime", &repeat).await;
        assert_eq!((refused.status, &refused.body["code"]), (200, &json!(1)), "{}", refused.body);
        assert!(
            refused.body["message"].as_str().unwrap().contains("동일한 merchant_uid"),
            "{}",
            refused.body
        );
        assert_eq!(shop.captured("order_monthly_0001"), [5000]);

        let same_merchant_uid = SameMerchantUid::ChargeAgain;
        let careless = Shop::with(Settings { same_merchant_uid, ..Settings::default() }).await;
        one_time(&careless, encoding).await;
        careless.post_as(encoding, "/subscribe/payments/onetime", &repeat).await.ok();
        assert_eq!(careless.captured("order_monthly_0001"), [5000, 5000]);
    }
}

#[tokio::test]
async fn every_way_of_giving_the_token_is_taken_and_a_wrong_one_is_not() {
    let shop = Shop::open().await;
    let keys = "imp_key=imp_apikey&imp_secret=imp_secret";
    let form = shop.without_token(Method::POST, "/users/getToken/");
    let form = form.header("Content-Type", "application/x-www-form-urlencoded").body(keys);
    let token = shop.send(form).await.ok()["access_token"].as_str().unwrap().to_owned();
    let ask = |query: &str| shop.without_token(Method::GET, &format!("/users/pg{query}"));
    for request in [
        ask("").header("Authorization", &token),
        ask("").header("Authorization", format!("Bearer {token}")),
        ask("").header("X-ImpTokenHeader", &token),
        ask(&format!("?_token={token}")),
    ] {
        assert_eq!(shop.send(request).await.ok()[0]["pg_provider"], "settle");
    }
    for request in [ask(""), ask("").header("Authorization", "wrong"), ask("?_token=wrong")] {
        let refused = shop.send(request).await;
        assert_eq!((refused.status, &refused.body["code"]), (401, &json!(-1)), "{}", refused.body);
    }
}
