//! `keyin-crash`: real processes, killed with SIGKILL before and after every step of the journal and the gateway, and
//! at random; then the same command again. The sandbox is killed too, with its data in a file. The judge is its ledger,
//! and it charges every request it gets.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool of the developers: a step that cannot go on has failed, and it talks to people"
)]

mod flow;
mod gateway_kills;
mod judge;
mod kills;
mod points;
mod scene;

use std::process::ExitCode;

use scene::Store;

const USAGE: &str = "\
keyin-crash [--store sqlite|postgres] [--kills N] [--gateway-kills N] [--seed N]
    every kill point of every flow, then N random kills (500), on both stores unless one is named,
    then N random kills of the sandbox with its data in a file (20)";

struct Order {
    stores: Vec<Store>,
    kills: u32,
    gateway_kills: u32,
    seed: u64,
}

fn parse(arguments: &[String]) -> Option<Order> {
    let mut order = Order { stores: Store::ALL.to_vec(), kills: 500, gateway_kills: 20, seed: 1 };
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let value = rest.next()?;
        match flag.as_str() {
            "--store" => order.stores = vec![Store::of_name(value)?],
            "--kills" => order.kills = value.parse().ok()?,
            "--gateway-kills" => order.gateway_kills = value.parse().ok()?,
            "--seed" => order.seed = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(order)
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(Order { stores, kills, gateway_kills, seed }) = parse(&arguments) else {
        println!("{USAGE}");
        return ExitCode::from(2);
    };
    let points = points::try_every(&stores).await;
    println!("{points} kill points of {} flows converged", flow::Flow::ALL.len());
    if kills > 0 {
        let won = kills::try_random(&stores, kills, seed).await;
        println!("{kills} random kills converged; ledger and journal agree on {won} won");
    }
    if gateway_kills > 0 {
        let won = gateway_kills::try_random(gateway_kills, seed).await;
        println!("{gateway_kills} kills of the sandbox lost nothing; ledger and journal agree on {won} won");
    }
    println!("crash: nothing doubled, nothing lost, nothing stuck");
    ExitCode::SUCCESS
}
