//! Files of payments, and what a run over one tells.

use std::path::PathBuf;

use serde_json::Value;

use crate::{Keyin, Run, Till};

/// A CSV file of 1,000 won payments `order-1` to `order-N` by one billing key.
pub fn csv_of(rows: usize, customer_uid: &str) -> String {
    let mut text = String::from("customer_uid,merchant_uid,amount,name\n");
    for number in 1..=rows {
        text.push_str(&format!("{customer_uid},order-{number},1000,월간 이용권 {number}\n"));
    }
    text
}

/// What a run over a file told with `--json`.
#[derive(Clone, Debug)]
pub struct BatchTold {
    /// A document for each row.
    pub rows: Vec<Value>,
    /// The error, if the run ended early.
    pub error: Option<Value>,
    /// The counts.
    pub summary: Value,
    /// The whole last document.
    pub last: Value,
}

impl BatchTold {
    /// Reads it.
    ///
    /// # Panics
    /// If the last document is no summary, or its counts do not add up.
    #[track_caller]
    pub fn of(run: &Run) -> Self {
        let mut rows = run.documents();
        let last = rows.pop().unwrap_or_else(|| panic!("nothing was told: {run:?}"));
        let summary = last["summary"].clone();
        assert!(summary.is_object(), "{run:?}");
        let error = rows.pop_if(|document| document.get("line").is_none());
        let told = Self { rows, error: error.map(|error| error["error"].clone()), summary, last };
        let sum: u64 =
            ["paid", "declined", "unknown", "skipped", "failed"].map(|key| told.count(key)).iter().sum();
        assert_eq!(
            (sum, told.count("total")),
            (told.count("total"), told.rows.len() as u64),
            "{}",
            told.last
        );
        told
    }

    /// One of the counts.
    #[track_caller]
    pub fn count(&self, key: &str) -> u64 {
        self.summary[key].as_u64().unwrap_or_else(|| panic!("no {key}: {}", self.summary))
    }

    /// The counts of paid, declined, unknown, skipped and failed rows.
    #[track_caller]
    pub fn counts(&self) -> [u64; 5] {
        ["paid", "declined", "unknown", "skipped", "failed"].map(|key| self.count(key))
    }

    /// The row of that merchant_uid.
    ///
    /// # Panics
    /// If none was told, or more than one.
    #[track_caller]
    pub fn row(&self, merchant_uid: &str) -> &Value {
        let mut found = self.rows.iter().filter(|row| row["merchant_uid"] == merchant_uid);
        match (found.next(), found.next()) {
            (Some(row), None) => row,
            _ => panic!("{merchant_uid} was not told once"),
        }
    }
}

impl Keyin {
    /// Writes a file into the machine's folder.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Reads a file of the machine's folder.
    ///
    /// # Panics
    /// If it is not there, or no text.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder().join(name)).unwrap()
    }
}

impl Till {
    /// A till for batches: nobody listens to what is logged, and no pace holds anything up.
    pub async fn for_batches() -> Self {
        let mut till = Self::open().await;
        till.keyin = till.keyin.with("KEYIN_LOG", "warn").with("KEYIN_RATE", "unlimited");
        till.register("customer-1").await;
        till
    }

    /// Runs `pay file` over a file of the machine's folder with these further arguments.
    pub async fn pay_file(&self, name: &str, more: &[&str]) -> Run {
        self.run(&[&["pay", "file", name], more].concat()).await
    }

    /// How often each of these orders was captured.
    pub fn captures(&self, orders: usize) -> Vec<usize> {
        let mut captures = vec![0; orders];
        for entry in self.shop.sandbox.ledger() {
            let number =
                entry.merchant_uid.strip_prefix("order-").and_then(|number| number.parse::<usize>().ok());
            if let Some(number) = number {
                captures[number - 1] += 1;
            }
        }
        captures
    }
}
