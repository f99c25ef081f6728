//! What only the inside can tell: the connection's settings, its plans, and writes that SQLite refuses.

mod groups;

use keyin_domain::{ChargeAmount, ChargeMethod, ChargeState, CustomerUid, Money, OrderName};
use keyin_ports::ListedBy;
use rusqlite::{MAIN_DB, OpenFlags};
use tempfile::{TempDir, tempdir};

use super::*;
use crate::trouble::Trouble;

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn intent(uid: &str) -> ChargeIntent {
    let amount = ChargeAmount::new(Money::won(1_000).unwrap()).unwrap();
    let name = OrderName::parse("order").unwrap();
    ChargeIntent::new(MerchantUid::parse(uid).unwrap(), ChargeMethod::Card, amount, name)
}

async fn in_a_file() -> (TempDir, SqliteJournal) {
    let folder = tempdir().unwrap();
    let journal = SqliteJournal::open(folder.path().join("journal.db")).await.unwrap();
    (folder, journal)
}

async fn pragma(journal: &SqliteJournal, name: &'static str) -> String {
    let read = move |connection: &rusqlite::Connection| {
        let value: rusqlite::types::Value = connection.pragma_query_value(None, name, |row| row.get(0))?;
        Ok(match value {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{other:?}"),
        })
    };
    journal.writer.alone(read).await.unwrap()
}

#[tokio::test]
async fn the_settings_that_make_it_last_are_on() {
    let (_folder, journal) = in_a_file().await;
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("busy_timeout", "5000"),
        ("trusted_schema", "0"),
        ("application_id", "1801812334"),
    ] {
        assert_eq!(pragma(&journal, name).await, value, "{name}");
    }
}

/// The steps by which SQLite does the statement.
async fn plan(journal: &SqliteJournal, sql: String) -> Vec<String> {
    let explain = move |connection: &rusqlite::Connection| {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let places = statement.parameter_count();
        let nothing = rusqlite::params_from_iter(std::iter::repeat_n(rusqlite::types::Null, places));
        let steps = statement.query_map(nothing, |row| row.get::<_, String>(3))?;
        Ok(steps.collect::<Result<Vec<_>, _>>()?)
    };
    journal.writer.alone(explain).await.unwrap()
}

#[tokio::test]
async fn the_walk_of_the_unsettled_goes_by_its_index() {
    let (_folder, journal) = in_a_file().await;
    let plan = plan(&journal, reads::walk_unsettled()).await;
    assert_eq!(plan.len(), 1, "{plan:?}");
    assert!(plan[0].contains("charge_unsettled (merchant_uid>?)"), "{plan:?}");
}

#[tokio::test]
async fn what_is_due_is_found_by_its_time() {
    let (_folder, journal) = in_a_file().await;
    let plan = plan(&journal, reads::find_sweepable()).await;
    assert!(plan[0].contains("USING INDEX charge_by_sweep (next_sweep<?)"), "{plan:?}");
    assert_eq!(plan[1..], ["USE TEMP B-TREE FOR ORDER BY"], "few are due of many that will be");
}

#[tokio::test]
async fn a_history_goes_from_event_to_event() {
    let (_folder, journal) = in_a_file().await;
    let plan = plan(&journal, reads::HISTORY.to_owned()).await;
    assert!(plan.iter().any(|step| step.contains("SEARCH charge USING INDEX")), "{plan:?}");
    let of_events: Vec<_> = plan.iter().filter(|step| step.contains("event")).collect();
    assert_eq!(of_events.len(), 2, "{plan:?}");
    assert!(of_events.iter().all(|step| step.contains("USING INTEGER PRIMARY KEY")), "{plan:?}");
}

/// A row that this journal wrote last is not read again, unless another has changed the file.
#[tokio::test]
async fn what_another_journal_changed_meanwhile_is_seen() {
    let (folder, journal) = in_a_file().await;
    let other = SqliteJournal::open(folder.path().join("journal.db")).await.unwrap();
    let deadlines = keyin_domain::AbsenceWindow::default().deadlines(now());
    let begun = journal.begin(intent("order-1"), deadlines, Monotonic::default()).await.unwrap();
    let Begun::Won { charge, .. } = begun else { panic!("{begun:?}") };
    let unreachable = Evidence::NotSent(keyin_domain::NotSentCause::Unreachable);
    let uid = charge.intent().merchant_uid();
    let given_back = other.record(uid, charge.epoch(), unreachable, now()).await.unwrap();
    let again = journal.claim(&given_back, deadlines, Monotonic::default()).await.unwrap();
    assert!(matches!(&again, Claim::Won { charge, .. } if charge.epoch().get() == 2), "{again:?}");
}

#[tokio::test]
async fn a_list_goes_by_the_index_of_its_time_or_of_its_customer() {
    let (_folder, journal) = in_a_file().await;
    let moment = Some(now());
    let behind = ListPosition { at: now(), merchant_uid: MerchantUid::parse("order-1").unwrap() };
    let states = vec![ChargeState::Review, ChargeState::Succeeded];
    for (by, index) in [(ListedBy::Created, "charge_by_creation"), (ListedBy::Paid, "charge_by_payment")] {
        for (from, to) in [(None, None), (moment, None), (None, moment), (moment, moment)] {
            for after in [None, Some(&behind)] {
                let filter = ChargeFilter { by, from, to, states: states.clone(), customer_uid: None };
                let plan = plan(&journal, list::query(&filter, after, 9).sql).await;
                assert_eq!(plan.len(), 1, "a list is not sorted: {plan:?}");
                assert!(plan[0].contains(index), "{plan:?}");
                let bounded = from.is_some() || to.is_some() || after.is_some();
                assert_eq!(plan[0].contains("SEARCH"), bounded || by == ListedBy::Paid, "{plan:?}");
            }
        }
        let customer_uid = Some(CustomerUid::parse("customer-1").unwrap());
        let filter = ChargeFilter { by, customer_uid, ..ChargeFilter::default() };
        let plan = plan(&journal, list::query(&filter, None, 9).sql).await;
        assert!(plan[0].contains("charge_by_customer (customer_uid=?)"), "{plan:?}");
    }
}

#[test]
fn the_states_of_that_index_are_those_of_the_domain() {
    let unsettled: Vec<String> = ChargeState::ALL
        .into_iter()
        .filter(|state| state.is_unsettled())
        .map(|state| format!("state = '{state}'"))
        .collect();
    assert_eq!(reads::UNSETTLED, format!("({})", unsettled.join(" OR ")));
}

async fn set(journal: &SqliteJournal, sql: String) {
    journal.writer.alone(move |connection| Ok(connection.execute_batch(&sql)?)).await.unwrap();
}

/// Each way to write fails as unavailable, and none leaves anything behind.
async fn must_refuse_writes(journal: &SqliteJournal, seen: &Charge) {
    let before = journal.events(0, 1_000).await.unwrap();
    let deadlines = keyin_domain::AbsenceWindow::default().deadlines(now());
    let uid = seen.intent().merchant_uid();
    // Enough to need more pages than there are left.
    let long = keyin_domain::CustomData::parse(&"x".repeat(4_000)).unwrap();
    let mut refused = Vec::new();
    for order in 0..50 {
        let intent = intent(&format!("more-{order}")).with_custom_data(long.clone());
        refused.extend(journal.intend(intent, now()).await.err());
    }
    assert!(!refused.is_empty());
    let written = journal.events(0, 1_000).await.unwrap().len();
    assert_eq!(written, before.len() + 50 - refused.len());
    refused.extend(journal.claim(seen, deadlines, Monotonic::default()).await.err());
    refused.extend(journal.record(uid, seen.epoch(), Evidence::CardLost, now()).await.err());
    for error in refused {
        assert!(matches!(error, JournalError::Unavailable(_)), "{error:?}");
    }
}

async fn intended(journal: &SqliteJournal) -> Charge {
    match journal.intend(intent("order-1"), now()).await.unwrap() {
        Intended::New(charge) => *charge,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_full_disk_is_unavailable_and_passes() {
    let (_folder, journal) = in_a_file().await;
    let seen = intended(&journal).await;
    let pages = pragma(&journal, "page_count").await;
    set(&journal, format!("PRAGMA max_page_count = {pages}")).await;
    must_refuse_writes(&journal, &seen).await;
    set(&journal, "PRAGMA max_page_count = 100000".to_owned()).await;
    let intent =
        intent("after").with_custom_data(keyin_domain::CustomData::parse(&"x".repeat(4_000)).unwrap());
    assert!(matches!(journal.intend(intent, now()).await, Ok(Intended::New(_))));
}

/// Root may write a file whatever its mode, so SQLite itself is told to refuse writes.
#[tokio::test]
async fn a_journal_that_may_not_be_written_is_unavailable() {
    let (_folder, journal) = in_a_file().await;
    let seen = intended(&journal).await;
    set(&journal, "PRAGMA query_only = ON".to_owned()).await;
    must_refuse_writes(&journal, &seen).await;
    assert_eq!(journal.find(seen.intent().merchant_uid()).await.unwrap().unwrap(), seen);
    set(&journal, "PRAGMA query_only = OFF".to_owned()).await;
    let deadlines = keyin_domain::AbsenceWindow::default().deadlines(now());
    let claim = journal.claim(&seen, deadlines, Monotonic::default()).await.unwrap();
    assert!(matches!(claim, Claim::Won { .. }));
}

#[tokio::test]
async fn a_connection_that_can_only_read_is_refused() {
    let (folder, _journal) = in_a_file().await;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let mut connection =
        rusqlite::Connection::open_with_flags(folder.path().join("journal.db"), flags).unwrap();
    assert!(connection.is_readonly(MAIN_DB).unwrap());
    let refused = connection::set_up(&mut connection, Duration::ZERO, "wal");
    assert!(matches!(refused, Err(Trouble::ReadOnly)), "{refused:?}");
    assert!(matches!(JournalError::from(Trouble::ReadOnly), JournalError::Unavailable(_)));
}

#[tokio::test]
async fn a_thread_that_has_ended_is_unavailable() {
    let (_folder, journal) = in_a_file().await;
    let fall = journal.writer.alone(|_| -> Result<(), Trouble> { panic!("the thread falls") }).await;
    assert!(matches!(fall, Err(Trouble::Ended)));
    let after = journal.intend(intent("order-1"), now()).await;
    assert!(matches!(after, Err(JournalError::Unavailable(_))), "{after:?}");
}
