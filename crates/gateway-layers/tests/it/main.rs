//! The layers, from outside: over the gateway in memory and over mocks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod captured;
mod conformance;
// The gateway in memory is set up for the suite in one place.
#[path = "../../../adapter-memory/tests/it/fixture.rs"]
mod fixture;
mod hurried;
mod layered;
mod retrying;
mod told;
