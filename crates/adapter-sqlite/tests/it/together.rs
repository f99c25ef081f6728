//! Several on one file, as several processes are.

use std::slice::from_ref;
use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_sqlite::{SqliteJournal, SqliteSettings};
use keyin_ports::{ChargeFilter, Claim, Journal, JournalError};
use rusqlite::Connection;
use tempfile::tempdir;
use tokio::task::JoinSet;

use crate::orders::{deadlines, intended, intent, send_before};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_connections_that_race_for_a_claim_one_wins() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journals = [SqliteJournal::open(&path).await.unwrap(), SqliteJournal::open(&path).await.unwrap()];
    for round in 0..50 {
        let seen = Arc::new(intended(&journals[0], &format!("order-{round}")).await);
        let mut racing = JoinSet::new();
        for journal in journals.clone() {
            let seen = Arc::clone(&seen);
            racing.spawn(async move { journal.claim(&seen, deadlines(), send_before()).await.unwrap() });
        }
        let claims = racing.join_all().await;
        let won = claims.iter().filter(|claim| matches!(claim, Claim::Won { .. })).count();
        assert_eq!(won, 1, "round {round}: {claims:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_may_make_the_file_at_once() {
    for _ in 0..20 {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let mut opening = JoinSet::new();
        for turn in 0..8 {
            let path = path.clone();
            opening.spawn(async move {
                let journal = SqliteJournal::open(&path).await.unwrap();
                intended(&journal, &format!("order-{turn}")).await;
            });
        }
        opening.join_all().await;
        let journal = SqliteJournal::open(&path).await.unwrap();
        assert_eq!(journal.unsettled(None, 100).await.unwrap().len(), 8);
    }
}

#[tokio::test]
async fn a_file_that_somebody_else_holds_locked_is_unavailable_and_then_available_again() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let settings = SqliteSettings { busy_timeout: Duration::ZERO, ..SqliteSettings::default() };
    let journal = SqliteJournal::open_with(&path, settings).await.unwrap();
    let seen = intended(&journal, "order-1").await;

    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let claim = journal.claim(&seen, deadlines(), send_before()).await;
    assert!(matches!(claim, Err(JournalError::Unavailable(_))), "{claim:?}");
    // Whoever only reads is not held up.
    assert_eq!(journal.find(intent("order-1").merchant_uid()).await.unwrap().unwrap(), seen);
    other.execute_batch("ROLLBACK").unwrap();
    let claim = journal.claim(&seen, deadlines(), send_before()).await;
    assert!(matches!(claim, Ok(Claim::Won { .. })), "{claim:?}");
}

#[tokio::test]
async fn a_caller_who_left_before_his_turn_claims_nothing() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // This one has its turn and waits for the lock; the one behind it has not, and leaves.
    let busy = journal.clone();
    let first = tokio::spawn(async move { busy.intend(intent("order-2"), crate::orders::at(0)).await });
    tokio::task::yield_now().await;
    let mut left = journal.claim(&seen, deadlines(), send_before());
    std::future::poll_fn(|cx| {
        assert!(left.as_mut().poll(cx).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    drop(left);
    other.execute_batch("ROLLBACK").unwrap();
    first.await.unwrap().unwrap();
    let standing = journal.find(intent("order-1").merchant_uid()).await.unwrap().unwrap();
    assert_eq!(standing, seen);
}

#[tokio::test]
async fn whoever_reads_waits_for_no_commit() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = SqliteJournal::open(&path).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = journal.clone();
    let waiting = tokio::spawn(async move { busy.intend(intent("order-2"), crate::orders::at(0)).await });
    tokio::task::yield_now().await;
    let uid = seen.intent().merchant_uid();
    assert_eq!(journal.find(uid).await.unwrap(), Some(seen.clone()));
    assert_eq!(journal.unsettled(None, 9).await.unwrap(), from_ref(&seen));
    assert_eq!(journal.list(&ChargeFilter::default(), None, 9).await.unwrap(), from_ref(&seen));
    assert_eq!(journal.history(uid, 0, 9).await.unwrap().len(), 1);
    assert!(!waiting.is_finished());
    other.execute_batch("ROLLBACK").unwrap();
    waiting.await.unwrap().unwrap();
    assert_eq!(journal.unsettled(None, 9).await.unwrap().len(), 2);
}
