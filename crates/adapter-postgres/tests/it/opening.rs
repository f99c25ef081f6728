//! Which databases are taken for a journal's, and which are left alone.

use keyin_adapter_postgres::PostgresSettings;
use keyin_ports::{Claim, Journal, JournalError, StoreFault};
use keyin_test_postgres::{ClusterOptions, Database, PASSWORD, TestPostgres, USER};
use tokio::task::JoinSet;

use crate::orders::{deadlines, fault, intended, open, open_with, send_before};

fn fresh() -> Database {
    TestPostgres::shared().fresh_database()
}

pub(crate) async fn refusal(url: &str) -> JournalError {
    let error = open_with(url, PostgresSettings::default()).await.err().unwrap();
    let mut told = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        told.push_str(&format!(" {inner} {inner:?}"));
        cause = inner.source();
    }
    assert!(!told.contains(PASSWORD) && !told.contains("hunter2"), "{told}");
    error
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_may_make_the_schema_at_once() {
    for _ in 0..3 {
        let database = fresh();
        let mut opening = JoinSet::new();
        for turn in 0..8 {
            let url = database.url().to_owned();
            opening.spawn(async move { intended(&open(&url).await, &format!("order-{turn}")).await });
        }
        opening.join_all().await;
        assert_eq!(open(database.url()).await.unsettled(None, 100).await.unwrap().len(), 8);
    }
}

#[tokio::test]
async fn a_schema_of_something_else_is_damaged_and_left_as_it_is() {
    let database = fresh();
    database.execute("CREATE SCHEMA keyin; CREATE TABLE keyin.photo (name text)");
    let error = refusal(database.url()).await;
    assert!(matches!(error, JournalError::Damaged(_)));
    assert_eq!(fault(&error), StoreFault::Foreign);
    database.execute("DROP TABLE keyin.photo; DROP SCHEMA keyin");
}

#[tokio::test]
async fn tables_of_others_beside_the_schema_are_nobodys_trouble() {
    let database = fresh();
    database.execute("CREATE TABLE charge (name text); CREATE TABLE refinery_schema_history (version int4)");
    intended(&open(database.url()).await, "order-1").await;
    database.execute("SELECT 1 / (1 - count(*)) FROM charge");
}

#[tokio::test]
async fn a_newer_schema_is_told_also_to_who_connects_again() {
    let server = TestPostgres::start(&ClusterOptions { synced: false, ..ClusterOptions::default() });
    let database = server.fresh_database();
    let journal = open(database.url()).await;
    let seen = intended(&journal, "order-1").await;
    database.execute(
        "INSERT INTO keyin.refinery_schema_history (version, name, applied_on, checksum)
         VALUES (7, 'later', '2027-01-01T00:00:00Z', '1')",
    );
    assert!(matches!(refusal(database.url()).await, JournalError::Newer { found: 7, known: 1 }));
    server.restart_immediately();
    let claim = journal.claim(&seen, deadlines(), send_before()).await;
    assert!(matches!(claim, Err(JournalError::Newer { found: 7, known: 1 })), "{claim:?}");
}

#[tokio::test]
async fn who_may_not_make_the_schema_may_use_one_that_was_made_for_him() {
    let database = fresh();
    let role = format!("clerk_of_{}", database.name());
    database.execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'hunter2hunter2'"));
    let (_, place) = database.url().split_once('@').unwrap();
    let url = format!("postgres://{role}:hunter2hunter2@{place}");
    let error = refusal(&url).await;
    assert_eq!(fault(&error), StoreFault::NotAllowed, "{error:?}");
    database.execute(&format!("CREATE SCHEMA keyin AUTHORIZATION {role}"));
    let journal = open(&url).await;
    let seen = intended(&journal, "order-1").await;
    assert!(matches!(journal.claim(&seen, deadlines(), send_before()).await, Ok(Claim::Won { .. })));
}

#[tokio::test]
async fn what_is_wrong_with_a_url_is_told_at_once() {
    let database = fresh();
    let good = database.url();
    let (_, place) = good.split_once('@').unwrap();
    let (address, name) = place.split_once('/').unwrap();
    for (url, expected) in [
        (format!("postgres://{USER}:hunter2hunter2@{place}"), StoreFault::Credentials),
        (format!("postgres://{USER}@{place}"), StoreFault::Credentials),
        (format!("postgres://nobody:{PASSWORD}@{place}"), StoreFault::Credentials),
        (good.replace(name, "no_such_database"), StoreFault::NoDatabase),
        (good.replace(address, "127.0.0.1:9"), StoreFault::Unreachable),
        (good.replace(address, "no-such-host.invalid"), StoreFault::Unreachable),
        (format!("{good}?sslmode=require"), StoreFault::Encryption),
    ] {
        let error = refusal(&url).await;
        assert!(matches!(error, JournalError::Unavailable(_)));
        assert_eq!(fault(&error), expected, "{error:?}");
    }
}

#[tokio::test]
async fn a_database_that_may_only_be_read_is_unavailable() {
    let database = fresh();
    intended(&open(database.url()).await, "order-1").await;
    database.execute(&format!("ALTER DATABASE {} SET default_transaction_read_only TO on", database.name()));
    assert_eq!(fault(&refusal(database.url()).await), StoreFault::ReadOnly);
}

#[tokio::test]
async fn of_several_hosts_the_one_that_takes_writes_is_used() {
    let start = || TestPostgres::start(&ClusterOptions { synced: false, ..ClusterOptions::default() });
    let (standby, primary) = (start(), start());
    let (read, written) = (standby.fresh_database(), primary.fresh_database());
    let name = written.name();
    read.execute(&format!("CREATE DATABASE {name}"));
    read.execute(&format!("ALTER DATABASE {name} SET default_transaction_read_only TO on"));
    let address = |database: &Database| {
        let (_, place) = database.url().split_once('@').unwrap();
        place.split('/').next().unwrap().to_owned()
    };
    let hosts = format!("{},{}", address(&read), address(&written));
    let url = format!("postgres://{USER}:{PASSWORD}@{hosts}/{name}");
    for parameters in ["", "?target_session_attrs=any"] {
        let journal = open(&format!("{url}{parameters}")).await;
        intended(&journal, &format!("order{}", parameters.len())).await;
    }
    let alone = format!("postgres://{USER}:{PASSWORD}@{}/{name}", address(&read));
    for parameters in ["", "?target_session_attrs=read-only"] {
        let error = refusal(&format!("{alone}{parameters}")).await;
        assert_eq!(fault(&error), StoreFault::ReadOnly, "{error:?}");
    }
}

/// A payment that was captured could otherwise never be recorded, if the gateway names the issuer in Korean.
#[tokio::test]
async fn a_database_that_cannot_keep_every_text_is_unavailable_and_left_as_it_is() {
    let database = fresh();
    for encoding in ["LATIN1", "SQL_ASCII"] {
        let name = format!("{}_{}", database.name(), encoding.to_lowercase());
        database.execute(&format!(
            "CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        ));
        let url = database.url().replace(database.name(), &name);
        let error = refusal(&url).await;
        assert!(matches!(error, JournalError::Unavailable(_)), "{error:?}");
        assert_eq!(fault(&error), StoreFault::Encoding, "{error:?}");
        assert!(format!("{error:?}").contains(encoding), "{error:?}");
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let asked = "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'keyin'";
        assert_eq!(client.query_one(asked, &[]).await.unwrap().get::<_, i64>(0), 0);
    }
}

#[tokio::test]
async fn walks_go_in_the_order_of_bytes_whatever_the_database_sorts_by() {
    let database = fresh();
    let name = format!("{}_by_language", database.name());
    database.execute(&format!(
        "CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'"
    ));
    let journal = open(&database.url().replace(database.name(), &name)).await;
    let mut uids = ["b", "a", "B", "_", "-", "Z", "9", "a-", "ab"];
    for uid in uids {
        intended(&journal, uid).await;
    }
    uids.sort_unstable();
    let walked = journal.unsettled(None, 100).await.unwrap();
    assert_eq!(walked.iter().map(|c| c.intent().merchant_uid().as_str()).collect::<Vec<_>>(), uids);
}
