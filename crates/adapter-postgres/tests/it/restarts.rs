//! A server that crashes in the midst of it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_postgres::PostgresSettings;
use keyin_domain::{ChargeState, Evidence, UnknownCause};
use keyin_ports::{Claim, Intended, Journal, JournalError, StoreFault};
use keyin_test_postgres::{ClusterOptions, TestPostgres};
use tokio::task::JoinSet;

use crate::orders::{at, deadlines, fault, intended, intent, open, open_with, send_before};

/// From the intent to an outcome; whether the claim was won.
async fn live(journal: &dyn Journal, uid: &str) -> bool {
    // The same again after an answer that was lost is told as the same.
    let seen = match journal.intend(intent(uid), at(0)).await.unwrap() {
        Intended::New(charge) | Intended::Same(charge) => *charge,
        other => panic!("{other:?}"),
    };
    let (won, row) = match journal.claim(&seen, deadlines(), send_before()).await.unwrap() {
        Claim::Won { charge, .. } => (true, *charge),
        Claim::Lost(charge) => (false, *charge),
    };
    assert_eq!((row.state(), row.epoch().get()), (ChargeState::InFlight, 1));
    let doubt = Evidence::NoAnswer(UnknownCause::TimedOut);
    let row = journal.record(seen.intent().merchant_uid(), row.epoch(), doubt, at(2)).await.unwrap();
    assert_eq!(row.state(), ChargeState::Unknown);
    won
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_on_its_way_when_the_server_crashes_is_done_once() {
    let server =
        Arc::new(TestPostgres::start(&ClusterOptions { synced: false, ..ClusterOptions::default() }));
    let database = server.fresh_database();
    let journal = Arc::new(open(database.url()).await);
    let crash = tokio::task::spawn_blocking({
        let server = Arc::clone(&server);
        move || (0..3).for_each(|_| server.restart_immediately())
    });
    // Charges go on for as long as the server crashes, and a while after.
    let mut won = 0;
    let mut lived = 0;
    while lived < 60 || !crash.is_finished() {
        let mut crowd = JoinSet::new();
        for turn in 0..20 {
            let (journal, uid) = (Arc::clone(&journal), format!("order-{}", lived + turn));
            crowd.spawn(async move { live(&*journal, &uid).await });
        }
        won += crowd.join_all().await.into_iter().filter(|won| *won).count();
        lived += 20;
    }
    crash.await.unwrap();
    assert!(won > 0, "charges were claimed");
    let mut told = BTreeSet::new();
    let mut after = 0;
    loop {
        let page = journal.events(after, 500).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.number;
        for event in page {
            assert!(told.insert((event.merchant_uid, event.what.clone())), "{} is told once", event.what);
        }
    }
    assert_eq!(told.len(), 3 * lived);
}

#[tokio::test]
async fn a_server_that_stays_away_is_unavailable_and_then_available_again() {
    let server = TestPostgres::start(&ClusterOptions { synced: false, ..ClusterOptions::default() });
    let database = server.fresh_database();
    let settings = PostgresSettings { patience: Duration::from_millis(300), ..PostgresSettings::default() };
    let journal = open_with(database.url(), settings).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    server.stop_immediately();
    let claim = journal.claim(&seen, deadlines(), send_before()).await.unwrap_err();
    let read = journal.find(seen.intent().merchant_uid()).await.unwrap_err();
    for error in [claim, read] {
        assert!(matches!(error, JournalError::Unavailable(_)));
        assert_eq!(fault(&error), StoreFault::Unreachable, "{error:?}");
    }
    assert!(open_with(database.url(), settings).await.is_err());
    server.start_again();
    assert!(matches!(journal.claim(&seen, deadlines(), send_before()).await, Ok(Claim::Won { .. })));
    assert_eq!(journal.history(seen.intent().merchant_uid(), 0, 9).await.unwrap().len(), 2);
}
