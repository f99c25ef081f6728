//! The sandbox with billing keys in it.

use keyin_sandbox::{
    CardBehaviour, LedgerKind, SameMerchantUid, Sandbox, SandboxOptions, Settings, test_cards,
};
use reqwest::Client;
use serde_json::{Value, json};

/// A card that pays.
pub(crate) const GOOD: &str = "4000-0000-0000-0002";

/// A sandbox that charges whatever it is sent, also of a paid order: only the service's rules prevent a second charge.
pub(crate) fn gateway() -> Sandbox {
    let settings = Settings { same_merchant_uid: SameMerchantUid::ChargeAgain, ..Settings::default() };
    Sandbox::start(SandboxOptions { settings, ..SandboxOptions::default() }).unwrap()
}

/// A card whose first payment succeeds, and whose billing key is then declined.
pub(crate) fn declined_later() -> &'static str {
    let mut cards = test_cards().iter();
    cards.find(|card| matches!(card.behaviour, CardBehaviour::KeyRecord(_))).unwrap().number
}

/// Signs a customer up by a first payment of 1,000 won.
pub(crate) async fn sign_up(sandbox: &Sandbox, http: &Client, customer: &str, card: &str) {
    let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
    let granted = post(http, &format!("{}/users/getToken", sandbox.url()), "", &keys).await;
    let token = granted["access_token"].as_str().unwrap();
    let first = json!({
        "pg": "settle", "merchant_uid": format!("first-{customer}"), "amount": 1_000, "name": "Sign-up",
        "card_number": card, "expiry": "2031-12", "customer_uid": customer,
    });
    let paid = post(http, &format!("{}/subscribe/payments/onetime", sandbox.url()), token, &first).await;
    assert_eq!(paid["status"], "paid");
}

async fn post(http: &Client, url: &str, token: &str, body: &Value) -> Value {
    let answer = http.post(url).header("Authorization", token).json(body).send().await.unwrap();
    answer.json::<Value>().await.unwrap()["response"].take()
}

/// What was charged for an order.
pub(crate) fn charged(sandbox: &Sandbox, order: &str) -> Vec<i64> {
    let entries = sandbox.ledger().into_iter();
    let of_it = entries.filter(|entry| entry.merchant_uid == order && entry.kind == LedgerKind::Charge);
    of_it.map(|entry| entry.amount).collect()
}
