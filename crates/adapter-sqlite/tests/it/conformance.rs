//! The journal in SQLite keeps every promise of its port, in a file and in memory.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use keyin_adapter_sqlite::SqliteJournal;
use keyin_port_conformance::journal::{CASES, JournalFixture, OF_LASTING_STORES, Store};
use keyin_port_conformance::run;
use keyin_ports::Journal;
use tempfile::TempDir;

/// Keeps the folders: a case may let go of a store while its journal is in use.
#[derive(Default)]
struct Files(Mutex<Vec<Arc<TempDir>>>);

struct File(Arc<TempDir>);

#[async_trait]
impl JournalFixture for Files {
    async fn empty_store(&self) -> Box<dyn Store> {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        self.0.lock().unwrap().push(Arc::clone(&folder));
        Box::new(File(folder))
    }
}

#[async_trait]
impl Store for File {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(SqliteJournal::open(self.0.path().join("journal.db")).await.unwrap())
    }

    fn outlasts_its_journals(&self) -> bool {
        true
    }
}

struct Memories;

struct Memory(SqliteJournal);

#[async_trait]
impl JournalFixture for Memories {
    async fn empty_store(&self) -> Box<dyn Store> {
        Box::new(Memory(SqliteJournal::open_in_memory().await.unwrap()))
    }
}

#[async_trait]
impl Store for Memory {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(self.0.clone())
    }

    fn outlasts_its_journals(&self) -> bool {
        false
    }
}

async fn every_promise_holds(fixture: &(impl JournalFixture + 'static), skipped: &[&str]) {
    let report = run(CASES, fixture, &[]).await.unwrap();
    report.kept_all_but(skipped).unwrap_or_else(|report| panic!("{report}"));
}

#[tokio::test]
async fn in_a_file() {
    every_promise_holds(&Files::default(), &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_file_on_several_threads() {
    every_promise_holds(&Files::default(), &[]).await;
}

#[tokio::test(start_paused = true)]
async fn in_memory_and_without_real_time() {
    every_promise_holds(&Memories, &OF_LASTING_STORES).await;
}
