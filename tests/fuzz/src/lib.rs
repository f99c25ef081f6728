//! Fuzz targets: for everything that reaches keyin and its sandbox from outside, a function that takes any bytes and
//! asserts what must hold whatever they are.
//!
//! `cargo xtask fuzz` mutates inputs by what they reach. The inputs that are kept in `corpus/TARGET` are run by the
//! plain tests, too.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this crate is only used to test: what cannot go on has failed"
)]

mod exchange;
mod orders;
mod outcome;
mod sandbox_call;
mod scratch_file;
mod target;
mod targets;

pub use target::{TARGETS, Target, named};
