//! The sandbox itself, killed under a batch and while schedules are added: what it answered it still knows.

use std::collections::BTreeSet;
use std::time::Duration;

use keyin_tests::{Keyin, SandboxServer, TypedCard};
use reqwest::Method;
use serde_json::{Value, json};

use crate::judge::{Moved, agree_on};
use crate::kills::{Dice, WINDOWS, start_batch, write_batch};

/// Rows of the batch for each kill: at the usual five a second more than are charged while one sandbox lives, so that
/// each kill finds the batch under way.
const ROWS_A_KILL: usize = 10;
/// The longest that a sandbox lives, in milliseconds, beyond the first 200.
const LIFE: u64 = 1_500;
const CUSTOMER: &str = "customer-1";
/// When all schedules are run, as it is typed, and in Unix seconds.
const AT: (&str, i64) = ("2031-01-01T00:00:00Z", 1_924_992_000);

/// So many kills of one sandbox; how many won its ledger and the journal then agree on.
pub(crate) async fn try_random(kills: u32, seed: u64) -> i64 {
    let machine = Keyin::bare();
    let mut server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    let address = server.address().to_owned();
    // It stands in the file, and need not be said again.
    server.control(Method::PUT, "settings", Some(json!({"same_merchant_uid": "charge_again"}))).await;
    let keyin = WINDOWS.iter().fold(Keyin::new(server.url()), |keyin, (name, value)| keyin.with(name, value));
    let keyin = keyin.with("KEYIN_LOG", "warn");
    register(&keyin).await;
    let number = ROWS_A_KILL * kills as usize;
    write_batch(&keyin, CUSTOMER, number);
    let dice = Dice::of(seed);
    let mut answered = BTreeSet::new();
    for kill in 0..kills {
        slow_down(&server).await;
        let mut batch = start_batch(&keyin).await;
        let life = tokio::time::sleep(Duration::from_millis(200 + dice.below(LIFE)));
        tokio::select! {
            () = add_schedules(&keyin, kill, &mut answered) => {}
            () = life => {}
        }
        server.kill().await;
        batch.end().await;
        let told = succeeded(&keyin).await;
        server = SandboxServer::start(&machine, &address).await;
        let known: BTreeSet<String> = moved(&server).await.into_iter().map(|(uid, _)| uid).collect();
        assert!(known.is_superset(&told), "answered and forgotten: {:?}", told.difference(&known));
    }
    let scheduled = go_on(&keyin, &server, &answered).await;
    let mut charges: Vec<_> = (0..number).map(|row| (format!("row-{row}"), 1)).collect();
    charges.extend(scheduled.into_iter().map(|uid| (uid, 1)));
    agree_on(&keyin, moved(&server).await, &charges).await
}

/// To the end of the batch, and beyond the time of the schedules; which those are, with those whose answer was lost.
async fn go_on(keyin: &Keyin, server: &SandboxServer, answered: &BTreeSet<String>) -> Vec<String> {
    server.control(Method::DELETE, "faults", None).await;
    again_until_done(keyin, &["pay", "file", "batch.csv", "--concurrency", "16", "--json"]).await;
    again_until_done(keyin, &["resolve", "--wait", "--json"]).await;
    for uid in answered {
        assert_eq!(state_of(keyin, uid).await, "scheduled", "{uid}");
    }
    let all = schedules_of(keyin).await;
    for uid in &all {
        again_until_done(keyin, &add(uid)).await;
    }
    let clock = server.control(Method::GET, "clock", None).await;
    let left = AT.1 + 3_600 - clock["now"].as_i64().unwrap();
    server.control(Method::POST, "clock/advance", Some(json!({"seconds": left}))).await;
    for uid in &all {
        assert_eq!(state_of(keyin, uid).await, "succeeded", "{uid}");
    }
    all
}

async fn register(keyin: &Keyin) {
    let line =
        ["pay", "card", "--merchant-uid", "first", "--amount", "1000", "--name", "구독", "--card-stdin"];
    let line = [&line[..], &["--customer-uid", CUSTOMER, "--json"]].concat();
    keyin.run_with_input(&line, &TypedCard::GOOD.to_json()).await.ended(0);
}

/// So that the batch is under way when the sandbox is killed.
async fn slow_down(server: &SandboxServer) {
    let slow = json!({"faults": [{"operation": "again", "kind": "delay", "delay_ms": 60}]});
    server.control(Method::PUT, "faults", Some(slow)).await;
}

/// One after the other, for as long as there is somebody to tell; notes those that were answered.
async fn add_schedules(keyin: &Keyin, kill: u32, answered: &mut BTreeSet<String>) {
    for number in 0.. {
        let uid = format!("standing-{kill}-{number}");
        let told = keyin.run(&add(&uid)).await;
        if told.exit == Some(0) {
            answered.insert(uid);
        }
    }
}

fn add(uid: &str) -> Vec<&str> {
    let order = ["schedule", "add", "--customer-uid", CUSTOMER, "--merchant-uid", uid, "--amount", "5000"];
    [&order[..], &["--name", "구독", "--at", AT.0, "--json"]].concat()
}

async fn again_until_done(keyin: &Keyin, line: &[&str]) {
    let mut told = keyin.run(line).await;
    for _ in 0..5 {
        if told.exit == Some(0) {
            break;
        }
        told = keyin.run(line).await;
    }
    told.ended(0);
}

async fn rows(keyin: &Keyin) -> Vec<Value> {
    let listed = keyin.run(&["pay", "list", "--limit", "1000000", "--json"]).await.ended(0).documents();
    listed.into_iter().filter(|row| row["merchant_uid"].is_string()).collect()
}

fn uid_of(row: &Value) -> String {
    row["merchant_uid"].as_str().unwrap().to_owned()
}

/// What the journal has an answer of.
async fn succeeded(keyin: &Keyin) -> BTreeSet<String> {
    rows(keyin).await.iter().filter(|row| row["state"] == "succeeded").map(uid_of).collect()
}

async fn schedules_of(keyin: &Keyin) -> Vec<String> {
    rows(keyin).await.iter().map(uid_of).filter(|uid| uid.starts_with("standing-")).collect()
}

async fn state_of(keyin: &Keyin, uid: &str) -> String {
    let shown = keyin.run(&["pay", "show", uid, "--json"]).await.ended(0).document();
    shown["state"].as_str().unwrap().to_owned()
}

async fn moved(server: &SandboxServer) -> Vec<Moved> {
    let ledger = server.control(Method::GET, "ledger", None).await;
    let entries = ledger["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| {
            let amount = entry["amount"].as_i64().unwrap();
            (uid_of(entry), if entry["kind"] == "charge" { amount } else { -amount })
        })
        .collect()
}
