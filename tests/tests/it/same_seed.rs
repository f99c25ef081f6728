//! With a clock that stands, the same seed and the same calls one at a time, every answer is the same byte for byte.

use std::collections::BTreeSet;

use keyin_sandbox::{Sandbox, SandboxOptions};
use keyin_tests::{Facts, Keyin, client};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

/// Nine in the morning in Korea on the first day of 2026.
const START: i64 = 1_767_225_600;
const SEED: u64 = 20_260_101;
const ROUNDS: i64 = 6;
/// Where webhooks go; nobody answers there.
const NOBODY: &str = "http://127.0.0.1:1/webhooks";

/// What came of one call: what it was, the status and the body, or nothing where the connection was closed.
type Told = (String, Option<(u16, Vec<u8>)>);

/// Somebody who calls everything there is, over and over.
struct Caller {
    url: String,
    http: Client,
    token: String,
    imp_uid: String,
    told: Vec<Told>,
}

impl Caller {
    async fn call(&mut self, method: &Method, path: &str, query: &Value, body: &Value) -> Value {
        let request = self.http.request(method.clone(), format!("{}{path}", self.url));
        let request = request.header("Authorization", &self.token).query(query);
        let request = if *method == Method::GET { request } else { request.json(body) };
        let what = format!("{}: {method} {path}", self.told.len());
        let told = match request.send().await {
            Err(_) => None,
            Ok(answer) => {
                let status = answer.status().as_u16();
                answer.bytes().await.ok().map(|body| (status, body.to_vec()))
            }
        };
        let value = told.as_ref().and_then(|(_, body)| serde_json::from_slice(body).ok());
        self.told.push((what, told));
        value.unwrap_or_default()
    }

    async fn control(&mut self, method: &Method, path: &str, body: Value) -> Value {
        self.call(method, &format!("/_sandbox/{path}"), &json!({}), &body).await
    }

    /// Calls every endpoint of the official table once, each with all that any of them takes.
    async fn round(&mut self, round: i64) {
        let token = ("post", "/users/getToken");
        let official = Facts::load().endpoints().filter(|endpoint| *endpoint != token);
        // Yesterday's token has expired.
        let endpoints = [token].into_iter().chain(official).chain([("post", "/subscribe/payments/foreign")]);
        for (place, (method, path)) in endpoints.enumerate() {
            let method: Method = method.to_ascii_uppercase().parse().unwrap();
            let path = self.filled(path, round);
            let answer = self.call(&method, &path, &query(round), &body(round, place, &self.imp_uid)).await;
            let response = &answer["response"];
            if let Some(token) = response["access_token"].as_str() {
                token.clone_into(&mut self.token);
            }
            if let Some(imp_uid) = response["imp_uid"].as_str() {
                imp_uid.clone_into(&mut self.imp_uid);
            }
        }
    }

    fn filled(&self, path: &str, round: i64) -> String {
        let part = |part: &str| match part {
            "{imp_uid}" => self.imp_uid.clone(),
            "{customer_uid}" => format!("c-{}", round % 3),
            "{merchant_uid}" => format!("m-{}-s", round - 1),
            "{payment_status}" => "paid".to_owned(),
            "{card_standard_code}" => "361".to_owned(),
            "{bank_standard_code}" => "090".to_owned(),
            fixed => fixed.to_owned(),
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

fn query(round: i64) -> Value {
    let (from, to) = (START - 86_400, START + 60 * 86_400);
    json!({
        "schedule_from": from, "schedule_to": to, "from": from, "to": to, "limit": 3, "sorting": "started",
        "customer_uid[]": format!("c-{}", round % 3), "merchant_uid[]": format!("m-{round}-0"), "reason": "정리",
    })
}

/// Cards that pay, that decline in either form, and whose key declines later.
const CARDS: [&str; 5] = [
    "4000-0000-0000-0002",
    "4000-0000-0031-0005",
    "4000-0001-0031-0004",
    "4000-0004-0031-0001",
    "4000-0002-0001-0009",
];

fn body(round: i64, place: usize, imp_uid: &str) -> Value {
    let at = START + (round + 1) * 86_400;
    let card = CARDS[(usize::try_from(round).unwrap() + place) % CARDS.len()];
    json!({
        "imp_key": "imp_apikey", "imp_secret": "imp_secret", "imp_uid": imp_uid,
        "merchant_uid": format!("m-{round}-{place}"), "customer_uid": format!("c-{}", round % 3),
        "amount": 3000, "name": "주문", "card_number": card, "expiry": "2030-01", "birth": "900101",
        "pwd_2digit": "12", "schedule_at": at + 10, "identifier": "0", "vbank_code": "004", "vbank_due": at,
        "phone": "p", "gender_digit": "1", "carrier": "SKT",
        "schedules": [{"merchant_uid": format!("m-{round}-s"), "schedule_at": at, "amount": 1000, "name": "예약"}],
    })
}

/// Faults of many kinds, none of which takes time.
fn faults(round: i64) -> Value {
    let fault =
        |operation: &str, kind: &str| json!({"operation": operation, "kind": kind, "probability": 0.4});
    let mut faults = vec![
        fault("onetime", "drop_after"),
        fault("again", "malformed"),
        fault("cancel", "truncate"),
        fault("customer", "drop_before"),
        fault("status", "rate_limit"),
        fault("schedule", "timeout_after"),
        fault("*", "status"),
    ];
    faults[6]["probability"] = json!(0.05);
    let mut late = fault("find", "read_lag");
    late["seconds"] = json!(round);
    let mut turning = fault("again", "failed_then_paid");
    turning["seconds"] = json!(3_600);
    faults.extend([late, turning]);
    json!({"faults": faults})
}

/// The whole script; what was answered, call by call.
async fn script(url: String) -> Vec<Told> {
    let mut caller =
        Caller { url, http: client(), token: String::new(), imp_uid: "imps_0".to_owned(), told: Vec::new() };
    let (put, get, post) = (Method::PUT, Method::GET, Method::POST);
    caller.control(&put, "clock", json!({"now": START, "mode": "manual"})).await;
    caller
        .control(
            &put,
            "settings",
            json!({"standalone_billing_key": true, "webhook_url": NOBODY, "webhook_retries": true}),
        )
        .await;
    for round in 0..ROUNDS {
        if round % 2 == 1 {
            caller.control(&put, "faults", faults(round)).await;
        }
        caller.round(round).await;
        caller.control(&Method::DELETE, "faults", json!({})).await;
        caller.control(&post, "clock/advance", json!({"seconds": 86_400})).await;
    }
    for shown in [
        "ledger",
        "requests",
        "events",
        "clock",
        "settings",
        "payments",
        "billing-keys",
        "schedules",
        "webhooks",
    ] {
        caller.control(&get, shown, json!({})).await;
    }
    caller.told
}

async fn in_process() -> Vec<Told> {
    let options = SandboxOptions { seed: Some(SEED), ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).unwrap();
    let told = script(sandbox.url()).await;
    sandbox.shutdown().await;
    told
}

/// The same of the program, as somebody starts it.
async fn of_the_program() -> Vec<Told> {
    let keyin = Keyin::bare();
    let seed = SEED.to_string();
    let arguments = ["sandbox", "--listen", "127.0.0.1:0", "--json", "--seed", &seed];
    let mut running = keyin.start(&arguments, b"").await;
    let first = BufReader::new(running.stdout.take().unwrap()).lines().next_line().await.unwrap().unwrap();
    let first: Value = serde_json::from_str(&first).unwrap();
    let told = script(first["listening"].as_str().unwrap().to_owned()).await;
    running.kill().await.unwrap();
    told
}

#[track_caller]
fn assert_same(one: &[Told], other: &[Told]) {
    for (one, other) in one.iter().zip(other) {
        let text = |told: &Told| {
            told.1.as_ref().map(|(status, body)| (*status, String::from_utf8_lossy(body).into_owned()))
        };
        assert_eq!((&one.0, text(one)), (&other.0, text(other)));
    }
    assert_eq!(one.len(), other.len());
}

#[tokio::test]
async fn the_same_seed_and_calls_give_the_same_answers() {
    let first = in_process().await;
    assert_same(&first, &in_process().await);
    let statuses: BTreeSet<Option<u16>> =
        first.iter().map(|told| told.1.as_ref().map(|(status, _)| *status)).collect();
    for expected in [None, Some(200), Some(400), Some(404), Some(429), Some(500), Some(504)] {
        assert!(statuses.contains(&expected), "the script never met {expected:?}: {statuses:?}");
    }
}

#[tokio::test]
async fn the_program_keeps_to_its_seed_as_the_library_does() {
    let first = of_the_program().await;
    assert_same(&first, &of_the_program().await);
    assert_same(&first, &in_process().await);
}
