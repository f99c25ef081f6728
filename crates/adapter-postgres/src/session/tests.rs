//! What only the inside can tell: the connection's settings, and whose process it is.

use std::time::Duration;

use keyin_adapter_system::SystemClock;
use keyin_test_postgres::TestPostgres;

use super::*;

pub(crate) fn target(url: &str) -> Target {
    let url = DatabaseUrl::parse(url).unwrap();
    let encryption = Encryption::new(false).unwrap();
    let settings =
        PostgresSettings { answer_timeout: Duration::from_secs(30), ..PostgresSettings::default() };
    Target { url, settings, clock: Arc::new(SystemClock::new()), encryption }
}

#[tokio::test]
async fn what_makes_it_last_is_on_whatever_the_server_is_set_to() {
    let database = TestPostgres::shared().fresh_database();
    for setting in [
        "synchronous_commit TO off",
        "default_transaction_isolation TO 'serializable'",
        "search_path TO pg_catalog",
        "statement_timeout TO 0",
        "lock_timeout TO 0",
        "idle_in_transaction_session_timeout TO 0",
    ] {
        database.execute(&format!("ALTER DATABASE {} SET {setting}", database.name()));
    }
    let (session, _) = Session::open(&target(database.url())).await.unwrap();
    for (name, value) in [
        ("synchronous_commit", "on"),
        ("default_transaction_isolation", "read committed"),
        ("search_path", "keyin"),
        ("statement_timeout", "30s"),
        ("lock_timeout", "15s"),
        ("idle_in_transaction_session_timeout", "15s"),
        ("application_name", "keyin"),
    ] {
        assert_eq!(session.say(&format!("SHOW {name}")).await, [value], "{name}");
    }
}

/// As it is where a pooler gives each transaction, or each connection, whatever process is free.
#[tokio::test]
async fn a_process_that_changes_between_transactions_or_serves_two_connections_is_a_poolers() {
    let database = TestPostgres::shared().fresh_database();
    let target = target(database.url());
    let (one, _) = Session::open(&target).await.unwrap();
    let (other, _) = Session::open(&target).await.unwrap();
    usable::takes_everything(&one.client, one.backend()).await.unwrap();
    usable::are_apart(one.backend(), other.backend()).unwrap();
    let changed = usable::takes_everything(&one.client, other.backend()).await;
    let shared = usable::are_apart(one.backend(), one.backend());
    for told in [changed, shared] {
        assert!(matches!(told, Err(Trouble::Database(PostgresTrouble::Pooled(_)))), "{told:?}");
    }
}
