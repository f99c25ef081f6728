//! Files that were good and are no more.

use std::fs;

use keyin_adapter_sqlite::SqliteJournal;
use keyin_ports::{Journal, JournalError};
use rusqlite::Connection;
use tempfile::tempdir;

use crate::orders::{at, deadlines, intended, intent, send_before};

/// All that a journal is asked while a row cannot be read.
async fn must_be_damaged(journal: &SqliteJournal, seen: &keyin_domain::Charge) {
    let uid = intent("order-1").merchant_uid().clone();
    let lease = keyin_domain::Evidence::LeaseOver;
    let errors = [
        journal.find(&uid).await.err(),
        journal.unsettled(None, 10).await.err(),
        journal.intend(intent("order-1"), at(0)).await.err(),
        journal.claim(seen, deadlines(), send_before()).await.err(),
        journal.record(&uid, seen.epoch(), lease, at(0)).await.err(),
    ];
    for error in errors {
        assert!(matches!(error, Some(JournalError::Damaged(_))), "{error:?}");
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_damaged_and_not_told() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    let other = Connection::open(&path).unwrap();
    for change in [
        "document = json_set(document, '$.state', 'no-such-state-홍길동')",
        "document = json_set(document, '$.intent.amount.total.minor', -1)",
        "document = '{}'",
        "document = json_set(document, '$.epoch', 9)",
        "state = 'in_flight'",
        "created_at = created_at + 1",
        "paid_at = 5",
        "next_sweep = 5",
        "customer_uid = 'somebody'",
    ] {
        other.execute_batch("SAVEPOINT change").unwrap();
        other.execute_batch(&format!("UPDATE charge SET {change}; RELEASE change")).unwrap();
        must_be_damaged(&journal, &seen).await;
        let error = journal.find(intent("order-1").merchant_uid()).await.unwrap_err();
        let source = std::error::Error::source(&error).unwrap();
        let told = format!("{error} {error:?} {source} {source:?}");
        assert!(!told.contains("홍길동"), "{told}");
        let good = serde_json::to_string(&seen).unwrap();
        let mend = "UPDATE charge SET state = 'intent', created_at = ?1, paid_at = NULL, next_sweep = NULL, \
                    customer_uid = NULL, document = ?2";
        let created = i64::try_from(seen.created_at().as_nanosecond()).unwrap();
        other.execute(mend, rusqlite::params![created, good]).unwrap();
        assert!(journal.find(intent("order-1").merchant_uid()).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_journal_without_its_tables_is_damaged() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    let other = Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE charge").unwrap();
    must_be_damaged(&journal, &seen).await;
}

#[tokio::test]
async fn pages_of_garbage_are_damaged() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    for order in 0..200 {
        intended(&journal, &format!("order-{order}")).await;
    }
    drop(journal);
    // Writes what is in the log into the file, so that the garbage counts.
    Connection::open(&path).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let mut bytes = fs::read(&path).unwrap();
    assert!(bytes.len() > 16_384);
    bytes[4_096..].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let error = match SqliteJournal::open(&path).await {
        Err(error) => error,
        Ok(journal) => journal.unsettled(None, 500).await.unwrap_err(),
    };
    assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
}
