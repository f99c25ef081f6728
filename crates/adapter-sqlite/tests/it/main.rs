//! The journal in SQLite, from outside.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod closing;
mod conformance;
mod content;
mod faults;
mod migrating;
mod opening;
mod orders;
mod processes;
mod together;
