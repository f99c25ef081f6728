//! The shop that the calls are made in.

use keyin_sandbox::{Auth, Settings};
use keyin_tests::{Answer, Shop};
use reqwest::Method;
use serde_json::{Value, json};

use super::calls::{Call, SCHEDULE, issue, item, onetime, sum};

/// A shop that verifies all card fields, with a billing key, a payment, a sum and two schedules.
pub(super) struct Scene {
    pub(super) shop: Shop,
    imp_uid: String,
}

impl Scene {
    pub(super) async fn open() -> Self {
        let settings = Settings {
            auth: Auth::CardExpiryBirthPwd,
            standalone_billing_key: true,
            mixed_tax: true,
            ..Settings::default()
        };
        let shop = Shop::with(settings).await;
        let mut paid = onetime("paid");
        paid["customer_uid"] = json!("registered");
        let paid = shop.post("/subscribe/payments/onetime", &paid).await.ok();
        shop.post("/payments/prepare", &sum("prepared")).await.ok();
        let both = json!({"customer_uid": "registered", "schedules": [item("waiting"), item("revoked")]});
        shop.post(SCHEDULE, &both).await.ok();
        shop.post("/subscribe/payments/unschedule", &json!({"merchant_uid": "revoked"})).await.ok();
        Self { shop, imp_uid: paid["imp_uid"].as_str().unwrap().to_owned() }
    }

    pub(super) async fn send(&self, call: &Call, parameters: &Value) -> Answer {
        let method: Method = call.endpoint.0.to_ascii_uppercase().parse().unwrap();
        if method == Method::DELETE {
            self.shop.post("/subscribe/customers/passing", &issue("")).await.ok();
        }
        let request = self.shop.request(method.clone(), &(call.at)(&self.imp_uid));
        let is_query = matches!(method, Method::GET | Method::DELETE);
        let request = match (is_query, call.is_item) {
            (true, _) => request.query(&as_texts(parameters)),
            (false, false) => request.json(parameters),
            (false, true) => request.json(&json!({"customer_uid": "registered", "schedules": [parameters]})),
        };
        self.shop.send(request).await
    }
}

/// A query has texts only.
fn as_texts(parameters: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    parameters.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect()
}
