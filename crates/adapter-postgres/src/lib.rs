//! keyin's journal in PostgreSQL, for any number of processes on any number of machines.
//!
//! Use it under `keyin-app` where more than one machine charges, or where the shop has a PostgreSQL anyway. For one machine
//! `keyin-adapter-sqlite` needs no server.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use keyin_adapter_postgres::{DatabaseUrl, PostgresJournal, PostgresSettings};
//! use keyin_adapter_system::SystemClock;
//! use keyin_ports::Journal;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let url = DatabaseUrl::parse("postgres://keyin:secret@db.example.com/shop?sslmode=verify-full")?;
//! let clock = Arc::new(SystemClock::new());
//! let journal = PostgresJournal::open(&url, clock, PostgresSettings::default()).await?;
//! // Whatever is compared with times in the journal goes by the database's clock.
//! let clock = journal.clock();
//! assert!(journal.unsettled(None, 100).await?.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! Everything stands in a schema of its own, `keyin`, which is made and brought up to date when a journal is opened.
//!
//! What is told is committed with `synchronous_commit = on`, whatever the server's default. Changes that wait while
//! the connection is busy share the next transaction; one that waits alone has its own at once. A transaction is
//! sent whole, its COMMIT included, so that a process which is stopped or cut off in the midst of one holds nobody
//! up.
//!
//! A connection that breaks is made anew and what was on its way is tried again, for as long as
//! [`PostgresSettings::patience`] allows: every change may safely be tried again. A claim whose COMMIT was not
//! acknowledged finds its row moved on and is lost; it never yields a permit.

#![forbid(unsafe_code)]

mod clock;
mod journal;
mod link;
mod schema;
mod session;
mod settings;
mod tls;
mod trouble;
mod url;
mod usable;

pub use clock::DatabaseClock;
pub use journal::PostgresJournal;
pub use settings::PostgresSettings;
pub use url::{DatabaseUrl, InvalidUrl};
