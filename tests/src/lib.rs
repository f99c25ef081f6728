//! What the workspace-wide stories stand on: a sandbox with somebody who calls it, and the official field table.
//!
//! The stories themselves are in `tests/it`, a module each.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this crate is only used by tests, where a step that cannot go on has failed"
)]

mod facts;
mod shop;
mod waiting;

pub use facts::{Endpoint, Facts, Parameter};
pub use shop::{Answer, Encoding, Shop};
pub use waiting::until;
