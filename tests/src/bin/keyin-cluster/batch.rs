//! The batch, and what the ledger must say of it.

use std::collections::HashMap;
use std::io::{BufWriter, Write};

use keyin_sandbox::{Fault, FaultKind, LedgerKind, Operation};
use keyin_tests::Till;

use crate::member::Member;

const CUSTOMER: &str = "customer-1";

pub(crate) struct Batch {
    rows: usize,
}

impl Batch {
    /// Writes the file, and lets answers be slow and some be lost.
    pub(crate) async fn write(till: &Till, rows: usize) -> Self {
        till.register(CUSTOMER).await;
        let file = std::fs::File::create(till.keyin.folder().join("batch.csv")).unwrap();
        let mut file = BufWriter::new(file);
        writeln!(file, "customer_uid,merchant_uid,amount,name").unwrap();
        for row in 0..rows {
            writeln!(file, "{CUSTOMER},row-{row},{},구독", 1_000 + row % 1_000).unwrap();
        }
        file.flush().unwrap();
        till.fail(vec![
            Fault { probability: 0.002, ..Fault::new(Operation::Again, FaultKind::DropAfter) },
            Fault { probability: 0.002, ..Fault::new(Operation::Again, FaultKind::DropBefore) },
            Fault::new(Operation::Again, FaultKind::Delay).delay_ms(5),
        ]);
        Self { rows }
    }

    /// Holds ledger, journal and batch against each other; how many rows were charged more than once.
    ///
    /// # Panics
    /// If a row was not charged, or the journal says something else than the ledger.
    pub(crate) async fn judge(&self, till: &Till, member: &Member) -> usize {
        till.shop.sandbox.clear_faults();
        let mut captured: HashMap<String, usize> = HashMap::new();
        let mut won = 0;
        for entry in till.shop.sandbox.ledger() {
            if entry.kind == LedgerKind::Charge && entry.merchant_uid.starts_with("row-") {
                *captured.entry(entry.merchant_uid.to_string()).or_default() += 1;
                won += entry.amount;
            }
        }
        let missing = (0..self.rows).filter(|row| !captured.contains_key(&format!("row-{row}"))).count();
        assert_eq!(missing, 0, "rows were not charged");
        let listed = member.keyin.run(&["pay", "list", "--limit", "1000000", "--json"]).await.ended(0);
        let mut told = 0;
        let mut rows = 0;
        for row in listed.documents().iter().filter(|row| row["merchant_uid"].is_string()) {
            assert_eq!(row["state"], "succeeded", "{row}");
            told += row["amount"].as_i64().unwrap();
            rows += 1;
        }
        let doubles = captured.values().filter(|times| **times > 1).count();
        assert!(doubles > 0 || (rows, told) == (self.rows, won), "journal {told} won, ledger {won} won");
        println!("ledger and journal agree on {won} won");
        doubles
    }
}
