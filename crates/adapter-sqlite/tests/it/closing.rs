//! What a journal leaves behind when nobody uses it any more.

use std::fs;
use std::path::Path;
use std::time::Duration;

use keyin_adapter_sqlite::SqliteJournal;
use keyin_ports::Journal;
use tempfile::{TempDir, tempdir};

use crate::orders::{deadlines, intended, intent, send_before};

const ORDERS: usize = 20;

async fn written(path: &Path) -> SqliteJournal {
    let journal = SqliteJournal::open(path).await.unwrap();
    for order in 0..ORDERS {
        intended(&journal, &format!("order-{order}")).await;
    }
    journal
}

/// The names of the files in the folder.
fn files(folder: &TempDir) -> Vec<String> {
    let files = fs::read_dir(folder.path()).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// A copy of the file alone, as a careless backup makes it.
async fn rows_of_a_copy(path: &Path) -> usize {
    let elsewhere = tempdir().unwrap();
    let copy = elsewhere.path().join("copy.db");
    fs::copy(path, &copy).unwrap();
    SqliteJournal::open(&copy).await.unwrap().unsettled(None, 1_000).await.unwrap().len()
}

#[tokio::test]
async fn a_journal_that_is_dropped_leaves_all_of_it_in_the_file_alone() {
    // Not once by luck: without waiting, the threads are now and then quick enough.
    for _ in 0..10 {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal.db");
        drop(written(&path).await);
        assert_eq!(files(&folder), ["journal.db"]);
        assert_eq!(rows_of_a_copy(&path).await, ORDERS);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_of_many_clones_closes_it_wherever_it_is_dropped() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = written(&path).await;
    let mut tasks = tokio::task::JoinSet::new();
    for order in 0..ORDERS {
        let journal = journal.clone();
        tasks.spawn(async move {
            let uid = intent(&format!("order-{order}")).merchant_uid().clone();
            let seen = journal.find(&uid).await.unwrap().unwrap();
            journal.claim(&seen, deadlines(), send_before()).await.unwrap();
        });
    }
    drop(journal);
    assert_eq!(tasks.join_all().await.len(), ORDERS);
    assert_eq!(files(&folder), ["journal.db"]);
    assert_eq!(rows_of_a_copy(&path).await, ORDERS);
}

/// A caller who goes leaves his work to the threads; the journal that goes with him waits for what was begun.
#[tokio::test]
async fn a_runtime_that_ends_in_the_midst_of_work_closes_it_too() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let opened = path.clone();
    let work = std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async move {
            let journal = written(&opened).await;
            for task in 0..8 {
                let journal = journal.clone();
                tokio::spawn(async move {
                    for order in 0.. {
                        intended(&journal, &format!("task-{task}-{order}")).await;
                    }
                });
            }
            drop(journal);
            tokio::time::sleep(Duration::from_millis(30)).await;
        });
    });
    tokio::task::spawn_blocking(|| work.join().unwrap()).await.unwrap();
    assert_eq!(files(&folder), ["journal.db"]);
    assert!(rows_of_a_copy(&path).await >= ORDERS);
}

#[tokio::test]
async fn one_that_another_still_uses_stays_whole() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let first = written(&path).await;
    let second = SqliteJournal::open(&path).await.unwrap();
    drop(first);
    intended(&second, "order-later").await;
    assert_eq!(second.unsettled(None, 1_000).await.unwrap().len(), ORDERS + 1);
    drop(second);
    assert_eq!(files(&folder), ["journal.db"]);
    assert_eq!(rows_of_a_copy(&path).await, ORDERS + 1);
}
