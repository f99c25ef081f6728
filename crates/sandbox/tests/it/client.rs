//! A caller of the API that knows nothing of the sandbox's insides.

use keyin_sandbox::{Sandbox, SandboxOptions, Settings, SettingsPatch};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

/// An answer: HTTP status and envelope.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// The response of a call that was carried out.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!((self.status, &self.body["code"]), (200, &json!(0)), "{}", self.body);
        assert_eq!(self.body["message"], Value::Null);
        self.body["response"].clone()
    }

    /// Asserts an error's HTTP status, code and message.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16, code: i64, message: &str) {
        let expected = json!({"code": code, "message": message, "response": null});
        assert_eq!((self.status, &self.body), (status, &expected));
    }
}

/// A sandbox and somebody who calls it with a token.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    http: reqwest::Client,
    token: String,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self::start(SandboxOptions { settings, seed: Some(1), ..SandboxOptions::default() }).await
    }

    pub(crate) async fn start(options: SandboxOptions) -> Self {
        let sandbox = Sandbox::start(options).unwrap();
        let http = client();
        let mut shop = Self { sandbox, http, token: String::new() };
        shop.renew_token().await;
        shop
    }

    pub(crate) async fn renew_token(&mut self) {
        let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
        let granted = answer(self.bare(Method::POST, "/users/getToken").json(&keys)).await.ok();
        self.token = granted["access_token"].as_str().unwrap().to_owned();
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn set(&self, patch: SettingsPatch) {
        self.sandbox.update_settings(patch).unwrap();
    }

    /// A request without a token.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.sandbox.url()))
    }

    /// A request with one.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).header("Authorization", format!("Bearer {}", self.token))
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn post_form(&self, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).form(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    /// The guide's first call: one card, once.
    pub(crate) async fn pay(&self, merchant_uid: &str, card_number: &str) -> Answer {
        self.post(ONETIME, &order(merchant_uid, card_number)).await
    }

    /// The amounts captured under a merchant_uid.
    pub(crate) fn captured(&self, merchant_uid: &str) -> Vec<i64> {
        let entries = self.sandbox.ledger();
        let charges = entries.iter().filter(|entry| entry.kind == keyin_sandbox::LedgerKind::Charge);
        charges.filter(|entry| entry.merchant_uid == merchant_uid).map(|entry| entry.amount).collect()
    }
}

pub(crate) const ONETIME: &str = "/subscribe/payments/onetime";
pub(crate) const AGAIN: &str = "/subscribe/payments/again";
pub(crate) const CANCEL: &str = "/payments/cancel";
/// The card of Settlebank's guide.
pub(crate) const GUIDE_CARD: &str = "1234-1234-1234-1234";

pub(crate) fn order(merchant_uid: &str, card_number: &str) -> Value {
    json!({
        "pg": "settle", "merchant_uid": merchant_uid, "amount": 3000, "name": "테스트 주문",
        "card_number": card_number, "expiry": "2019-01", "birth": "123456",
    })
}

/// Follows nothing and repeats nothing, so that each test sees each answer.
pub(crate) fn client() -> reqwest::Client {
    // The client wants a TLS provider even where nobody speaks TLS; the second installation is refused, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let plain = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    plain.retry(reqwest::retry::never()).build().unwrap()
}

pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    read(request.send().await.unwrap()).await
}

pub(crate) async fn read(response: Response) -> Answer {
    let status = response.status().as_u16();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    assert_eq!(kind, "application/json; charset=utf-8");
    Answer { status, body: response.json().await.unwrap() }
}
