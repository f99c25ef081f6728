//! The programs that the public clients are measured with, at a sandbox instead: each pays as often as it says. What
//! `cargo xtask bench --peers` makes of them is no matter of tests.

use std::process::{Command, Stdio};

use keyin_sandbox::{SameMerchantUid, Settings};
use keyin_tests::{Shop, TypedCard};
use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::installed::Folder;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers");
/// Twice three callers and no time: each calls once.
const ORDERS: &str = "3 0\n3 0\n";

/// A sandbox in which the programs' one order can be paid again and again.
async fn shop() -> Shop {
    let shop =
        Shop::with(Settings { same_merchant_uid: SameMerchantUid::ChargeAgain, ..Settings::default() }).await;
    let TypedCard { number, expiry, birth, pwd_2digit } = TypedCard::GOOD;
    let first = json!({
        "merchant_uid": "first", "customer_uid": "customer-1-card-1", "amount": 1000, "name": "월간 이용권",
        "card_number": number, "expiry": expiry, "birth": birth, "pwd_2digit": pwd_2digit,
    });
    shop.post("/subscribe/payments/onetime", &first).await.ok();
    shop
}

async fn pays_as_often_as_it_says(shop: &Shop, program: Command, version: &str) {
    let paid_before = shop.sandbox.ledger().len();
    let mut program = tokio::process::Command::from(program);
    let mut running =
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    running.stdin.take().unwrap().write_all(ORDERS.as_bytes()).await.unwrap();
    let told = running.wait_with_output().await.unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with(version), "{told}");
    assert_eq!(lines[1..], ["3", "3"]);
    assert_eq!(shop.sandbox.ledger().len() - paid_before, 6);
}

#[tokio::test]
async fn the_program_of_the_python_client_pays_as_often_as_it_says() {
    let shop = shop().await;
    let python = Folder::copied("recipes/pytest").install_python_packages();
    let mut program = Command::new(python);
    program.arg(format!("{SCRIPTS}/client.py")).arg(shop.sandbox.url());
    pays_as_often_as_it_says(&shop, program, "0.9.0, Python 3.").await;
}

#[tokio::test]
async fn the_program_of_the_node_clients_pays_as_often_as_it_says() {
    let shop = shop().await;
    let packages = Folder::copied("recipes/node-test");
    packages.install_node_packages();
    for (name, version) in [
        ("iamport", "0.3.4, Node "),
        ("iamporter", "1.4.2, Node "),
        ("iamport-rest-client-nodejs", "0.9.12, Node "),
        ("iamport-server-api", "10.0.0, Node "),
    ] {
        let mut program = packages.command("node");
        program.arg(format!("{SCRIPTS}/client.js")).args([name, &shop.sandbox.url()]);
        pays_as_often_as_it_says(&shop, program, version).await;
    }
}
