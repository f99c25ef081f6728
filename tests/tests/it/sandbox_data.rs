//! The sandbox as a server with a file: killed like any other process, and there again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use keyin_tests::{Keyin, SandboxServer, client, traces_of_number, until};
use reqwest::{Method, StatusCode};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
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
    let ledger = server.control(Method::GET, "ledger", None).await;
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

/// A machine whose sandbox is told of a file that must not grow, rather than killed for it.
fn machine_with_limits() -> Keyin {
    Keyin::bare().in_a_shell("trap '' XFSZ")
}

/// How large that sandbox's file may become, in bytes; `None`: as large as it likes.
fn limit(server: &SandboxServer, bytes: Option<u64>) {
    let process = Pid::from_raw(i32::try_from(server.process()).unwrap());
    prlimit(process, Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
}

/// What a call is answered; `None`: nothing.
async fn called(
    server: &SandboxServer,
    token: &str,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Option<(StatusCode, Value)> {
    let request = client().request(method, format!("{}{path}", server.url())).header("Authorization", token);
    let request = body.into_iter().fold(request, |request, body| request.json(&body));
    let answer = request.send().await.ok()?;
    Some((answer.status(), answer.json().await.unwrap()))
}

async fn pay(server: &SandboxServer, token: &str, uid: &str) -> Option<(StatusCode, Value)> {
    let order =
        json!({"merchant_uid": uid, "amount": 3000, "name": "n", "card_number": CARD, "expiry": "2030-01"});
    called(server, token, Method::POST, "/subscribe/payments/onetime", Some(order)).await
}

async fn look_up(server: &SandboxServer, token: &str, uid: &str) -> (StatusCode, Value) {
    called(server, token, Method::GET, &format!("/payments/find/{uid}"), None).await.unwrap()
}

async fn charged(server: &SandboxServer) -> Vec<String> {
    let ledger = server.control(Method::GET, "ledger", None).await;
    let entries = ledger["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["merchant_uid"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn nothing_is_claimed_that_a_full_disk_does_not_keep() {
    let machine = machine_with_limits();
    let server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    let token = server.token().await;
    assert_eq!(pay(&server, &token, "before").await.unwrap().1["response"]["status"], "paid");

    // There is room for a part of the next line, which must not be left behind.
    let file = machine.folder().join(SandboxServer::DATA);
    let whole = std::fs::read(&file).unwrap();
    limit(&server, Some(whole.len() as u64 + 40));
    assert_eq!(pay(&server, &token, "during").await, None, "it may be forgotten, so nothing is said");
    assert_eq!(std::fs::read(&file).unwrap(), whole);
    let (status, told) = pay(&server, &token, "after").await.unwrap();
    assert_eq!((status, &told["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!(-1)), "{told}");
    for uid in ["before", "during"] {
        assert_eq!(look_up(&server, &token, uid).await.0, StatusCode::SERVICE_UNAVAILABLE, "{uid}");
    }
    let (status, told) = called(&server, &token, Method::POST, "/_sandbox/reset", None).await.unwrap();
    assert_eq!((status.as_u16(), &told["error"]["code"]), (503, &json!("sandbox.data_not_written")));

    // As soon as there is room the sandbox goes on: what it did is kept, and what it refused it did not do.
    limit(&server, None);
    assert_eq!(look_up(&server, &token, "during").await.1["response"]["status"], "paid");
    assert_eq!(look_up(&server, &token, "after").await.0, StatusCode::NOT_FOUND);
    assert_eq!(pay(&server, &token, "after").await.unwrap().1["response"]["status"], "paid");
    server.kill().await;
    let server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    assert_eq!(charged(&server).await, ["before", "during", "after"]);
}

#[tokio::test]
async fn a_kill_on_a_full_disk_forgets_what_was_not_answered_and_nothing_else() {
    let machine = machine_with_limits();
    let server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    let token = server.token().await;
    pay(&server, &token, "before").await.unwrap();
    limit(&server, Some(std::fs::metadata(machine.folder().join(SandboxServer::DATA)).unwrap().len()));
    assert_eq!(pay(&server, &token, "during").await, None);
    server.kill().await;
    let server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    assert_eq!(charged(&server).await, ["before"]);
    let token = server.token().await;
    assert_eq!(pay(&server, &token, "during").await.unwrap().1["response"]["status"], "paid");
}
