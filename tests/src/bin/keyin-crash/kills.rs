//! Random kills of a batch that goes on and on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Keyin, each};
use tokio::process::Child;
use tokio::task::JoinHandle;

use crate::judge::agree;
use crate::scene::{Scene, Store};

/// Kills of one batch.
const KILLS: u32 = 10;
/// More than are charged between them.
const ROWS: usize = 400;
/// The longest that a process lives, in milliseconds: the windows below are shorter, so each has something to do.
const LIFE: u64 = 3_500;
const CUSTOMER: &str = "customer-1";

/// Short windows, so that what a killed process has left is soon taken over.
pub(crate) const WINDOWS: [(&str, &str); 4] = [
    ("KEYIN_SEND_DEADLINE", "500ms"),
    ("KEYIN_GATEWAY_TIMEOUT", "800ms"),
    ("KEYIN_STALL", "700ms"),
    ("KEYIN_GATEWAY_LAG", "500ms"),
];

/// So many kills in all; how many won the ledgers and journals then agree on.
pub(crate) async fn try_random(stores: &[Store], kills: u32, seed: u64) -> i64 {
    let batches = kills.div_ceil(KILLS);
    let won = Arc::new(AtomicI64::new(0));
    let cases = (0..batches).map(|batch| Batch {
        store: stores[batch as usize % stores.len()],
        kills: KILLS.min(kills - batch * KILLS),
        seed: seed.wrapping_mul(1_000).wrapping_add(u64::from(batch)),
        won: Arc::clone(&won),
    });
    each(cases.collect::<Vec<_>>(), |batch| async move {
        let won = kill_a_batch(batch.store, batch.kills, batch.seed).await;
        batch.won.fetch_add(won, Ordering::Relaxed);
    })
    .await;
    won.load(Ordering::Relaxed)
}

#[derive(Clone, Debug)]
struct Batch {
    store: Store,
    kills: u32,
    seed: u64,
    /// Where all of them are added up.
    won: Arc<AtomicI64>,
}

async fn kill_a_batch(store: Store, kills: u32, seed: u64) -> i64 {
    let mut scene = Scene::open(store).await;
    for (name, value) in WINDOWS {
        scene.till.keyin = scene.till.keyin.with(name, value);
    }
    let till = &scene.till;
    till.register(CUSTOMER).await;
    write_batch(&till.keyin, CUSTOMER, ROWS);
    till.fail(vec![
        Fault { probability: 0.05, ..Fault::new(Operation::Again, FaultKind::DropAfter) },
        Fault { probability: 0.05, ..Fault::new(Operation::Again, FaultKind::DropBefore) },
        Fault::new(Operation::Again, FaultKind::Delay).delay_ms(60),
    ]);
    let dice = Dice::of(seed);
    for _ in 0..kills {
        kill_once(&till.keyin, Duration::from_millis(dice.below(LIFE))).await;
    }
    till.shop.sandbox.clear_faults();
    let line = ["pay", "file", "batch.csv", "--concurrency", "16"];
    let mut told = till.run(&line).await;
    for _ in 0..5 {
        if told.exit == Some(0) {
            break;
        }
        told = till.run(&line).await;
    }
    told.ended(0);
    let charges: Vec<_> = (0..ROWS).map(|row| (format!("row-{row}"), 1)).collect();
    agree(till, &charges).await
}

/// Writes the rows `row-0`, `row-1` … for that customer.
pub(crate) fn write_batch(keyin: &Keyin, customer: &str, rows: usize) {
    let rows: String = (0..rows).map(|row| format!("{customer},row-{row},{},구독\n", 1_000 + row)).collect();
    let file = format!("customer_uid,merchant_uid,amount,name\n{rows}");
    std::fs::write(keyin.folder().join("batch.csv"), file).unwrap();
}

async fn kill_once(keyin: &Keyin, after: Duration) {
    let mut batch = start_batch(keyin).await;
    // It ends by itself only when all is paid.
    let _ = tokio::time::timeout(after, batch.running.wait()).await;
    batch.end().await;
}

/// A batch that goes on.
pub(crate) struct RunningBatch {
    running: Child,
    told: Option<JoinHandle<()>>,
}

pub(crate) async fn start_batch(keyin: &Keyin) -> RunningBatch {
    let mut running = keyin.start(&["pay", "file", "batch.csv", "--concurrency", "16", "--json"], b"").await;
    // Unread, what it tells would hold it up.
    let told = running.stdout.take().map(|mut told| async move {
        let _ = tokio::io::copy(&mut told, &mut tokio::io::sink()).await;
    });
    RunningBatch { running, told: told.map(tokio::spawn) }
}

impl RunningBatch {
    /// Ends it by SIGKILL.
    pub(crate) async fn end(&mut self) {
        let _ = self.running.kill().await;
        if let Some(told) = self.told.take() {
            let _ = told.await;
        }
    }
}

/// The same falls for the same seed (SplitMix64).
pub(crate) struct Dice(AtomicU64);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub(crate) fn below(&self, most: u64) -> u64 {
        let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }
}
