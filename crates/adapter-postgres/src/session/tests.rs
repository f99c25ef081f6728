//! What only the inside can tell: the connection's settings.

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
