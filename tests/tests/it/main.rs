//! Stories over real processes and sockets: what people and programs see of the whole product.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod answers;
mod at_once;
mod bad_input;
mod batches;
mod billing_keys;
mod browser;
mod cancels;
mod crashes;
mod deciding;
mod demo;
mod guide;
mod installed;
mod journal_reads;
mod lost_replies;
mod no_card_kept;
mod outcomes;
mod parameters;
mod paying;
mod peers;
mod postgres;
mod recipes;
mod reconcile;
mod same_seed;
mod sandbox_data;
mod schedules;
mod status_pages;
mod stopping;
mod terminal;
mod tools;
mod unread_log;
