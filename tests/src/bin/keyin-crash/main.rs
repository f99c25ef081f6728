//! `keyin-crash`: real processes, killed with SIGKILL before and after every step of the journal and the gateway, and
//! at random; then the same command again. The judge is the ledger of a sandbox that charges every request it gets.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool of the developers: a step that cannot go on has failed, and it talks to people"
)]

mod flow;
mod judge;
mod kills;
mod points;
mod scene;

use std::process::ExitCode;

use scene::Store;

const USAGE: &str = "\
keyin-crash [--store sqlite|postgres] [--kills N] [--seed N]
    every kill point of every flow, then N random kills (500), on both stores unless one is named";

struct Order {
    stores: Vec<Store>,
    kills: u32,
    seed: u64,
}

fn parse(arguments: &[String]) -> Option<Order> {
    let mut order = Order { stores: Store::ALL.to_vec(), kills: 500, seed: 1 };
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let value = rest.next()?;
        match flag.as_str() {
            "--store" => order.stores = vec![Store::of_name(value)?],
            "--kills" => order.kills = value.parse().ok()?,
            "--seed" => order.seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(order)
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(Order { stores, kills, seed }) = parse(&arguments) else {
        println!("{USAGE}");
        return ExitCode::from(2);
    };
    let points = points::try_every(&stores).await;
    println!("{points} kill points of {} flows converged", flow::Flow::ALL.len());
    if kills > 0 {
        let won = kills::try_random(&stores, kills, seed).await;
        println!("{kills} random kills converged; ledger and journal agree on {won} won");
    }
    println!("crash: nothing doubled, nothing lost, nothing stuck");
    ExitCode::SUCCESS
}
