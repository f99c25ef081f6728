//! What is in the file, and what is not.

use std::fs;

use keyin_adapter_sqlite::SqliteJournal;
use keyin_domain::{Evidence, NotSentCause, UnknownCause};
use keyin_ports::{Claim, Journal};
use rusqlite::Connection;
use tempfile::tempdir;

use crate::orders::{at, deadlines, intended, send_before};

#[tokio::test]
async fn what_is_told_is_in_the_log_on_disk() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    let Claim::Won { permit, .. } = journal.claim(&seen, deadlines(), send_before()).await.unwrap() else {
        panic!("a first claim is won");
    };
    assert_eq!(permit.epoch().get(), 1);
    // A copy made now, as a crash would leave the files: the claim is in it.
    let after = folder.path().join("after");
    fs::create_dir(&after).unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        fs::copy(folder.path().join(name), after.join(name)).unwrap();
    }
    let crashed = SqliteJournal::open(after.join("journal.db")).await.unwrap();
    let standing = crashed.find(seen.intent().merchant_uid()).await.unwrap().unwrap();
    assert_eq!((standing.state().as_str(), standing.epoch().get()), ("in_flight", 1));
}

#[tokio::test]
async fn the_columns_say_what_the_document_says() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    journal.claim(&seen, deadlines(), send_before()).await.unwrap();
    let doubt = Evidence::NoAnswer(UnknownCause::TimedOut);
    let row = journal.record(seen.intent().merchant_uid(), seen.epoch().next(), doubt, at(9)).await.unwrap();
    let other = Connection::open(&path).unwrap();
    let columns: (String, i64, i64, String) = other
        .query_row("SELECT state, epoch, created_at, document ->> '$.state' FROM charge", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap();
    let created = i64::try_from(at(0).as_nanosecond()).unwrap();
    assert_eq!(columns, ("unknown".to_owned(), 1, created, "unknown".to_owned()));
    assert_eq!(row.changed_at(), at(9));
}

#[tokio::test]
async fn the_history_cannot_be_changed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    intended(&journal, "order-1").await;
    let other = Connection::open(&path).unwrap();
    for change in ["UPDATE charge_event SET what = 'paid'", "DELETE FROM charge_event"] {
        assert!(other.execute_batch(change).is_err(), "{change}");
    }
    assert_eq!(journal.events(0, 10).await.unwrap().len(), 1);
}

/// A REPLACE takes rows out without asking what stands before a DELETE.
#[tokio::test]
async fn nothing_takes_the_place_of_an_event() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    journal.claim(&seen, deadlines(), send_before()).await.unwrap();
    let before = journal.events(0, 10).await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TEMP TABLE numbers (number ANY); INSERT INTO numbers VALUES (2)").unwrap();
    let row = "(merchant_uid, at, epoch, what, to_state, number)";
    let values = "VALUES ('order-1', '', 0, 'paid', 'succeeded',";
    let rowid = row.replace("number", "rowid");
    for change in [
        format!("REPLACE INTO charge_event {row} {values} 2)"),
        format!("REPLACE INTO charge_event {row} {values} '2')"),
        format!("REPLACE INTO charge_event {row} {values} 2.0)"),
        format!("REPLACE INTO charge_event {rowid} {values} 1)"),
        format!("REPLACE INTO charge_event {row} {values} 9), ('order-1', '', 0, 'paid', 'succeeded', 1)"),
        format!(
            "REPLACE INTO charge_event {row} SELECT 'order-1', '', 0, 'paid', 'succeeded', number FROM numbers"
        ),
        format!("INSERT OR REPLACE INTO charge_event {row} {values} 1)"),
        format!("INSERT OR ROLLBACK INTO charge_event {row} {values} 1)"),
        format!(
            "INSERT INTO charge_event {row} {values} 2) ON CONFLICT (number) DO UPDATE SET what = excluded.what"
        ),
        // What SQLite itself chooses would otherwise be taken for this one.
        format!("INSERT INTO charge_event {row} {values} -1)"),
        format!("REPLACE INTO charge_event {row} {values} 0)"),
        "UPDATE OR REPLACE charge_event SET number = 1 WHERE number = 2".to_owned(),
        "UPDATE OR IGNORE charge_event SET what = 'paid'".to_owned(),
    ] {
        assert!(other.execute_batch(&change).is_err(), "{change}");
        assert_eq!(journal.events(0, 10).await.unwrap(), before, "{change}");
    }
    let unreachable = Evidence::NotSent(NotSentCause::Unreachable);
    journal.record(seen.intent().merchant_uid(), seen.epoch().next(), unreachable, at(2)).await.unwrap();
    assert_eq!(journal.events(0, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_number_of_the_history_is_never_given_twice() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    journal.claim(&seen, deadlines(), send_before()).await.unwrap();
    let other = Connection::open(&path).unwrap();
    // Not even the last can be taken out or overwritten.
    assert!(other.execute_batch("DELETE FROM charge_event WHERE number = 2").is_err());
    let again = "INSERT OR REPLACE INTO charge_event (number, merchant_uid, at, epoch, what, to_state) \
                 VALUES (2, 'order-1', '', 0, '', '')";
    assert!(other.execute_batch(again).is_err());
    let unreachable = Evidence::NotSent(NotSentCause::Unreachable);
    journal.record(seen.intent().merchant_uid(), seen.epoch().next(), unreachable, at(2)).await.unwrap();
    let numbers: Vec<u64> = journal.events(0, 9).await.unwrap().iter().map(|event| event.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

/// A charge holds no card; this is what stands between its parts and the file.
#[tokio::test]
async fn no_word_of_the_schema_is_about_a_card() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    intended(&journal, "order-1").await;
    let other = Connection::open(&path).unwrap();
    let document: String = other.query_row("SELECT document FROM charge", [], |row| row.get(0)).unwrap();
    for word in ["card_number", "expiry", "birth", "pwd", "cvc", "password"] {
        assert!(!document.contains(word), "{document}");
    }
}
