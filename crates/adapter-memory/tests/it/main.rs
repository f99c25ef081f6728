//! The gateway and the journal in memory, from outside.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod conformance;
mod fixture;
mod gateway;
mod planted;
