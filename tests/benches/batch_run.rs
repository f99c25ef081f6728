//! `keyin pay file` against `keyin sandbox`, both as real processes: what durability costs, what it would cost without
//! shared commits, and how near a slow gateway's ideal the run comes.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it found, and stops when it cannot go on"
)]

mod measure;
mod real_run;

use std::process::ExitCode;

use measure::{Goal, compare};
use real_run::{Gateway, Journal, Run};

const ROWS: u32 = 20_000;
/// Milliseconds that the slow gateway takes for each charge.
const SLOW: u32 = 200;
const IN_FLIGHT: u32 = 1_024;
/// Kibibytes.
const MOST_MEMORY: f64 = 64.0 * 1024.0;

fn main() -> ExitCode {
    let quick = Gateway::start(0);
    let at_once =
        |journal| move |gateway: &Gateway| Run { rows: ROWS, in_flight: 256, journal }.rate(gateway);
    let (whole, none, one_by_one) =
        (at_once(Journal::Usual), at_once(Journal::None), at_once(Journal::OneByOne));
    let durable = Goal {
        name: "20,000 charges from a file at 0 ms, SQLite",
        ours: "each step durable",
        theirs: "without a journal",
        at_least: 0.75,
    };
    let mut met = compare(durable, 5, || whole(&quick), || none(&quick));
    let grouped = Goal {
        name: "20,000 charges from a file at 0 ms, SQLite",
        ours: "commits shared",
        theirs: "a commit for each step",
        at_least: 10.0,
    };
    met &= compare(grouped, 3, || whole(&quick), || one_by_one(&quick));
    met &= slow_gateway();
    met &= memory(&quick);
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn slow_gateway() -> bool {
    let slow = Gateway::start(SLOW);
    let waves = ROWS.div_ceil(IN_FLIGHT);
    let ideal = f64::from(ROWS) / (f64::from(waves * SLOW) / 1_000.0);
    let run = |journal| Run { rows: ROWS, in_flight: IN_FLIGHT, journal }.rate(&slow);
    let near = Goal {
        name: "20,000 charges from a file at 200 ms, 1,024 in flight, SQLite",
        ours: "each step durable",
        theirs: "the ideal in whole waves",
        at_least: 0.95,
    };
    let met = compare(near, 3, || run(Journal::Usual), || ideal);
    let cost = Goal { theirs: "without a journal", at_least: 0.97, ..near };
    met & compare(cost, 3, || run(Journal::Usual), || run(Journal::None))
}

fn memory(gateway: &Gateway) -> bool {
    let run = |rows| Run { rows, in_flight: IN_FLIGHT, journal: Journal::Usual }.peak_memory(gateway);
    let (few, many) = (run(10_000), run(1_000_000));
    println!("resident memory at its highest, 1,024 in flight");
    println!(
        "  10,000 rows {few:.0} KiB, 1,000,000 rows {many:.0} KiB, goal at most {MOST_MEMORY:.0} and the same"
    );
    // The same, but for what an allocator does by chance.
    let met = many <= MOST_MEMORY && many / few < 1.15;
    println!("  {:.3} times as much: {}", many / few, if met { "met" } else { "MISSED" });
    met
}
