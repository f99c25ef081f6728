//! The real command line, killed with SIGKILL at the N-th step of the journal, the gateway, its
//! scheduler or the billing keys.
//!
//! Each operation of these ports has two steps: just before it, and just after it. `KEYIN_CRASH_AT` says at which
//! step, counted from 1; a run that comes to its end first tells on standard error how many steps there were.
//! `KEYIN_PANIC_AT` makes it panic there instead.

#![forbid(unsafe_code)]

mod crash;
mod gateway;
mod journal;
mod keys;
mod schedules;

use std::process::ExitCode;
use std::sync::Arc;

use gateway::CrashingGateway;
use journal::CrashingJournal;
use keyin_cli::Decorators;
use keys::CrashingKeys;
use schedules::CrashingSchedules;

fn main() -> ExitCode {
    let exit = keyin_cli::run(Decorators {
        journal: |journal| Arc::new(CrashingJournal(journal)),
        gateway: |gateway| Arc::new(CrashingGateway(gateway)),
        keys: |keys| Arc::new(CrashingKeys(keys)),
        schedules: |schedules| Arc::new(CrashingSchedules(schedules)),
    });
    crash::tell_steps();
    exit
}
