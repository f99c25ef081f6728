//! A sandbox, and somebody with a token who calls it as the guide's `curl` does.

use keyin_sandbox::{LedgerKind, Sandbox, SandboxOptions, Settings};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// How the parameters of a call are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// An answer: HTTP status and envelope.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The envelope, `{code, message, response}`.
    pub body: Value,
}

impl Answer {
    /// The response of a call that was carried out.
    ///
    /// # Panics
    /// If it was not.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!((self.status, &self.body["code"]), (200, &json!(0)), "{}", self.body);
        self.body["response"].clone()
    }
}

/// A sandbox with a client.
#[derive(Debug)]
pub struct Shop {
    /// The sandbox.
    pub sandbox: Sandbox,
    http: reqwest::Client,
    token: String,
}

impl Shop {
    /// Opens one over a sandbox with its usual settings.
    pub async fn open() -> Self {
        Self::with(Settings::default()).await
    }

    /// Opens one over a sandbox with these settings.
    ///
    /// # Panics
    /// If no loopback port can be listened on.
    pub async fn with(settings: Settings) -> Self {
        let sandbox = Sandbox::start(SandboxOptions { settings, ..SandboxOptions::default() }).unwrap();
        let mut shop = Self { sandbox, http: client(), token: String::new() };
        let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
        let granted = shop.send(shop.without_token(Method::POST, "/users/getToken").json(&keys)).await.ok();
        shop.token = granted["access_token"].as_str().unwrap().to_owned();
        shop
    }

    /// A call without a token.
    pub fn without_token(&self, method: Method, path: &str) -> RequestBuilder {
        // What curl sends beside the parameters, so that nothing but a client's wire decides.
        let request = self.http.request(method, format!("{}{path}", self.sandbox.url()));
        request.header("User-Agent", "curl/7.88.1").header("Accept", "*/*")
    }

    /// A call with a token.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.without_token(method, path).header("Authorization", &self.token)
    }

    /// Sends it and reads the answer.
    ///
    /// # Panics
    /// If there is none, or it is not JSON.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        Answer { status, body: response.json().await.unwrap() }
    }

    /// Posts parameters in that encoding.
    pub async fn post_as(&self, encoding: Encoding, path: &str, parameters: &Value) -> Answer {
        let request = self.request(Method::POST, path);
        let request = match encoding {
            Encoding::Json => request.json(parameters),
            Encoding::Form => request.form(parameters),
        };
        self.send(request).await
    }

    /// Posts parameters as JSON.
    pub async fn post(&self, path: &str, parameters: &Value) -> Answer {
        self.post_as(Encoding::Json, path, parameters).await
    }

    /// Gets a path.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// The amounts captured under a merchant_uid.
    pub fn captured(&self, merchant_uid: &str) -> Vec<i64> {
        self.moved(merchant_uid, LedgerKind::Charge)
    }

    /// The amounts given back under a merchant_uid.
    pub fn given_back(&self, merchant_uid: &str) -> Vec<i64> {
        self.moved(merchant_uid, LedgerKind::Cancel)
    }

    fn moved(&self, merchant_uid: &str, kind: LedgerKind) -> Vec<i64> {
        let entries = self.sandbox.ledger();
        let ours = entries.iter().filter(|entry| entry.kind == kind && entry.merchant_uid == merchant_uid);
        ours.map(|entry| entry.amount).collect()
    }
}

/// An HTTP client. It follows nothing and repeats nothing, so that each story sees each answer.
///
/// # Panics
/// If it cannot be set up.
pub fn client() -> reqwest::Client {
    // The client wants a TLS provider even where nobody speaks TLS; a second installation is refused, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let plain = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    plain.retry(reqwest::retry::never()).build().unwrap()
}
