//! The journal in PostgreSQL, from outside. A PostgreSQL is started for it, or one that is there is used.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod clocks;
mod conformance;
mod content;
mod cut_off;
mod encryption;
mod middleman;
mod opening;
mod orders;
mod refused;
mod restarts;
