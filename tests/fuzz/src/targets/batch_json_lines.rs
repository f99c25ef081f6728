//! A JSON Lines file of payments, with the same demands as of CSV, and each row held against another reader of JSON.

use serde_json::Value;

use super::batch_csv;
use crate::scratch_file;

/// Takes a whole file.
pub(crate) fn run(bytes: &[u8]) {
    batch_csv::check(bytes, true);
    let Ok(Ok(batch)) = scratch_file::with(bytes, |file| keyin_cli::fuzzing::batch(file, true)) else {
        return;
    };
    let intents = batch.intents.unwrap_or_default();
    let Some(objects) = objects(bytes) else { return };
    assert_eq!(objects.len(), intents.len());
    for (object, intent) in objects.iter().zip(intents) {
        if let Some(uid) = object.get("merchant_uid").and_then(Value::as_str) {
            assert_eq!(uid, intent.merchant_uid().as_str());
        }
        if let Some(amount) = object.get("amount").and_then(Value::as_u64) {
            // A currency other than won has decimals, which a whole number leaves at zero.
            let total = intent.amount().total().to_decimal_string();
            let (whole, fraction) = total.split_once('.').unwrap_or((&total, ""));
            assert_eq!(amount.to_string(), whole);
            assert!(fraction.bytes().all(|digit| digit == b'0'), "{total}");
        }
    }
}

/// Each line as an object; none if the other reader does not take them all.
fn objects(bytes: &[u8]) -> Option<Vec<Value>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    if text.contains('\r') {
        return None;
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).ok()).collect()
}
