//! Changes that the journal in SQLite makes durable a second: one by one against the bare disk, and in groups of a
//! hundred against one by one.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it found, and stops when it cannot go on"
)]

mod charges;
mod measure;

use std::cell::Cell;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::process::ExitCode;

use keyin_adapter_sqlite::SqliteJournal;
use measure::{Goal, compare, rate};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const COMMITS: u32 = 200;
const GROUPS: u32 = 20;
const GROUP: u32 = 100;
const ROUNDS: usize = 15;
const PAGE: usize = 4_096;

fn main() -> ExitCode {
    let folder =
        tempfile::Builder::new().prefix("keyin-bench-").tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let journal = Written::new(&folder, &runtime);
    let disk = Disk::new(&folder);
    let one_by_one = Goal {
        name: "intents written down one by one, each on disk before the next",
        ours: "keyin-adapter-sqlite",
        theirs: "fdatasync of a page",
        at_least: 0.8,
    };
    let together = Goal {
        name: "intents written down by a hundred callers at once, each told when it is on disk",
        ours: "a hundred at once",
        theirs: "one by one",
        at_least: 30.0,
    };
    let met = [
        compare(one_by_one, ROUNDS, || journal.one_by_one(), || disk.synced()),
        compare(together, ROUNDS, || journal.together(), || journal.one_by_one()),
    ];
    if met.iter().all(|met| *met) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Written<'a> {
    journal: SqliteJournal,
    runtime: &'a Runtime,
    next: Cell<u64>,
}

impl<'a> Written<'a> {
    fn new(folder: &TempDir, runtime: &'a Runtime) -> Self {
        let journal = runtime.block_on(SqliteJournal::open(folder.path().join("journal.db"))).unwrap();
        Self { journal, runtime, next: Cell::new(0) }
    }

    fn some_numbers(&self, count: u32) -> std::ops::Range<u64> {
        let first = self.next.get();
        self.next.set(first + u64::from(count));
        first..first + u64::from(count)
    }

    fn one_by_one(&self) -> f64 {
        let orders: Vec<_> = self.some_numbers(COMMITS).map(charges::intent).collect();
        rate(COMMITS, || {
            self.runtime.block_on(async {
                for intent in orders {
                    charges::intended(&self.journal, intent).await;
                }
            });
        })
    }

    fn together(&self) -> f64 {
        let group = |_| self.some_numbers(GROUP).map(charges::intent).collect::<Vec<_>>();
        let groups: Vec<_> = (0..GROUPS).map(group).collect();
        rate(GROUPS * GROUP, || {
            self.runtime.block_on(async {
                for group in groups {
                    let all = group.into_iter().map(|intent| charges::intended(&self.journal, intent));
                    futures::future::join_all(all).await;
                }
            });
        })
    }
}

/// A file as large as a write-ahead log usually gets, whose pages are written again and again.
struct Disk(File);

impl Disk {
    const PAGES: u32 = 1_000;

    fn new(folder: &TempDir) -> Self {
        let file = File::create(folder.path().join("pages")).unwrap();
        for page in 0..Self::PAGES {
            file.write_all_at(&[1; PAGE], u64::from(page) * PAGE as u64).unwrap();
        }
        file.sync_all().unwrap();
        Self(file)
    }

    fn synced(&self) -> f64 {
        rate(COMMITS, || {
            for commit in 0..COMMITS {
                let page = [commit as u8; PAGE];
                self.0.write_all_at(&page, u64::from(commit % Self::PAGES) * PAGE as u64).unwrap();
                self.0.sync_data().unwrap();
            }
        })
    }
}
