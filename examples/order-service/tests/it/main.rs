//! The service as a program, over real HTTP, against the sandbox.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod gateway;
mod service;
mod stories;
