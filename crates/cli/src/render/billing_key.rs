//! A billing key.

use keyin_domain::{BillingKey, Language};
use serde_json::{Value, json};

/// The document of a billing key.
pub(crate) fn billing_key_json(key: &BillingKey) -> Value {
    json!({
        "customer_uid": key.customer_uid.as_str(),
        "pg": key.pg.as_ref().map(ToString::to_string),
        "card_number": key.card.number.as_ref().map(|number| number.as_str()),
        "card_name": key.card.name,
        "customer_name": key.customer_name,
        "registered_at": key.registered_at.map(|time| time.as_second()),
        "updated_at": key.updated_at.map(|time| time.as_second()),
        "replaced": key.was_replaced(),
        "sandbox": key.sandbox,
    })
}

/// A billing key in a line.
pub(crate) fn billing_key_text(key: &BillingKey, language: Language) -> String {
    let pg = key.pg.as_ref().map(ToString::to_string).unwrap_or_default();
    let card = [key.card.name.as_deref(), key.card.number.as_ref().map(|number| number.as_str())];
    let card: Vec<&str> = card.into_iter().flatten().collect();
    let replaced = match (key.was_replaced(), language) {
        (false, _) => "",
        (true, Language::English) => "  (the card under it was replaced)",
        (true, Language::Korean) => "  (카드가 교체됨)",
    };
    format!("{}  {pg}  {}{replaced}", key.customer_uid, card.join(" "))
}
