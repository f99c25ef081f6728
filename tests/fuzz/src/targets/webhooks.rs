//! The webhooks that the sandbox builds: whoever reads one learns exactly what the ledger says.

use std::collections::HashMap;

use keyin_sandbox::{LedgerKind, SettingsPatch, Webhook, WebhookContentType};
use serde_json::json;

use crate::sandbox_call;

/// The sandbox speaks no TLS: such a webhook is built and logged, and goes nowhere.
const NOWHERE: &str = "https://shop.test/hook";

/// Takes a letter that chooses the form, and a merchant_uid.
pub(crate) fn run(bytes: &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let Ok(merchant_uid) = std::str::from_utf8(rest) else { return };
    let form = if choice % 2 == 0 { WebhookContentType::Form } else { WebhookContentType::Json };
    sandbox_call::with(|caller| {
        let patch = SettingsPatch {
            webhook_url: Some(Some(NOWHERE.to_owned())),
            webhook_content_type: Some(form),
            ..SettingsPatch::default()
        };
        caller.sandbox().update_settings(patch).unwrap();
        let charge = json!({
            "merchant_uid": merchant_uid, "amount": 3000, "name": "apples",
            "card_number": "1234-1234-1234-1234", "expiry": "2019-01",
        });
        caller.json("POST", "/subscribe/payments/onetime", charge.to_string().as_bytes());
        let cancel = json!({ "merchant_uid": merchant_uid, "amount": 1000, "enable_webhook": true });
        caller.json("POST", "/payments/cancel", cancel.to_string().as_bytes());

        let (ledger, webhooks) = (caller.sandbox().ledger(), caller.sandbox().webhooks());
        assert_eq!(webhooks.len(), ledger.len());
        for (webhook, entry) in webhooks.iter().zip(&ledger) {
            let told = fields(webhook);
            assert_eq!(told["merchant_uid"], entry.merchant_uid);
            assert_eq!(told["imp_uid"], entry.imp_uid);
            let status = if entry.kind == LedgerKind::Charge { "paid" } else { "cancelled" };
            assert_eq!(told["status"], status);
            assert_eq!(told.contains_key("cancellation_id"), entry.kind == LedgerKind::Cancel);
        }
    });
}

/// The fields of the body, as whoever gets it reads them.
fn fields(webhook: &Webhook) -> HashMap<String, String> {
    match webhook.content_type {
        "application/json" => serde_json::from_str(&webhook.body).unwrap(),
        _ => form_urlencoded::parse(webhook.body.as_bytes()).into_owned().collect(),
    }
}
