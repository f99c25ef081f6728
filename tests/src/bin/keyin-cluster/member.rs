//! One of the processes, which is started again whenever it ends before the batch is done.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use keyin_test_postgres::Database;
use keyin_tests::{Keyin, Till};

use crate::wire::{Wire, address_of};

/// So often a member may end early; more means that it does not get on.
const LIVES: usize = 60;

/// A stopped process wakes within the window, and a request that it had begun is never older.
const WINDOWS: [(&str, &str); 4] = [
    ("KEYIN_SEND_DEADLINE", "1s"),
    ("KEYIN_GATEWAY_TIMEOUT", "1s"),
    ("KEYIN_STALL", "6s"),
    ("KEYIN_GATEWAY_LAG", "1s"),
];

pub(crate) struct Member {
    pub(crate) keyin: Keyin,
    number: usize,
    /// The process that runs now; 0 if none does.
    process: AtomicU32,
    /// To the gateway and to the database.
    pub(crate) wires: [Wire; 2],
}

impl Member {
    pub(crate) async fn of(till: &Till, database: &Database, number: usize) -> Self {
        let (gateway, store) = (till.shop.sandbox.url(), database.url());
        let (gateway_at, store_at) = (address_of(&gateway), address_of(store));
        let wires = [Wire::to(gateway_at).await, Wire::to(store_at).await];
        let keyin = till.keyin.clone().with("KEYIN_RATE", "unlimited").with("KEYIN_LOG", "error");
        let keyin = keyin.with("KEYIN_IAMPORT_URL", &wires[0].through(&gateway, gateway_at));
        let keyin = keyin.with("KEYIN_STORE", &wires[1].through(store, store_at));
        let keyin = WINDOWS.into_iter().fold(keyin, |keyin, (name, value)| keyin.with(name, value));
        Self { keyin, number, process: AtomicU32::new(0), wires }
    }

    /// The process that runs now.
    pub(crate) fn process(&self) -> Option<u32> {
        Some(self.process.load(Ordering::SeqCst)).filter(|process| *process != 0)
    }

    /// Runs the batch until one run has nothing left to do.
    ///
    /// # Panics
    /// If it does not get there.
    pub(crate) async fn work_to_the_end(&self) {
        let results = format!("results-{}.csv", self.number);
        let line =
            ["pay", "file", "batch.csv", "--concurrency", "64", "--wait", "30s", "--results", &results];
        for _ in 0..LIVES {
            let mut running = self.keyin.start(&line, b"").await;
            self.process.store(running.id().unwrap_or_default(), Ordering::SeqCst);
            let told = running.stdout.take().map(|mut told| {
                tokio::spawn(async move { drop(tokio::io::copy(&mut told, &mut tokio::io::sink()).await) })
            });
            let said = running.stderr.take().map(|mut said| {
                tokio::spawn(async move { drop(tokio::io::copy(&mut said, &mut tokio::io::sink()).await) })
            });
            let ended = running.wait().await.unwrap();
            self.process.store(0, Ordering::SeqCst);
            for reading in [told, said].into_iter().flatten() {
                let _ = reading.await;
            }
            if ended.code() == Some(0) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        panic!("process {} does not come to the end of the batch", self.number);
    }
}
