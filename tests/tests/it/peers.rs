//! The programs that the public clients are measured with, at a sandbox instead: each pays as often as it says, and says
//! how many calls failed. What `cargo xtask bench --peers` makes of them is no matter of tests.

use std::process::{Command, Stdio};

use keyin_sandbox::{Fault, FaultKind, Operation, SameMerchantUid, Settings};
use keyin_tests::{Shop, TypedCard};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};

use crate::installed::Folder;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers");
/// Three callers and no time: each calls once.
const ORDER: &[u8] = b"3 0\n";

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

/// A program that pays.
struct Payer {
    _process: Child,
    orders: ChildStdin,
    told: Lines<BufReader<ChildStdout>>,
}

impl Payer {
    fn start(program: Command) -> Self {
        let mut program = tokio::process::Command::from(program);
        let mut process =
            program.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let orders = process.stdin.take().unwrap();
        let told = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { _process: process, orders, told }
    }

    async fn line(&mut self) -> String {
        self.told.next_line().await.unwrap().unwrap()
    }

    /// What it answers to three callers.
    async fn order(&mut self) -> Value {
        self.orders.write_all(ORDER).await.unwrap();
        serde_json::from_str(&self.line().await).unwrap()
    }
}

async fn tells_what_it_pays(shop: &Shop, program: Command, version: &str) {
    let paid_before = shop.sandbox.ledger().len();
    let mut payer = Payer::start(program);
    let told = payer.line().await;
    assert!(told.starts_with(version), "{told}");
    for _ in 0..2 {
        assert_eq!(payer.order().await, json!({"paid": 3, "failed": 0}));
    }
    let turned_away = Fault::new(Operation::Again, FaultKind::ExpireToken);
    shop.sandbox.set_faults(vec![turned_away]).unwrap();
    let told = payer.order().await;
    assert_eq!((&told["paid"], &told["failed"]), (&json!(0), &json!(3)));
    assert!(told["why"].as_str().is_some_and(|why| !why.is_empty()), "{told}");
    shop.sandbox.set_faults(Vec::new()).unwrap();
    assert_eq!(shop.sandbox.ledger().len() - paid_before, 6);
}

#[tokio::test]
async fn the_program_of_the_python_client_tells_what_it_pays() {
    let shop = shop().await;
    let python = Folder::copied("recipes/pytest").install_python_packages();
    let mut program = Command::new(python);
    program.arg(format!("{SCRIPTS}/client.py")).arg(shop.sandbox.url());
    tells_what_it_pays(&shop, program, "0.9.0, Python 3.").await;
}

#[tokio::test]
async fn the_program_of_the_node_clients_tells_what_it_pays() {
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
        tells_what_it_pays(&shop, program, version).await;
    }
}
