//! keyin's adapter and the public clients of the API, unchanged, side by side: processes that pay at the same server, in
//! turn. The server is bare hyper with fixed answers on a core of its own, so that it is never what limits; the clients
//! have the other.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it found, and stops when it cannot go on"
)]
#![recursion_limit = "256"]

mod answer;
#[path = "../connection/mod.rs"]
mod connection;
mod contestants;
mod embedder;
#[path = "../fixed_server/mod.rs"]
mod fixed_server;
// The packages stand where the tests of the recipes install them.
#[path = "../../tests/it/installed.rs"]
mod installed;
mod machine;
#[path = "../one_core/mod.rs"]
mod one_core;
mod payer;
mod server;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use contestants::Contestant;
use keyin_tests::peers::{
    CALLERS, Comparison, ENGLISH, KOREAN, Peer, Stampedes, Turn, Verdict, plot, table, with_part,
};
use one_core::Cores;
use payer::Payer;
use server::Server;

const ROUNDS: usize = 7;
/// Seconds: a while before it counts, then one after another, then at once.
const WARM_UP: f64 = 0.5;
const ONE_BY_ONE: f64 = 1.0;
const AT_ONCE: f64 = 1.5;

fn main() -> ExitCode {
    server::be_it_if_asked();
    embedder::be_it_if_asked();
    let peers = contestants::peers();
    let server = Server::start(&Cores::divide());
    let run = compare(&server, &peers);
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    for (page, words) in [("benchmarks.md", &ENGLISH), ("benchmarks.ko.md", &KOREAN)] {
        let (page, part) = (docs.join(page), table(&run, words));
        println!("{part}");
        let written = with_part(&fs::read_to_string(&page).unwrap(), &part).unwrap();
        fs::write(page, written).unwrap();
    }
    fs::write(docs.join("benchmarks-peers.svg"), plot(&run)).unwrap();
    if run.count(Verdict::Missed) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compare(server: &Server, peers: &[Contestant]) -> Comparison {
    let keyin = contestants::keyin();
    let mut run = Comparison {
        machine: machine::told(),
        version: format!("{}, {}", env!("CARGO_PKG_VERSION"), machine::rust()),
        server_load: 0.0,
        peers: Vec::new(),
    };
    for peer in peers {
        let version = Payer::start(peer, server.url()).version().to_owned();
        run.peers.push(Peer { name: peer.name.to_owned(), version, rounds: Vec::new() });
    }
    for round in 1..=ROUNDS {
        println!("round {round} of {ROUNDS}");
        for (contestant, peer) in peers.iter().zip(&mut run.peers) {
            let mut turn = |of| {
                let (turn, load) = turn(server, of);
                run.server_load = run.server_load.max(load);
                turn
            };
            let ours = turn(&keyin);
            peer.rounds.push((ours, turn(contestant)));
        }
    }
    run
}

/// A process of its own from its first calls to its last, and the most that the server used of its core meanwhile.
fn turn(server: &Server, contestant: &Contestant) -> (Turn, f64) {
    let mut payer = Payer::start(contestant, server.url());
    // With no time at all everybody calls once.
    let (_, first) = server.token_requests(|| payer.pay(CALLERS, 0.0));
    payer.pay(CALLERS, WARM_UP);
    let one_by_one = payer.pay(1, ONE_BY_ONE);
    let (at_once, load) = server.load(|| payer.pay(CALLERS, AT_ONCE));
    // Last, as not every client is good for anything after it.
    server.end_token();
    let (failed, ended) = server.token_requests(|| payer.stampede(CALLERS));
    let stampedes = Stampedes { first, ended, failed };
    let turn = Turn { one_by_one: one_by_one.rate(), at_once: at_once.rate(), cpu: at_once.cpu(), stampedes };
    (turn, load)
}
