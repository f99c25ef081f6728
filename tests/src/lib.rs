//! What the workspace-wide stories stand on: a sandbox with somebody who calls it, the real binary on a
//! machine of its own, and the official field table.
//!
//! The stories themselves are in `tests/it`, a module each.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this crate is only used by tests, where a step that cannot go on has failed"
)]

mod batch;
mod card;
mod crowd;
mod facts;
mod keyin;
pub mod peers;
mod program;
mod sandbox_server;
mod shop;
mod signal;
mod spellings;
mod spread;
mod terminal;
mod till;
mod waiting;

pub use batch::{BatchTold, csv_of};
pub use card::TypedCard;
pub use crowd::{each, each_of};
pub use facts::{Endpoint, Facts, Parameter};
pub use keyin::{Keyin, Run, TOO_SLOW_MS};
pub use program::{program, sibling};
pub use sandbox_server::SandboxServer;
pub use shop::{Answer, Encoding, Shop, client};
pub use signal::send_signal;
pub use spellings::{traces_in_memory, traces_of, traces_of_number};
pub use spread::Spread;
pub use terminal::Typed;
pub use till::Till;
pub use waiting::until;

// The Rust code of the documentation, compiled and run.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../docs/embedding.md")]
struct Embedding;

#[cfg(doctest)]
#[doc = include_str!("../../docs/sandbox.md")]
struct SandboxInEnglish;

#[cfg(doctest)]
#[doc = include_str!("../../docs/sandbox.ko.md")]
struct SandboxInKorean;
