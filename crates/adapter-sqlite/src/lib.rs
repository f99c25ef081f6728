//! keyin's journal in one SQLite file.
//!
//! Use it under `keyin-app` where all that charges runs on one machine: it needs no server, and SQLite is built in. For
//! several machines there is `keyin-adapter-postgres`.
//!
//! ```
//! use keyin_adapter_sqlite::SqliteJournal;
//! use keyin_ports::Journal;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), keyin_ports::JournalError> {
//! let journal = SqliteJournal::open_in_memory().await?;
//! assert!(journal.unsettled(None, 100).await?.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Every move of a charge changes its row and appends its event in an `IMMEDIATE` transaction, and it is on
//! disk before it is told (`journal_mode=WAL`, `synchronous=FULL`). Any number of processes may use one file.
//! There is no card data in it: [`keyin_domain::Charge`] has none.
//!
//! A thread of its own writes, so no task ever waits for the disk on a thread of the runtime. Moves that wait
//! while it is busy share the next commit; one that waits alone has its own at once. Reads go by connections
//! of their own and wait for no commit.

#![forbid(unsafe_code)]

mod journal;
mod schema;
mod trouble;

pub use journal::{SqliteJournal, SqliteSettings};
