//! The use cases over the in-memory ports, which keep the same promises as the real ones. The gateway
//! charges every request, also one for a merchant_uid that is paid: only the use cases' own rules stand
//! between a lost reply and a double charge.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says by panicking that it failed")]

mod batches;
mod behind;
mod billing_keys;
mod cancel;
mod decisions;
mod explained;
mod falls;
mod find;
mod front;
mod lists;
mod lost_replies;
mod mocked;
mod other_pg;
mod payments;
mod reconcile;
mod registering;
mod resolving;
mod same_again;
mod schedules;
mod stage;
mod stopping;
mod stores;
mod sweeps;
