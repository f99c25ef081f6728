//! What the ledger and the journal must say at the end.

use std::collections::BTreeMap;

use keyin_sandbox::LedgerKind;
use keyin_tests::{Keyin, Till};

/// A merchant_uid, and the won that were captured under it, or given back.
pub(crate) type Moved = (String, i64);

/// The won that the ledger has for the charges of the journal, and the journal says so too.
///
/// # Panics
/// If a charge was not captured as often as it should be, if one is open, or if the sums differ.
pub(crate) async fn agree(till: &Till, charges: &[(String, usize)]) -> i64 {
    let moved = till.shop.sandbox.ledger().into_iter().map(|entry| {
        let amount = if entry.kind == LedgerKind::Charge { entry.amount } else { -entry.amount };
        (entry.merchant_uid.to_string(), amount)
    });
    agree_on(&till.keyin, moved.collect(), charges).await
}

/// The same with what has moved.
///
/// # Panics
/// As [`agree`].
pub(crate) async fn agree_on(keyin: &Keyin, moved: Vec<Moved>, charges: &[(String, usize)]) -> i64 {
    let listed = keyin.run(&["pay", "list", "--limit", "1000000", "--json"]).await.ended(0).documents();
    let mut journal = 0;
    let mut known = BTreeMap::new();
    for row in listed.iter().filter(|row| row["merchant_uid"].is_string()) {
        let state = row["state"].as_str().unwrap();
        assert!(!matches!(state, "intent" | "in_flight" | "unknown"), "still open: {row}");
        if matches!(state, "succeeded" | "late_paid") {
            journal += row["amount"].as_i64().unwrap() - row["cancel_amount"].as_i64().unwrap();
        }
        known.insert(row["merchant_uid"].as_str().unwrap().to_owned(), 0_usize);
    }
    let mut ledger = 0;
    for (uid, amount) in moved {
        let Some(captured) = known.get_mut(&uid) else { continue };
        *captured += usize::from(amount > 0);
        ledger += amount;
    }
    for (uid, times) in charges {
        assert_eq!(known.get(uid), Some(times), "{uid} was not captured {times} times");
    }
    assert_eq!(ledger, journal, "ledger and journal differ: {listed:?}");
    ledger
}
