//! `keyin-cluster`: three processes and one PostgreSQL charge one batch, while processes are stopped, killed and cut
//! off and the database is restarted under them. The judge is the ledger of a sandbox that charges every request.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool of the developers: a step that cannot go on has failed, and it talks to people"
)]

mod batch;
mod member;
mod trouble;
mod wire;

use std::process::ExitCode;
use std::time::Duration;

use keyin_test_postgres::TestPostgres;
use keyin_tests::Till;

use batch::Batch;
use member::Member;
use trouble::Trouble;

const USAGE: &str = "\
keyin-cluster [--charges N] [--strikes N] [--seed N]
    N charges (50,000) by three processes, through so many strikes (20): stops, kills, cuts, restarts of the database";
const MEMBERS: usize = 3;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(Order { charges, strikes, seed }) = parse(&arguments) else {
        println!("{USAGE}");
        return ExitCode::from(2);
    };
    let postgres = TestPostgres::start(&keyin_test_postgres::ClusterOptions::default());
    let database = postgres.fresh_database();
    let till = Till::open().await;
    let batch = Batch::write(&till, charges).await;
    let mut members = Vec::new();
    for number in 0..MEMBERS {
        members.push(Member::of(&till, &database, number).await);
    }
    let mut trouble = Trouble::seeded(seed);
    let working = futures::future::join_all(members.iter().map(Member::work_to_the_end));
    tokio::pin!(working);
    loop {
        tokio::select! {
            () = async { (&mut working).await; } => break,
            () = trouble.strike(&members, &postgres), if trouble.strikes() < strikes => {}
        }
    }
    println!("{trouble}");
    let doubles = batch.judge(&till, &members[0]).await;
    println!("cluster: {charges} charges by {MEMBERS} processes, {doubles} doubles");
    if doubles == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Order {
    charges: usize,
    strikes: usize,
    seed: u64,
}

fn parse(arguments: &[String]) -> Option<Order> {
    let mut order = Order { charges: 50_000, strikes: 20, seed: 1 };
    for pair in arguments.chunks(2) {
        match pair {
            [flag, value] if flag == "--charges" => order.charges = value.parse().ok()?,
            [flag, value] if flag == "--strikes" => order.strikes = value.parse().ok()?,
            [flag, value] if flag == "--seed" => order.seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(order)
}

/// Between two strikes.
pub(crate) const REST: Duration = Duration::from_secs(3);
