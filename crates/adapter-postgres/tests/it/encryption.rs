//! Encrypted connections, to a server whose certificate nobody has signed but itself.

use keyin_adapter_postgres::PostgresSettings;
use keyin_ports::{Journal, StoreFault};
use keyin_test_postgres::{ClusterOptions, TestPostgres};

use crate::orders::{fault, intended, open, open_with};

const CERTIFICATE: &str = include_str!("encryption/server.crt");
const KEY: &str = include_str!("encryption/server.key");

fn server() -> TestPostgres {
    let tls = Some((CERTIFICATE.to_owned(), KEY.to_owned()));
    TestPostgres::start(&ClusterOptions { synced: false, tls, settings: Vec::new() })
}

/// Whether the journal's connections are encrypted, as the server sees it.
const ENCRYPTED: &str = "SELECT 1 / (count(*) FILTER (WHERE ssl))::int FROM pg_stat_ssl \
                         JOIN pg_stat_activity USING (pid) WHERE application_name = 'keyin'";
const PLAIN: &str = "SELECT 1 / (count(*) FILTER (WHERE NOT ssl))::int FROM pg_stat_ssl \
                     JOIN pg_stat_activity USING (pid) WHERE application_name = 'keyin'";

#[tokio::test]
async fn a_connection_is_encrypted_if_the_server_can() {
    let server = server();
    for (mode, seen) in [("", ENCRYPTED), ("?sslmode=prefer", ENCRYPTED), ("?sslmode=disable", PLAIN)] {
        let database = server.fresh_database();
        let journal = open(&format!("{}{mode}", database.url())).await;
        intended(&journal, "order-1").await;
        database.execute(seen);
        drop(journal);
    }
}

#[tokio::test]
async fn where_it_must_be_encrypted_a_certificate_that_nobody_vouches_for_is_refused() {
    let server = server();
    let database = server.fresh_database();
    for mode in ["require", "verify-ca", "verify-full"] {
        let opened =
            open_with(&format!("{}?sslmode={mode}", database.url()), PostgresSettings::default()).await;
        let error = opened.err().unwrap();
        assert_eq!(fault(&error), StoreFault::Encryption, "{error:?}");
    }
}

const CHILD: &str = "KEYIN_TEST_POSTGRES_VERIFIED";

/// Run by the test below in a process whose machine trusts the certificate; by itself it has nothing to connect to.
#[tokio::test]
async fn a_process_that_trusts_the_certificate() {
    if let Ok(url) = std::env::var(CHILD) {
        let journal = open(&format!("{url}?sslmode=verify-full")).await;
        assert!(journal.unsettled(None, 9).await.unwrap().is_empty());
        let elsewhere = format!("{}?sslmode=verify-full", url.replace("127.0.0.1", "localhost"));
        let error = open_with(&elsewhere, PostgresSettings::default()).await.err().unwrap();
        assert_eq!(fault(&error), StoreFault::Encryption, "the certificate does not name it: {error:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_the_machine_trusts_is_verified_with_its_name() {
    let server = server();
    let database = server.fresh_database();
    let trusted = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/encryption/server.crt");
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["encryption::a_process_that_trusts_the_certificate", "--exact", "--nocapture"])
        .env(CHILD, database.url())
        .env("SSL_CERT_FILE", trusted)
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
}
