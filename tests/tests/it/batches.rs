//! `pay file`: batches of billing-key payments over real processes, judged by the sandbox's ledger.

mod bad_files;
mod endings;
mod formats;
#[cfg(target_os = "linux")]
mod memory;
mod repeats;
mod rows;
