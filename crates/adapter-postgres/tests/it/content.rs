//! What is in the database, and what becomes of a row that cannot be read or is held.

use keyin_domain::{Charge, Evidence, NotSentCause};
use keyin_ports::{Claim, Intended, Journal, JournalError, StoreFault};
use keyin_test_postgres::TestPostgres;
use tokio_postgres::NoTls;

use crate::orders::{at, deadlines, fault, intended, intent, open, send_before};

#[tokio::test]
async fn the_history_cannot_be_changed() {
    let database = TestPostgres::shared().fresh_database();
    let journal = open(database.url()).await;
    intended(&journal, "order-1").await;
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    for change in [
        "UPDATE keyin.charge_event SET what = 'paid'",
        "DELETE FROM keyin.charge_event",
        "TRUNCATE keyin.charge_event",
    ] {
        assert!(client.batch_execute(change).await.is_err(), "{change}");
    }
    assert_eq!(journal.events(0, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_damaged_not_told_and_takes_nobody_with_it() {
    let database = TestPostgres::shared().fresh_database();
    let journal = open(database.url()).await;
    let seen = intended(&journal, "order-1").await;
    let good = intended(&journal, "order-2").await;
    for change in [
        "document = replace(document, '\"state\":\"intent\"', '\"state\":\"홍길동\"')",
        "document = '{}'",
        "state = 'in_flight', epoch = 1, unsettled = true, claim = '{}'",
        "created_at = created_at + 1",
        "paid_at = 5",
        "customer_uid = 'somebody'",
    ] {
        let document = serde_json::to_string(&seen).unwrap().replace('\'', "''");
        let created = seen.created_at().as_nanosecond();
        database.execute(&format!("UPDATE keyin.charge SET {change} WHERE merchant_uid = 'order-1'"));
        let uid = seen.intent().merchant_uid();
        let errors = [
            journal.find(uid).await.err(),
            journal.unsettled(None, 10).await.err(),
            journal.intend(intent("order-1"), at(0)).await.err(),
            journal.record(uid, seen.epoch(), Evidence::LeaseOver, at(0)).await.err(),
        ];
        for error in errors {
            let error = error.unwrap();
            assert_eq!(fault(&error), StoreFault::Damaged, "{change}");
            assert!(!format!("{error:?}").contains("홍길동"), "{error:?}");
        }
        together_with_a_damaged_one(&journal, &seen, &good).await;
        database.execute(&format!(
            "UPDATE keyin.charge SET state = 'intent', epoch = 0, unsettled = true, claim = NULL, paid_at = NULL, \
             customer_uid = NULL, created_at = {created}, document = '{document}' WHERE merchant_uid = 'order-1'"
        ));
        assert_eq!(journal.find(uid).await.unwrap().unwrap(), seen);
    }
}

/// Both wait at once and share a transaction.
async fn together_with_a_damaged_one(journal: &dyn Journal, damaged: &Charge, good: &Charge) {
    let evidence = Evidence::LeaseOver;
    let bad = journal.record(damaged.intent().merchant_uid(), damaged.epoch(), evidence.clone(), at(0));
    let fine = journal.record(good.intent().merchant_uid(), good.epoch(), evidence, at(0));
    let new = journal.intend(intent("order-3"), at(0));
    let (bad, fine, new) = futures::join!(bad, fine, new);
    assert!(matches!(bad, Err(JournalError::Damaged(_))), "{bad:?}");
    assert_eq!(fine.unwrap(), *good);
    assert!(matches!(new, Ok(Intended::New(_) | Intended::Same(_))), "{new:?}");
}

#[tokio::test]
async fn a_row_that_somebody_else_holds_is_a_lost_claim() {
    let database = TestPostgres::shared().fresh_database();
    let journal = open(database.url()).await;
    let seen = intended(&journal, "order-1").await;
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("BEGIN; SELECT 1 FROM keyin.charge FOR UPDATE").await.unwrap();
    match journal.claim(&seen, deadlines(), send_before()).await.unwrap() {
        Claim::Lost(charge) => assert_eq!(*charge, seen),
        other => panic!("{other:?}"),
    }
    client.batch_execute("ROLLBACK").await.unwrap();
    assert!(matches!(journal.claim(&seen, deadlines(), send_before()).await, Ok(Claim::Won { .. })));
}

#[tokio::test]
async fn a_claim_leaves_the_document_as_it_was_recorded() {
    let database = TestPostgres::shared().fresh_database();
    let journal = open(database.url()).await;
    let seen = intended(&journal, "order-1").await;
    let Claim::Won { charge, .. } = journal.claim(&seen, deadlines(), send_before()).await.unwrap() else {
        panic!("a first claim is won")
    };
    assert_eq!(journal.find(seen.intent().merchant_uid()).await.unwrap().as_ref(), Some(&*charge));
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    let row = client.query_one("SELECT document, claim FROM keyin.charge", &[]).await.unwrap();
    assert_eq!(serde_json::from_str::<Charge>(row.get(0)).unwrap(), seen);
    assert!(row.get::<_, &str>(1).contains("lease_until"));
    let unsent = Evidence::NotSent(NotSentCause::Tls);
    let recorded = journal.record(seen.intent().merchant_uid(), charge.epoch(), unsent, at(2)).await.unwrap();
    let row = client.query_one("SELECT document, claim FROM keyin.charge", &[]).await.unwrap();
    assert_eq!(serde_json::from_str::<Charge>(row.get(0)).unwrap(), recorded);
    assert_eq!(row.get::<_, Option<&str>>(1), None);
}
