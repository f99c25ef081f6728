//! What the ledger and the journal must say at the end.

use std::collections::BTreeMap;

use keyin_sandbox::LedgerKind;
use keyin_tests::Till;

/// The won that the ledger has for the charges of the journal, and the journal says so too.
///
/// # Panics
/// If a charge was not captured as often as it should be, if one is open, or if the sums differ.
pub(crate) async fn agree(till: &Till, charges: &[(String, usize)]) -> i64 {
    let listed = till.run(&["pay", "list", "--limit", "1000000"]).await.ended(0).documents();
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
    for entry in till.shop.sandbox.ledger() {
        let Some(captured) = known.get_mut(&*entry.merchant_uid) else { continue };
        match entry.kind {
            LedgerKind::Charge => {
                *captured += 1;
                ledger += entry.amount;
            }
            LedgerKind::Cancel => ledger -= entry.amount,
        }
    }
    for (uid, times) in charges {
        assert_eq!(known.get(uid), Some(times), "{uid} was not captured {times} times");
    }
    assert_eq!(ledger, journal, "ledger and journal differ: {listed:?}");
    ledger
}
