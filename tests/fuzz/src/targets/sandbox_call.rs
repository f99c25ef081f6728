//! Calls to the sandbox's API: each is answered, the ledger agrees with what was answered, and no card is kept.

use std::collections::HashMap;

use keyin_sandbox::{LedgerEntry, LedgerKind};
use serde_json::Value;

use crate::sandbox_call::{self, Call, Caller};

/// Stands between two calls.
const BETWEEN: &[u8] = b"\n---\n";

/// Stands for the imp_uid of the last charge, which the sandbox has chosen.
const LAST: &str = "LAST";

/// Takes calls. The first line of each is method and path, and behind them, if it is not JSON, `form` or `text`; the
/// rest is the body.
pub(crate) fn run(bytes: &[u8]) {
    sandbox_call::with(|caller| {
        for part in parts(bytes).take(8) {
            one_call(caller, part);
        }
    });
}

fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let whole = rest.take()?;
        let end = whole.windows(BETWEEN.len()).position(|window| window == BETWEEN);
        rest = end.map(|end| &whole[end + BETWEEN.len()..]);
        Some(&whole[..end.unwrap_or(whole.len())])
    })
}

fn one_call(caller: &mut Caller, part: &[u8]) {
    let head_end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
    let body = part.get(head_end + 1..).unwrap_or_default();
    let Ok(head) = std::str::from_utf8(&part[..head_end]) else { return };
    let before = caller.sandbox().ledger();
    let last = before.last().map_or(LAST, |entry| entry.imp_uid.as_str());
    let head = head.replace(LAST, last);
    let mut words = head.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return };
    let is_api =
        path.starts_with('/') && !path.starts_with("/_sandbox") && path.bytes().all(|b| b.is_ascii_graphic());
    if !is_api || !["GET", "POST", "PUT", "DELETE"].contains(&method) {
        return;
    }
    let content_type = match words.next() {
        None => "application/json",
        Some("form") => "application/x-www-form-urlencoded",
        Some(_) => "text/plain",
    };
    let text = std::str::from_utf8(body)
        .ok()
        .filter(|text| text.contains(LAST))
        .map(|text| text.replace(LAST, last));
    let body = text.as_deref().map_or(body, str::as_bytes);
    let answer = caller.call(&Call { method, path, content_type, body });

    assert!((200..500).contains(&answer.status), "{method} {path} is answered with {}", answer.status);
    check_ledger(method, path, &answer, &before, &caller.sandbox().ledger());
    // What another call had somewhere else is no matter of this one.
    let kept = caller.sandbox().requests();
    let kept = kept.last().map(|request| (&request.query, &request.body));
    check_log(path, body, &serde_json::to_string(&kept).unwrap());
}

/// Who is told "paid" was charged once, and nobody else gets more back than he has paid.
fn check_ledger(
    method: &str,
    path: &str,
    answer: &sandbox_call::Answer,
    before: &[LedgerEntry],
    after: &[LedgerEntry],
) {
    assert_eq!(before, &after[..before.len()], "the ledger forgets");
    let new = &after[before.len()..];
    assert!(new.len() <= 1, "one call has more than one effect: {new:?}");
    let mut balances: HashMap<&str, i64> = HashMap::new();
    for entry in after {
        assert!(entry.amount > 0);
        let signed = if entry.kind == LedgerKind::Charge { entry.amount } else { -entry.amount };
        let balance = balances.entry(&entry.imp_uid).or_default();
        *balance += signed;
        assert!(*balance >= 0, "more is given back than was paid");
    }
    let charges = ["/subscribe/payments/onetime", "/subscribe/payments/again", "/subscribe/payments/foreign"];
    let route = path.split('?').next().unwrap_or_default();
    if method != "POST" || !charges.contains(&route) {
        return;
    }
    if answer.status == 400 && answer.body.is_empty() {
        // HTTP itself refuses a path that cannot stand in a URI, without a word.
        assert!(new.is_empty(), "what could not be read had an effect");
        return;
    }
    let json = answer.json();
    let response = &json["response"];
    if json["code"] == 0 && response["status"] == "paid" {
        let [entry] = new else { panic!("paid without an entry in the ledger") };
        assert_eq!(entry.kind, LedgerKind::Charge);
        assert_eq!(response["amount"], entry.amount);
        assert_eq!(response["merchant_uid"], entry.merchant_uid.as_str());
        assert_eq!(response["imp_uid"], entry.imp_uid.as_str());
    }
}

/// The number of a card that stands where cards stand, and nowhere else, is not among what is kept of queries and bodies. A
/// path is kept as it came: it names a payment or a customer, and no part of it is called a card.
fn check_log(path: &str, body: &[u8], log: &str) {
    let Ok(json) = serde_json::from_slice::<Value>(body) else { return };
    let Some(number) = json["card_number"].as_str() else { return };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let text = String::from_utf8_lossy(body);
    if digits >= 13 && text.matches(number).count() == 1 && !path.contains(number) {
        assert!(!log.contains(number), "a card is kept: {log}");
    }
}
