//! A team's own small client of the I'mport API, written with reqwest and none of keyin. What it has of keyin is the
//! sandbox, in `tests/till.rs`: real HTTP, faults on the wire, a clock set by hand, and a ledger that tells the truth.

#![forbid(unsafe_code)]

use reqwest::{Client, Method};
use serde_json::{Value, json};

/// What is known of a payment after a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Paid, under this imp_uid.
    Paid(String),
    /// Refused, with the PG's words.
    Refused(String),
    /// Nobody knows: to be looked up later, and not to be sent again.
    Unknown,
}

/// A till that charges billing keys.
pub struct Till {
    http: Client,
    base_url: String,
    token: String,
}

impl Till {
    /// Signs in.
    ///
    /// # Errors
    ///
    /// When the gateway does not answer.
    pub async fn sign_in(base_url: String, key: &str, secret: &str) -> reqwest::Result<Self> {
        // Refused if the process has a TLS provider already, which is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A client that sends a POST again by itself charges twice.
        let http = Client::builder().retry(reqwest::retry::never()).build()?;
        let mut till = Self { http, base_url, token: String::new() };
        let granted = till.post("/users/getToken", &json!({"imp_key": key, "imp_secret": secret})).await?;
        till.token = granted["response"]["access_token"].as_str().unwrap_or_default().to_owned();
        Ok(till)
    }

    /// Charges a card and keeps it as the customer's billing key.
    ///
    /// # Errors
    ///
    /// When there is no answer: the payment is to be looked up.
    pub async fn sign_up(&self, customer_uid: &str, card_number: &str, won: u64) -> reqwest::Result<Outcome> {
        let body = json!({
            "pg": "settle", "merchant_uid": format!("first-{customer_uid}"), "amount": won, "name": "Sign-up",
            "card_number": card_number, "expiry": "2031-12", "customer_uid": customer_uid,
        });
        self.post("/subscribe/payments/onetime", &body).await.map(|answer| outcome(&answer))
    }

    /// Charges the billing key once. Without a payment in the answer it is looked up; it is never sent again.
    pub async fn charge(&self, customer_uid: &str, merchant_uid: &str, won: u64) -> Outcome {
        let body = json!({
            "customer_uid": customer_uid, "merchant_uid": merchant_uid, "amount": won, "name": "Monthly pass",
        });
        match self.post("/subscribe/payments/again", &body).await.map(|answer| outcome(&answer)) {
            Ok(Outcome::Unknown) | Err(_) => self.look_up(merchant_uid).await,
            Ok(known) => known,
        }
    }

    /// What became of a payment. That there is none yet proves nothing: the gateway may still be at work.
    pub async fn look_up(&self, merchant_uid: &str) -> Outcome {
        let answer = self.send(Method::GET, &format!("/payments/find/{merchant_uid}"), None).await;
        answer.map_or(Outcome::Unknown, |answer| outcome(&answer))
    }

    /// Has the gateway charge the key at that Unix second.
    ///
    /// # Errors
    ///
    /// When there is no answer.
    pub async fn charge_at(
        &self,
        customer_uid: &str,
        merchant_uid: &str,
        won: u64,
        at: i64,
    ) -> reqwest::Result<bool> {
        let one =
            json!({"merchant_uid": merchant_uid, "schedule_at": at, "amount": won, "name": "Monthly pass"});
        let body = json!({"customer_uid": customer_uid, "schedules": [one]});
        Ok(self.post("/subscribe/payments/schedule", &body).await?["code"] == 0)
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Result<Value> {
        self.send(Method::POST, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> reqwest::Result<Value> {
        let request = self.http.request(method, format!("{}{path}", self.base_url));
        let request = request.header("Authorization", &self.token);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        request.send().await?.json().await
    }
}

/// Only a payment proves something: of messages without one, some are told although the card was charged.
fn outcome(answer: &Value) -> Outcome {
    let payment = &answer["response"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match payment["status"].as_str() {
        Some("paid") => Outcome::Paid(text(&payment["imp_uid"])),
        Some("failed") => Outcome::Refused(text(&payment["fail_reason"])),
        Some(_) | None => Outcome::Unknown,
    }
}
