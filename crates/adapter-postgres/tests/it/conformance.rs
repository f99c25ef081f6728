//! The journal in PostgreSQL keeps every promise of its port.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use keyin_adapter_postgres::{DatabaseUrl, PostgresJournal, PostgresSettings};
use keyin_adapter_system::SystemClock;
use keyin_port_conformance::journal::{CASES, JournalFixture, Store};
use keyin_port_conformance::run;
use keyin_ports::Journal;
use keyin_test_postgres::{Database, TestPostgres};

/// Keeps the databases: a case may let go of a store while its journal is in use.
#[derive(Default)]
struct Databases(Mutex<Vec<Arc<Database>>>);

struct Of(Arc<Database>);

#[async_trait]
impl JournalFixture for Databases {
    async fn empty_store(&self) -> Box<dyn Store> {
        let database = Arc::new(TestPostgres::shared().fresh_database());
        self.0.lock().unwrap().push(Arc::clone(&database));
        Box::new(Of(database))
    }
}

#[async_trait]
impl Store for Of {
    async fn open(&self) -> Arc<dyn Journal> {
        let url = DatabaseUrl::parse(self.0.url()).unwrap();
        let clock = Arc::new(SystemClock::new());
        Arc::new(PostgresJournal::open(&url, clock, PostgresSettings::default()).await.unwrap())
    }

    fn outlasts_its_journals(&self) -> bool {
        true
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_promise_holds() {
    let report = run(CASES, &Databases::default(), &[]).await.unwrap();
    report.kept_all_but(&[]).unwrap_or_else(|report| panic!("{report}"));
}
