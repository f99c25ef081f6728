//! The sandbox as a real process on one core: its calls against a bare hyper server with a fixed answer of the same size,
//! its start, its memory, and whether a million payments make it slower.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it found, and stops when it cannot go on"
)]

mod bare_hyper;
mod connection;
mod measure;
mod one_core;
mod raw_calls;
mod sandbox_calls;

use std::process::ExitCode;
use std::time::Instant;

use connection::Connection;
use keyin_tests::Spread;
use measure::{Goal, compare, rate};
use one_core::{Cores, Server};
use sandbox_calls::{IN_FLIGHT, Sandbox, get_token};

const ROUNDS: usize = 15;
/// In a round.
const CALLS: u32 = 10_000;
/// One after another in a round; few, for each makes the small sandbox larger where it pays.
const ONE_BY_ONE: u32 = 200;
const FEW: usize = 1_000;
const MANY: usize = 1_000_000;
/// A page of the many, at 20 payments a page.
const FAR_BACK: usize = 40_000;
/// From here on the logs are full, and only what is stored grows.
const LOGS_FULL: usize = 20_000;

const MOST_START_MS: f64 = 20.0;
const MOST_IDLE: f64 = 10_000_000.0;
const MOST_A_PAYMENT: f64 = 1_000.0;

fn main() -> ExitCode {
    bare_hyper::serve_if_asked();
    let cores = Cores::divide();
    let mut met = first_answer(&cores);
    let mut full = Sandbox::start(&cores);
    met &= at_most("resident when idle", "bytes", resident(&full.server), MOST_IDLE);
    full.fill(LOGS_FULL);
    met &= rates(&cores, &mut full);
    met &= a_payment(&mut full);
    met &= far_back(&full);
    met &= flat(&cores, &mut full);
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Milliseconds from the start of the process to its first answer.
fn first_answer(cores: &Cores) -> bool {
    let once = || {
        let begun = Instant::now();
        let server = cores.start(&mut sandbox_calls::command());
        Connection::open(server.address()).unwrap().call(&get_token());
        begun.elapsed().as_secs_f64() * 1_000.0
    };
    once();
    let times = Spread::of((0..ROUNDS).map(|_| once()).collect());
    println!("first answer from {:.1} to {:.1} ms", times.least, times.most);
    at_most("first answer after the start", "ms", times.median, MOST_START_MS)
}

/// Resident memory in bytes.
fn resident(server: &Server) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let kibibytes: f64 = line.split_ascii_whitespace().next().unwrap().parse().unwrap();
    kibibytes * 1_024.0
}

fn rates(cores: &Cores, sandbox: &mut Sandbox) -> bool {
    let mut probe = Connection::open(sandbox.server.address()).unwrap();
    let bytes = probe.call(&sandbox.payment(0)).len();
    let bare = cores.start(&mut bare_hyper::command(bytes));
    let (mut ours, mut theirs) =
        (sandbox.callers(IN_FLIGHT), raw_calls::Callers::open(bare.address(), IN_FLIGHT));
    let goal = Goal {
        name: "GET /payments/{imp_uid}, one core, 32 in flight",
        ours: "keyin sandbox",
        theirs: "bare hyper",
        at_least: 0.33,
    };
    let get = sandbox.payment(0);
    let met = compare(
        goal,
        ROUNDS,
        || calls(|| sandbox.look_up(&mut ours, CALLS)),
        || calls(|| theirs.calls(CALLS, |_| get.clone(), |_| {})),
    );
    let goal = Goal { name: "POST /subscribe/payments/onetime, one core, 32 in flight", ..goal };
    let post = sandbox.onetime(0);
    let met = met
        & compare(
            goal,
            ROUNDS,
            || calls(|| sandbox.pay(&mut ours, CALLS)),
            || calls(|| theirs.calls(CALLS, |_| post.clone(), |_| {})),
        );
    let load = bare.load(|| theirs.calls(10 * CALLS, |_| post.clone(), |_| {}));
    println!("  bare hyper uses {load:.2} of its core: below 1 the caller is too slow for it");
    met
}

/// Bytes that a stored payment takes once the logs are full.
fn a_payment(sandbox: &mut Sandbox) -> bool {
    let (before, had) = (resident(&sandbox.server), sandbox.made());
    sandbox.fill(MANY);
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let more = (MANY - had) as f64;
    at_most(
        "resident for each stored payment",
        "bytes",
        (resident(&sandbox.server) - before) / more,
        MOST_A_PAYMENT,
    )
}

/// Calls one after another of a sandbox with a million payments, against one with a thousand.
fn flat(cores: &Cores, full: &mut Sandbox) -> bool {
    let mut small = Sandbox::start(cores);
    small.fill(FEW);
    let (mut with_many, mut with_few) = (full.callers(1), small.callers(1));
    let mut met = true;
    type Request = fn(&Sandbox, usize) -> Vec<u8>;
    let reads: [(&str, Request); 3] = [
        ("GET /payments/{imp_uid}, one at a time", Sandbox::payment),
        ("GET /payments/findAll/{merchant_uid}, one at a time", Sandbox::find_all),
        ("GET /payments/status/paid, one at a time", |sandbox, _| sandbox.status_page(1)),
    ];
    for (name, request) in reads {
        met &= compare(
            same(name),
            ROUNDS,
            || one_by_one(|| with_many.calls(ONE_BY_ONE, |number| request(full, number), |_| {})),
            || one_by_one(|| with_few.calls(ONE_BY_ONE, |number| request(&small, number), |_| {})),
        );
    }
    let name = "POST /subscribe/payments/onetime, one at a time";
    met & compare(
        same(name),
        ROUNDS,
        || one_by_one(|| full.pay(&mut with_many, ONE_BY_ONE)),
        || one_by_one(|| small.pay(&mut with_few, ONE_BY_ONE)),
    )
}

/// A page far from the beginning of a status list, against the first one of the same list.
fn far_back(full: &Sandbox) -> bool {
    let (mut at_the_end, mut at_the_beginning) = (full.callers(1), full.callers(1));
    let goal = Goal {
        name: "GET /payments/status/paid of 1,000,000, one at a time",
        ours: "page 40,000",
        theirs: "page 1",
        at_least: 0.80,
    };
    compare(
        goal,
        ROUNDS,
        || one_by_one(|| at_the_end.calls(ONE_BY_ONE, |_| full.status_page(FAR_BACK), |_| {})),
        || one_by_one(|| at_the_beginning.calls(ONE_BY_ONE, |_| full.status_page(1), |_| {})),
    )
}

/// The same, but for what a larger memory costs a processor's caches.
fn same(name: &'static str) -> Goal {
    Goal { name, ours: "1,000,000 payments stored", theirs: "1,000 payments stored", at_least: 0.80 }
}

fn calls(work: impl FnOnce()) -> f64 {
    rate(CALLS, work)
}

fn one_by_one(work: impl FnOnce()) -> f64 {
    rate(ONE_BY_ONE, work)
}

fn at_most(name: &str, unit: &str, found: f64, goal: f64) -> bool {
    let met = found <= goal;
    println!("{name}\n  {found:.1} {unit}, goal at most {goal:.0}: {}", if met { "met" } else { "MISSED" });
    met
}
