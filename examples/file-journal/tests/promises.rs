//! The journal keeps every promise of its port, and what a process left half written is cut away.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs::OpenOptions;
use std::io::Write;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use keyin_domain::jiff::Timestamp;
use keyin_domain::{ChargeAmount, ChargeIntent, ChargeMethod, Money, OrderName};
use keyin_example_file_journal::FileJournal;
use keyin_port_conformance::journal::{CASES, JournalFixture, Store};
use keyin_port_conformance::run;
use keyin_ports::{Intended, Journal, JournalError};
use tempfile::TempDir;

/// Keeps the folders: a case may let go of a store while its journal is in use.
#[derive(Default)]
struct Folders(Mutex<Vec<Arc<TempDir>>>);

struct Folder(Arc<TempDir>);

#[async_trait]
impl JournalFixture for Folders {
    async fn empty_store(&self) -> Box<dyn Store> {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        self.0.lock().unwrap().push(Arc::clone(&folder));
        Box::new(Folder(folder))
    }
}

#[async_trait]
impl Store for Folder {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(FileJournal::open(self.0.path().join("journal.jsonl")).await.unwrap())
    }

    fn outlasts_its_journals(&self) -> bool {
        true
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_promise_is_kept_and_none_is_skipped() {
    let report = run(CASES, &Folders::default(), &[]).await.unwrap();
    report.kept_all_but(&[]).unwrap_or_else(|report| panic!("{report}"));
}

fn intent(uid: &str) -> ChargeIntent {
    let amount = ChargeAmount::new(Money::won(11_000).unwrap()).unwrap();
    let name = OrderName::parse("Coffee beans").unwrap();
    ChargeIntent::new(uid.parse().unwrap(), ChargeMethod::Card, amount, name)
}

#[tokio::test]
async fn a_step_that_broke_off_is_as_if_it_had_never_been() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let now = Timestamp::UNIX_EPOCH;
    let journal = FileJournal::open(&path).await.unwrap();
    assert!(matches!(journal.intend(intent("order-1"), now).await.unwrap(), Intended::New(_)));

    // Another process dies in the midst of its line.
    let mut other = OpenOptions::new().append(true).open(&path).unwrap();
    other.write_all(b"{\"charge\":{\"intent\":{\"merchant_uid\":\"order-2\"").unwrap();

    assert_eq!(journal.events(0, 9).await.unwrap().len(), 1);
    assert!(matches!(journal.intend(intent("order-3"), now).await.unwrap(), Intended::New(_)));
    let reopened = FileJournal::open(&path).await.unwrap();
    let uids = reopened.events(0, 9).await.unwrap().into_iter().map(|event| event.merchant_uid.to_string());
    assert_eq!(uids.collect::<Vec<_>>(), ["order-1", "order-3"]);
}

#[tokio::test]
async fn a_file_of_something_else_is_an_error_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shopping.txt");
    for text in ["milk\nbread\n", "milk", "{\"milk\":2}"] {
        std::fs::write(&path, text).unwrap();
        let journal = FileJournal::open(&path).await.unwrap();
        let refused = journal.intend(intent("order-1"), Timestamp::UNIX_EPOCH).await;
        assert!(matches!(refused, Err(JournalError::Damaged(_))), "{text}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}
