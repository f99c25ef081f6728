//! Files of an earlier keyin.

use std::path::Path;
use std::slice::from_ref;

use keyin_adapter_sqlite::SqliteJournal;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    Charge, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Evidence, MerchantUid, Money,
    NotSentCause, OrderName, UnknownCause,
};
use keyin_ports::{ChargeFilter, Journal, JournalError, ListedBy};
use refinery::Target;
use rusqlite::{Connection, params};
use tempfile::{TempDir, tempdir};
use tokio::task::JoinSet;

use crate::orders::{at, deadlines};

mod embedded {
    refinery::embed_migrations!("migrations");
}

fn order(uid: &str, method: ChargeMethod, created_at: Timestamp) -> Charge {
    let amount = ChargeAmount::new(Money::won(1_000).unwrap()).unwrap();
    let name = OrderName::parse("밀린 '결제'").unwrap();
    Charge::intended(ChargeIntent::new(MerchantUid::parse(uid).unwrap(), method, amount, name), created_at)
}

fn key(uid: &str) -> ChargeMethod {
    ChargeMethod::BillingKey(CustomerUid::parse(uid).unwrap())
}

/// One that was paid, as its document stands in a file of the first schema.
const PAYMENT: &str = r#"{"imp_uid":"imps_1","merchant_uid":"paid","customer_uid":"customer-1","status":"paid",
    "amount":{"minor":1000,"currency":"KRW"},"cancelled":{"minor":0,"currency":"KRW"},"cancels":[],"name":null,
    "started_at":null,"paid_at":"2026-09-21T14:13:25.000000007Z","failed_at":null,"cancelled_at":null,
    "fail_reason":null,"pg":null,"pg_tid":null,"approval_number":null,
    "card":{"code":null,"name":null,"number":null},"installment_months":0,"receipt_url":null,"sandbox":true}"#;

fn charges() -> Vec<Charge> {
    let moment = |nanosecond| Timestamp::new(1_790_000_000, nanosecond).unwrap();
    let claimed = |charge: &Charge| charge.claim(deadlines()).unwrap();
    let learned = |charge: &Charge, evidence| charge.observe(charge.epoch(), evidence, at(2)).unwrap();
    let paid = claimed(&order("paid", key("customer-1"), moment(999_999_999)));
    let payment = Evidence::Paid(Box::new(serde_json::from_str(PAYMENT).unwrap()));
    let not_sent = claimed(&order("not-sent", key("customer-2"), moment(0)));
    let unknown = claimed(&order("unknown", ChargeMethod::Card, moment(1)));
    vec![
        order("intent", ChargeMethod::Card, Timestamp::new(-1, -5).unwrap()),
        learned(&paid, payment),
        learned(&not_sent, Evidence::NotSent(NotSentCause::Tls)),
        learned(&unknown, Evidence::NoAnswer(UnknownCause::TimedOut)),
    ]
}

/// A file as the first schema left it, with these rows and an event for each.
fn file_of_the_first_schema(path: &Path, charges: &[Charge]) {
    let mut connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    let first = Target::Version(1);
    embedded::migrations::runner().set_grouped(true).set_target(first).run(&mut connection).unwrap();
    for charge in charges {
        let uid = charge.intent().merchant_uid().as_str();
        let (state, epoch) = (charge.state().as_str(), charge.epoch().get());
        let document = serde_json::to_string(charge).unwrap();
        connection
            .execute(
                "INSERT INTO charge (merchant_uid, state, epoch, changed_at, document) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![uid, state, epoch, charge.changed_at().to_string(), document],
            )
            .unwrap();
        connection
            .execute(
                "INSERT INTO charge_event (merchant_uid, at, epoch, what, to_state) VALUES (?1, ?2, 0, 'intended', 'intent')",
                params![uid, charge.created_at().to_string()],
            )
            .unwrap();
    }
}

fn version(path: &Path) -> i64 {
    let connection = Connection::open(path).unwrap();
    connection.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0)).unwrap()
}

fn scene() -> (TempDir, std::path::PathBuf, Vec<Charge>) {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let charges = charges();
    file_of_the_first_schema(&path, &charges);
    (folder, path, charges)
}

#[tokio::test]
async fn what_an_earlier_version_wrote_is_listed_swept_and_told() {
    let (_folder, path, charges) = scene();
    let journal = SqliteJournal::open(&path).await.unwrap();
    assert_eq!(version(&path), 2);
    let [intent, paid, not_sent, unknown] = &charges[..] else { panic!("{charges:?}") };
    for charge in &charges {
        let uid = charge.intent().merchant_uid();
        assert_eq!(journal.find(uid).await.unwrap().as_ref(), Some(charge));
        assert_eq!(journal.history(uid, 0, 9).await.unwrap().len(), 1);
    }
    let list = async |filter: ChargeFilter| journal.list(&filter, None, 9).await.unwrap();
    let all = ChargeFilter::default();
    assert_eq!(list(all.clone()).await, [paid.clone(), unknown.clone(), not_sent.clone(), intent.clone()]);
    assert_eq!(list(ChargeFilter { by: ListedBy::Paid, ..all.clone() }).await, from_ref(paid));
    let customer_uid = Some(CustomerUid::parse("customer-2").unwrap());
    assert_eq!(list(ChargeFilter { customer_uid, ..all }).await, from_ref(not_sent));
    assert_eq!(journal.unsettled(None, 9).await.unwrap(), [intent.clone(), unknown.clone()]);
    let due = not_sent.next_sweep().unwrap();
    assert_eq!(journal.sweepable(due, None, 9).await.unwrap(), from_ref(not_sent));
    // And it goes on from there.
    let claimed = journal.claim(intent, deadlines(), crate::orders::send_before()).await.unwrap();
    assert!(matches!(claimed, keyin_ports::Claim::Won { .. }));
}

#[tokio::test]
async fn a_row_that_cannot_be_read_stops_the_migration_and_the_file_stays_as_it_was() {
    let (_folder, path, _) = scene();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("UPDATE charge SET document = '{\"secret\":1}' WHERE merchant_uid = 'paid'").unwrap();
    for _ in 0..2 {
        let error = SqliteJournal::open(&path).await.err().unwrap();
        assert!(matches!(error, JournalError::Damaged(_)), "{error:?}");
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
    assert_eq!(version(&path), 1);
    let rows: i64 = other.query_row("SELECT count(changed_at) FROM charge", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_may_bring_a_file_up_to_date_at_once() {
    for _ in 0..10 {
        let (_folder, path, charges) = scene();
        let mut opening = JoinSet::new();
        for _ in 0..8 {
            let path = path.clone();
            opening.spawn(async move { SqliteJournal::open(&path).await.unwrap() });
        }
        let journals = opening.join_all().await;
        for journal in &journals {
            let listed = journal.list(&ChargeFilter::default(), None, 9).await.unwrap();
            assert_eq!(listed.len(), charges.len());
        }
        assert_eq!(version(&path), 2);
    }
}

/// An earlier keyin that still runs would leave the new columns as they were.
#[tokio::test]
async fn an_earlier_version_can_write_no_more() {
    let (_folder, path, _) = scene();
    let earlier = Connection::open(&path).unwrap();
    drop(SqliteJournal::open(&path).await.unwrap());
    let sql = "UPDATE charge SET state = 'review', epoch = 1, changed_at = '', document = '' WHERE merchant_uid = 'paid'";
    assert!(earlier.execute(sql, []).is_err());
    let sql = "INSERT INTO charge (merchant_uid, state, epoch, changed_at, document) VALUES ('x', 'intent', 0, '', '{}')";
    assert!(earlier.execute(sql, []).is_err());
}
