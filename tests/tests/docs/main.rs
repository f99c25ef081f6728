//! The documentation against the code: links lead somewhere, commands exist, tables are whole.
//!
//! Its Rust examples are compiled and run as doctests of this package's library.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod commands;
mod dependencies;
mod embedding;
mod links;
mod named_files;
mod page;
mod sandbox_walk;
mod test_cards;
mod twins;
mod walks;
