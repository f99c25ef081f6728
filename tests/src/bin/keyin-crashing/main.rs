//! The real command line, killed with SIGKILL at the N-th step of the journal or the gateway.
//!
//! Each operation of either port has two steps: just before it, and just after it. `KEYIN_CRASH_AT` says at which
//! step, counted from 1; a run that comes to its end first tells on standard error how many steps there were.

#![forbid(unsafe_code)]

mod crash;
mod gateway;
mod journal;

use std::process::ExitCode;
use std::sync::Arc;

use gateway::CrashingGateway;
use journal::CrashingJournal;
use keyin_cli::Decorators;

fn main() -> ExitCode {
    let exit = keyin_cli::run(Decorators {
        journal: |journal| Arc::new(CrashingJournal(journal)),
        gateway: |gateway| Arc::new(CrashingGateway(gateway)),
    });
    crash::tell_steps();
    exit
}
