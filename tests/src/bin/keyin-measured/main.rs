//! The real command line over another journal, to measure what the journal costs.
//!
//! `KEYIN_MEASURED` says which: `none` (nothing is kept but what is in flight), `one_by_one` (SQLite, a commit for
//! each change), anything else the usual one.

#![forbid(unsafe_code)]
#![allow(
    clippy::expect_used,
    reason = "only the benchmarks use this: where it cannot go on there is nothing to measure"
)]

mod no_journal;

use std::process::ExitCode;
use std::sync::Arc;

use keyin_adapter_sqlite::{SqliteJournal, SqliteSettings};
use keyin_cli::Decorators;
use keyin_ports::Journal;
use no_journal::NoJournal;
use zeroizing_alloc::ZeroAlloc;

/// As in `keyin` itself.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    keyin_cli::run(Decorators { journal: measured, ..Decorators::default() })
}

fn measured(usual: Arc<dyn Journal>) -> Arc<dyn Journal> {
    match std::env::var("KEYIN_MEASURED").as_deref() {
        Ok("none") => Arc::new(NoJournal::default()),
        Ok("one_by_one") => Arc::new(one_by_one()),
        _ => usual,
    }
}

/// The same file as the usual one, which is dropped.
fn one_by_one() -> SqliteJournal {
    let store = std::env::var("KEYIN_STORE").expect("the benchmark sets it");
    let path = store.strip_prefix("sqlite:").expect("the benchmark measures SQLite").to_owned();
    let settings =
        SqliteSettings { jobs_per_commit: std::num::NonZeroUsize::MIN, ..SqliteSettings::default() };
    tokio::task::block_in_place(|| {
        tokio::runtime::Handle::current()
            .block_on(SqliteJournal::open_with(path, settings))
            .expect("the usual journal has made the file")
    })
}
