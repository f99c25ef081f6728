//! The sandbox over real sockets: what a client of the I'mport API sees, and what the controls tell afterwards.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browsers;
mod cancels;
mod charges;
mod client;
mod controls;
mod data;
mod declines;
mod duplicates;
mod families;
mod faults;
mod gateways;
mod hang_up;
mod input;
mod keys;
mod lookups;
mod merchants;
mod overview;
mod page;
mod page_texts;
mod receiver;
mod schedule_changes;
mod schedule_lists;
mod schedule_runs;
mod schedules;
mod slow;
mod tokens;
mod webhooks;
mod year;
