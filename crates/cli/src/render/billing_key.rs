//! A billing key.

use keyin_app::{Explain, KnownKey};
use keyin_domain::{BillingKey, Language};
use keyin_ports::ReadError;
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

/// A key as the journal knows it, with what the gateway says of it: `status` is `registered`, `not_registered`, or
/// `unread` if the gateway did not answer.
pub(crate) fn known_key_json(known: &KnownKey, language: Language) -> Value {
    let problem = match &known.key {
        Ok(_) | Err(ReadError::NotFound) => None,
        Err(error) => Some(json!({ "code": error.code(), "message": error.message(language) })),
    };
    json!({
        "customer_uid": known.customer_uid.as_str(),
        "status": status(known),
        "charges": known.charges,
        "last_charge_at": known.last_charge.as_second(),
        "key": known.key.as_ref().ok().map(billing_key_json),
        "problem": problem,
    })
}

/// The same in a line.
pub(crate) fn known_key_text(known: &KnownKey, language: Language) -> String {
    match &known.key {
        Ok(key) => billing_key_text(key, language),
        Err(ReadError::NotFound) => match language {
            Language::English => format!("{}  not registered at the gateway", known.customer_uid),
            Language::Korean => format!("{}  게이트웨이에 등록되어 있지 않음", known.customer_uid),
        },
        Err(error) => format!("{}  {}", known.customer_uid, error.message(language)),
    }
}

fn status(known: &KnownKey) -> &'static str {
    match &known.key {
        Ok(_) => "registered",
        Err(ReadError::NotFound) => "not_registered",
        Err(ReadError::Refused(_) | ReadError::Unavailable(_) | ReadError::Protocol) => "unread",
    }
}
