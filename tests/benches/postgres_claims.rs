//! Claims a second in PostgreSQL, a hundred at once: the whole adapter, which tells each caller his row and appends to
//! the history, against a bare loop of `FOR UPDATE SKIP LOCKED` on the same tables; and against the same loop when it
//! appends to the history, too.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it found, and stops when it cannot go on"
)]

mod charges;
mod measure;

use std::cell::Cell;
use std::process::ExitCode;
use std::sync::Arc;

use keyin_adapter_postgres::{DatabaseUrl, PostgresJournal, PostgresSettings};
use keyin_adapter_system::SystemClock;
use keyin_domain::{AbsenceWindow, Charge};
use keyin_ports::{Claim, Journal, Monotonic};
use keyin_test_postgres::{ClusterOptions, Database, TestPostgres};
use measure::{Goal, compare, rate};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

const BATCHES: u32 = 20;
const BATCH: u32 = 100;
const ROUNDS: usize = 21;

fn main() -> ExitCode {
    let server = TestPostgres::start(&ClusterOptions::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let adapter = Adapter::new(server.fresh_database(), &runtime);
    let bare = Bare::new(server.fresh_database(), &runtime, CLAIM);
    let telling = Bare::new(server.fresh_database(), &runtime, CLAIM_AND_TELL);
    let goal = Goal {
        name: "claims in PostgreSQL, a hundred at once",
        ours: "keyin-adapter-postgres",
        theirs: "bare SKIP LOCKED loop",
        at_least: 0.8,
    };
    let with_history = Goal {
        name: "claims in PostgreSQL, a hundred at once, each with its entry in the history",
        theirs: "bare loop with a history",
        ..goal
    };
    let met = [
        compare(goal, ROUNDS, || adapter.claim(), || bare.claim()),
        compare(with_history, ROUNDS, || adapter.claim(), || telling.claim()),
    ];
    if met.iter().all(|met| *met) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The same rows in the same batches, found by their key: a search for any that are open would grow slower.
const CLAIM: &str = "
UPDATE keyin.charge SET state = 'in_flight', epoch = epoch + 1, version = version + 1, claim = $1
WHERE merchant_uid IN (SELECT merchant_uid FROM keyin.charge WHERE merchant_uid = ANY ($2) AND state = 'intent'
                       FOR UPDATE SKIP LOCKED)
RETURNING merchant_uid, epoch, document";

const CLAIM_AND_TELL: &str = "
WITH won AS (
    UPDATE keyin.charge SET state = 'in_flight', epoch = epoch + 1, version = version + 1, claim = $1
    WHERE merchant_uid IN (SELECT merchant_uid FROM keyin.charge WHERE merchant_uid = ANY ($2) AND state = 'intent'
                           FOR UPDATE SKIP LOCKED)
    RETURNING merchant_uid, epoch, document
), told AS (
    INSERT INTO keyin.charge_event (merchant_uid, at, epoch, what, from_state, to_state)
    SELECT merchant_uid, '2026-09-21T14:13:20Z', epoch, 'claimed', 'intent', 'in_flight' FROM won
)
SELECT merchant_uid, epoch, document FROM won";

async fn journal(database: &Database) -> PostgresJournal {
    let url = DatabaseUrl::parse(database.url()).unwrap();
    PostgresJournal::open(&url, Arc::new(SystemClock::new()), PostgresSettings::default()).await.unwrap()
}

/// Writes a round's charges down.
async fn write_down(journal: &PostgresJournal, next: &Cell<u64>) -> Vec<Charge> {
    let first = next.get();
    next.set(first + u64::from(BATCHES * BATCH));
    let all = (first..next.get()).map(|number| charges::intended(journal, charges::intent(number)));
    futures::future::join_all(all).await
}

struct Adapter<'a> {
    journal: PostgresJournal,
    runtime: &'a Runtime,
    next: Cell<u64>,
    _database: Database,
}

impl<'a> Adapter<'a> {
    fn new(database: Database, runtime: &'a Runtime) -> Self {
        let journal = runtime.block_on(journal(&database));
        Self { journal, runtime, next: Cell::new(0), _database: database }
    }

    fn claim(&self) -> f64 {
        let rows = self.runtime.block_on(write_down(&self.journal, &self.next));
        let deadlines = AbsenceWindow::default().deadlines(charges::now());
        rate(BATCHES * BATCH, || {
            self.runtime.block_on(async {
                for batch in rows.chunks(BATCH as usize) {
                    let claims =
                        batch.iter().map(|seen| self.journal.claim(seen, deadlines, Monotonic::default()));
                    for claim in futures::future::join_all(claims).await {
                        assert!(matches!(claim, Ok(Claim::Won { .. })), "{claim:?}");
                    }
                }
            });
        })
    }
}

/// What somebody would write who needs no history, no time-outs and nobody told apart.
struct Bare<'a> {
    /// Writes the rows down, which is not measured.
    journal: PostgresJournal,
    client: Client,
    sql: &'static str,
    runtime: &'a Runtime,
    next: Cell<u64>,
    _database: Database,
}

impl<'a> Bare<'a> {
    fn new(database: Database, runtime: &'a Runtime, sql: &'static str) -> Self {
        let (journal, client) = runtime.block_on(async {
            let journal = journal(&database).await;
            let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
            tokio::spawn(connection);
            (journal, client)
        });
        Self { journal, client, sql, runtime, next: Cell::new(0), _database: database }
    }

    fn claim(&self) -> f64 {
        let rows = self.runtime.block_on(write_down(&self.journal, &self.next));
        let uids: Vec<&str> = rows.iter().map(|row| row.intent().merchant_uid().as_str()).collect();
        let deadlines = AbsenceWindow::default().deadlines(charges::now());
        let claim = serde_json::to_string(&deadlines_of(&deadlines)).unwrap();
        let statement = self.runtime.block_on(self.client.prepare(self.sql)).unwrap();
        rate(BATCHES * BATCH, || {
            self.runtime.block_on(async {
                for batch in uids.chunks(BATCH as usize) {
                    let rows = self.client.query(&statement, &[&claim, &batch]).await.unwrap();
                    assert_eq!(rows.len(), batch.len());
                }
            });
        })
    }
}

/// As many bytes as the adapter writes.
fn deadlines_of(deadlines: &keyin_domain::Deadlines) -> serde_json::Value {
    serde_json::json!({
        "claimed_at": deadlines.claimed_at.to_string(),
        "lease_until": deadlines.lease_until.to_string(),
        "settle_after": deadlines.settle_after.to_string(),
    })
}
