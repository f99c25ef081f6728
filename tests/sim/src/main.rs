//! `keyin-sim`: the use cases of keyin over a journal and a gateway that are simulated, with everything that can go
//! wrong: calls and answers lost, answers late, look-ups that lag, payments that become paid days later, a journal
//! that is away, processes that stop or end at any step, callers who hang up and ask again.
//!
//! Each schedule is drawn from its seed and runs on one thread by a clock of its own, so the same seed goes the same
//! way. The judge is the simulated gateway's ledger, which takes every charge it gets.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the developers: a step that cannot go on has failed, and it talks to people"
)]

mod clock;
mod desk;
mod dice;
mod gateway;
mod judge;
mod line;
mod pace;
mod plan;
mod plants;
mod process;
mod run;
mod schedule;

use std::process::ExitCode;

const USAGE: &str = "\
keyin-sim [--schedules N] [--from SEED]     N schedules (10,000), from that seed on (0)
keyin-sim --seed SEED                       one schedule, told in full
          --plant NAME                      with a known bug in it, which must be found
          --every-plant                     each known bug in turn, which must be found
          --plants                          the bugs there are";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run::Order::parse(&arguments) {
        Ok(order) => order.carry_out(),
        Err(message) => {
            eprintln!("{message}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}
