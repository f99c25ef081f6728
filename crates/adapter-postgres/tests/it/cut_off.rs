//! A server that does not answer, and answers that never arrive.

use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_postgres::PostgresSettings;
use keyin_domain::{Attempts, ChargeState, Epoch, Evidence, UnknownCause};
use keyin_ports::{Claim, Journal, JournalError, StoreFault};
use keyin_test_postgres::TestPostgres;
use tokio_postgres::NoTls;

use crate::middleman::Middleman;
use crate::orders::{at, deadlines, fault, intended, intent, open, open_with, send_before};

/// Waits until the database itself says so.
async fn until(url: &str, question: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    while !client.query_one(question, &[]).await.unwrap().get::<_, bool>(0) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_claim_whose_commit_is_not_acknowledged_yields_no_permit() {
    let database = TestPostgres::shared().fresh_database();
    let middleman = Middleman::before(database.url()).await;
    let journal = Arc::new(open(&middleman.url(database.url())).await);
    let seen = intended(&*journal, "order-1").await;
    middleman.hold_answers();
    let claiming = tokio::spawn({
        let (journal, seen) = (Arc::clone(&journal), seen.clone());
        async move { journal.claim(&seen, deadlines(), send_before()).await }
    });
    until(database.url(), "SELECT count(*) = 1 FROM keyin.charge WHERE state = 'in_flight'").await;
    assert!(!claiming.is_finished());
    middleman.cut();
    match claiming.await.unwrap().unwrap() {
        Claim::Lost(charge) => assert_eq!((charge.state(), charge.epoch().get()), (ChargeState::InFlight, 1)),
        won @ Claim::Won { .. } => panic!("nobody may send by a claim that was not acknowledged: {won:?}"),
    }
    let history = journal.history(seen.intent().merchant_uid(), 0, 9).await.unwrap();
    assert_eq!(history.iter().filter(|event| event.what == "claimed").count(), 1);
}

#[tokio::test]
async fn a_look_up_whose_commit_is_not_acknowledged_counts_once() {
    let database = TestPostgres::shared().fresh_database();
    let middleman = Middleman::before(database.url()).await;
    let journal = Arc::new(open(&middleman.url(database.url())).await);
    let seen = intended(&*journal, "order-1").await;
    let (uid, epoch) = (seen.intent().merchant_uid().clone(), Epoch::new(1));
    journal.claim(&seen, deadlines(), send_before()).await.unwrap();
    journal.record(&uid, epoch, Evidence::NoAnswer(UnknownCause::TimedOut), at(2)).await.unwrap();
    let after = deadlines().settle_after;
    let nothing = Evidence::LookedUp { attempts: Attempts::none(), asked_at: after };
    middleman.hold_answers_from_commit();
    let learning = tokio::spawn({
        let (journal, uid, nothing) = (Arc::clone(&journal), uid.clone(), nothing.clone());
        async move { journal.record(&uid, epoch, nothing, after).await }
    });
    until(database.url(), "SELECT count(*) = 4 FROM keyin.charge_event").await;
    assert!(!learning.is_finished());
    middleman.cut();
    assert_eq!(
        learning.await.unwrap().unwrap().state(),
        ChargeState::Unknown,
        "one answer agrees with nothing"
    );
}

#[tokio::test]
async fn whoever_gets_no_answer_is_not_held_for_ever() {
    let database = TestPostgres::shared().fresh_database();
    let middleman = Middleman::before(database.url()).await;
    let settings = PostgresSettings {
        patience: Duration::from_millis(100),
        connect_timeout: Duration::from_secs(3),
        answer_timeout: Duration::from_secs(1),
        ..PostgresSettings::default()
    };
    let url = middleman.url(database.url());
    let journal = open_with(&url, settings).await.unwrap();
    let seen = intended(&journal, "order-1").await;
    middleman.hold_answers();
    let (intend, claim, find, opened) = futures::join!(
        journal.intend(intent("order-2"), at(0)),
        journal.claim(&seen, deadlines(), send_before()),
        journal.find(seen.intent().merchant_uid()),
        open_with(&url, settings),
    );
    for error in [intend.err(), claim.err(), find.err(), opened.err()] {
        let error = error.unwrap();
        assert!(matches!(error, JournalError::Unavailable(_)), "{error:?}");
        assert_eq!(fault(&error), StoreFault::TimedOut, "{error:?}");
    }
    middleman.cut();
    assert!(journal.find(seen.intent().merchant_uid()).await.unwrap().is_some());
}

#[tokio::test]
async fn whoever_waits_for_what_somebody_else_holds_is_not_held_for_ever() {
    let database = TestPostgres::shared().fresh_database();
    let settings = PostgresSettings {
        patience: Duration::from_secs(3),
        answer_timeout: Duration::from_secs(2),
        ..PostgresSettings::default()
    };
    let journal = open_with(database.url(), settings).await.unwrap();
    intended(&journal, "order-1").await;
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("BEGIN; LOCK TABLE keyin.charge").await.unwrap();
    let error = journal.intend(intent("order-2"), at(0)).await.unwrap_err();
    assert_eq!(fault(&error), StoreFault::TimedOut, "{error:?}");
    client.batch_execute("ROLLBACK").await.unwrap();
    intended(&journal, "order-2").await;
}
