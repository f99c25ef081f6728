//! The adapter over real HTTP: against the sandbox, and against servers that break off at every point.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod broken_connections;
mod cancels;
mod charges;
mod conformance;
mod credentials;
mod declines;
mod faults;
mod keys;
mod look_ups;
mod official;
mod orders;
mod records;
mod scene;
mod scheduled;
mod schedules;
mod secrecy;
mod setting;
mod stub_server;
mod switch;
mod tls;
mod tokens;
