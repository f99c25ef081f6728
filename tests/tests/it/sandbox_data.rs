//! The sandbox as a server with a file: killed like any other process, and there again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keyin_tests::{Keyin, send_signal, traces_of_number, until};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

const CARD: &str = "4000-0000-0000-0002";
/// How many payments are answered before the sandbox is killed.
const ANSWERED: usize = 40;
const AT_ONCE: usize = 4;

async fn start(machine: &Keyin) -> (Child, String) {
    let line = ["sandbox", "--listen", "127.0.0.1:0", "--json", "--data", "sandbox.data"];
    let mut server = machine.start(&line, b"").await;
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let first = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await.unwrap().unwrap();
    let told: Value = serde_json::from_str(&first.unwrap()).unwrap();
    (server, told["listening"].as_str().unwrap().to_owned())
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

async fn token(http: &reqwest::Client, url: &str) -> String {
    let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
    let granted = http.post(format!("{url}/users/getToken")).json(&keys).send().await.unwrap();
    let granted: Value = granted.json().await.unwrap();
    granted["response"]["access_token"].as_str().unwrap().to_owned()
}

/// Pays one order after the other until there is nobody to pay to, and notes what was answered.
async fn pay_on(url: String, token: String, lane: usize, answered: Arc<Mutex<BTreeSet<String>>>) {
    let http = client();
    for number in 0.. {
        let uid = format!("lane-{lane}-{number}");
        let order = json!({
            "merchant_uid": uid, "amount": 3000, "name": "n", "card_number": CARD, "expiry": "2030-01",
            "birth": "123456", "customer_uid": format!("c-{lane}"),
        });
        let url = format!("{url}/subscribe/payments/onetime");
        let sent = http.post(url).header("Authorization", &token).json(&order).send().await;
        let Ok(answer) = sent else { return };
        let Ok(told) = answer.json::<Value>().await else { return };
        assert_eq!(told["response"]["status"], "paid", "{told}");
        answered.lock().unwrap().insert(uid);
    }
}

#[tokio::test]
async fn what_was_answered_before_a_kill_is_there_after_it() {
    let machine = Keyin::bare();
    let (mut server, url) = start(&machine).await;
    let token_before = token(&client(), &url).await;
    let answered = Arc::new(Mutex::new(BTreeSet::new()));
    let lanes: Vec<_> = (0..AT_ONCE)
        .map(|lane| tokio::spawn(pay_on(url.clone(), token_before.clone(), lane, Arc::clone(&answered))))
        .collect();
    until("enough payments", || answered.lock().unwrap().len() >= ANSWERED).await;
    send_signal(&server, "KILL");
    server.wait().await.unwrap();
    for lane in lanes {
        lane.await.unwrap();
    }

    let (server, url) = start(&machine).await;
    let ledger: Value = reqwest::get(format!("{url}/_sandbox/ledger")).await.unwrap().json().await.unwrap();
    let kept: Vec<&str> = ledger["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["merchant_uid"].as_str().unwrap())
        .collect();
    let once: BTreeSet<String> = kept.iter().map(|uid| (*uid).to_owned()).collect();
    assert_eq!(once.len(), kept.len(), "nothing is there twice");
    let answered = answered.lock().unwrap().clone();
    assert!(once.is_superset(&answered), "answered and forgotten: {:?}", answered.difference(&once));
    assert!(kept.len() <= answered.len() + AT_ONCE, "{} kept, {} answered", kept.len(), answered.len());
    // A key that paid is there, too.
    let http = client();
    let token = token(&http, &url).await;
    let key = http.get(format!("{url}/subscribe/customers/c-0")).header("Authorization", token).send().await;
    let key: Value = key.unwrap().json().await.unwrap();
    assert_eq!(key["response"]["card_number"], "400000******0002");
    send_signal(&server, "TERM");
    assert_eq!(keyin_tests::Run::end_of(server).await.exit, Some(0));
    let file = std::fs::read(machine.folder().join("sandbox.data")).unwrap();
    assert_eq!(traces_of_number(CARD, &file), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_that_is_something_else_is_said_to_be() {
    let machine = Keyin::bare();
    std::fs::write(machine.folder().join("sandbox.data"), "a letter").unwrap();
    let line = ["sandbox", "--listen", "127.0.0.1:0", "--json", "--data", "sandbox.data"];
    let told = machine.run(&line).await.ended(4);
    let error = &told.document()["error"];
    assert_eq!(error["code"], "sandbox.start");
    assert!(error["message"].as_str().unwrap().contains("not a sandbox's data file"), "{error}");
}
