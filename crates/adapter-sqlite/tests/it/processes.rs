//! Two real processes on one file.

use std::path::Path;
use std::process::{Command, Stdio};

use keyin_adapter_sqlite::SqliteJournal;
use keyin_ports::{Claim, Journal};
use tempfile::tempdir;

use crate::orders::{deadlines, intended, intent, send_before};

const ORDERS: usize = 60;
const JOURNAL: &str = "KEYIN_TEST_SQLITE_JOURNAL";
const WON: &str = "claims won: ";

fn order(number: usize) -> String {
    format!("order-{number}")
}

/// Claims every order that is still to be had.
async fn claim_all(path: &Path) -> usize {
    let journal = SqliteJournal::open(path).await.unwrap();
    let mut won = 0;
    for number in 0..ORDERS {
        let seen = journal.find(intent(&order(number)).merchant_uid()).await.unwrap().unwrap();
        let claim = journal.claim(&seen, deadlines(), send_before()).await.unwrap();
        won += usize::from(matches!(claim, Claim::Won { .. }));
    }
    won
}

async fn written_down(path: &Path) -> SqliteJournal {
    let journal = SqliteJournal::open(path).await.unwrap();
    for number in 0..ORDERS {
        intended(&journal, &order(number)).await;
    }
    journal
}

/// Run in two processes by the test below; run by itself it has every order to itself.
#[tokio::test]
async fn one_process() {
    if let Some(path) = std::env::var_os(JOURNAL) {
        println!("{WON}{}", claim_all(Path::new(&path)).await);
    } else {
        let folder = tempdir().unwrap();
        let path = folder.path().join("journal.db");
        written_down(&path).await;
        assert_eq!(claim_all(&path).await, ORDERS);
    }
}

#[tokio::test]
async fn two_processes_on_one_file_claim_each_order_once() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let journal = written_down(&path).await;
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["processes::one_process", "--exact", "--nocapture"])
            .env(JOURNAL, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let processes = [start(), start()];
    let mut won = 0;
    for process in processes {
        let output = process.wait_with_output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{told}");
        // The name of the test may stand before it in the line.
        let (_, count) = told.split_once(WON).unwrap_or_else(|| panic!("{told}"));
        won += count.lines().next().unwrap().trim().parse::<usize>().unwrap();
    }
    assert_eq!(won, ORDERS);
    let events = journal.events(0, 1_000).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.what == "claimed").count(), ORDERS);
    assert_eq!(events.len(), 2 * ORDERS);
}
