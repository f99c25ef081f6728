//! The sandbox as a server with a file: killed like any other process, and there again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use keyin_tests::{Keyin, SandboxServer, client, traces_of_number, until};
use serde_json::{Value, json};

const CARD: &str = "4000-0000-0000-0002";
/// How many payments are answered before the sandbox is killed.
const ANSWERED: usize = 40;
const AT_ONCE: usize = 4;

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
    let server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    let (url, token_before) = (server.url().to_owned(), server.token().await);
    let answered = Arc::new(Mutex::new(BTreeSet::new()));
    let lanes: Vec<_> = (0..AT_ONCE)
        .map(|lane| tokio::spawn(pay_on(url.clone(), token_before.clone(), lane, Arc::clone(&answered))))
        .collect();
    until("enough payments", || answered.lock().unwrap().len() >= ANSWERED).await;
    server.kill().await;
    for lane in lanes {
        lane.await.unwrap();
    }

    let server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    let ledger = server.control(reqwest::Method::GET, "ledger", None).await;
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
    let token = server.token().await;
    let key = client()
        .get(format!("{}/subscribe/customers/c-0", server.url()))
        .header("Authorization", token)
        .send()
        .await;
    let key: Value = key.unwrap().json().await.unwrap();
    assert_eq!(key["response"]["card_number"], "400000******0002");
    server.stop().await.ended(0);
    let file = std::fs::read(machine.folder().join(SandboxServer::DATA)).unwrap();
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
