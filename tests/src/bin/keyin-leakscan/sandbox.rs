//! The sandbox, which is sent whole cards: what it keeps in its file, tells, and holds in its memory a second after its
//! last call.

use std::time::Duration;

use keyin_tests::{Keyin, SandboxServer, TypedCard};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::Findings;
use crate::cards::CARDS;
use crate::memory::search_process;

/// 2031-01-01: nothing is run while this searches.
const LATER: i64 = 1_924_992_000;

/// What it is asked afterwards: everything that it could tell of a card.
const TELLS: [&str; 6] = [
    "/_sandbox/requests",
    "/_sandbox/ledger",
    "/_sandbox/webhooks",
    "/payments/status/all?limit=1000",
    "/subscribe/customers/key-0",
    "/subscribe/customers/standing-0",
];

pub(crate) async fn search(findings: &mut Findings) {
    let machine = Keyin::bare().with("KEYIN_LOG", "trace");
    let server = SandboxServer::start(&machine, "127.0.0.1:0").await;
    server.control(Method::PUT, "settings", Some(json!({"standalone_billing_key": true}))).await;
    let caller =
        Caller { http: Client::builder().no_proxy().build().unwrap(), token: server.token().await, server };
    for (place, card) in CARDS.into_iter().enumerate() {
        caller.send_all_ways(place, card).await;
    }
    let mut told = String::new();
    for path in TELLS {
        told.push_str(&caller.get(path).await);
    }
    let schedule = caller.get("/subscribe/payments/schedule/card-in-json-0").await;
    assert!(schedule.contains("standing-0"), "no schedule was made with a card: {schedule}");
    // Its connections stay open.
    tokio::time::sleep(Duration::from_secs(1)).await;
    for card in CARDS {
        let (searched, traces) = search_process(card, caller.server.process());
        findings.take(&format!("in the sandbox's memory, {}", card.number), searched, traces);
    }
    let run = caller.server.stop().await.ended(0);
    let file = std::fs::read(machine.folder().join(SandboxServer::DATA)).unwrap();
    let is_kept = file.windows(6).any(|bytes| bytes == b"paid-0");
    assert!(is_kept, "the payments are not where this looks for them");
    for card in CARDS {
        findings.look_for(card, "in the sandbox's file", &file);
        findings.look_for(card, "told by the sandbox's controls", told.as_bytes());
        findings.look_for(card, "told by the sandbox", run.stderr.as_bytes());
        let planted = [&file[..], &card.to_json()].concat();
        assert!(!keyin_tests::traces_of(card, &planted).is_empty(), "the search is blind");
    }
}

/// Somebody with open connections, a token and cards.
struct Caller {
    http: Client,
    token: String,
    server: SandboxServer,
}

impl Caller {
    /// Every call that takes a card, as JSON and as a form, and broken ones.
    async fn send_all_ways(&self, place: usize, card: TypedCard) {
        let TypedCard { number, expiry, birth, pwd_2digit } = card;
        let of_card = json!({
            "card_number": number, "expiry": expiry, "birth": birth, "pwd_2digit": pwd_2digit, "cvc": "737",
        });
        let with = |more: Value| {
            let mut body = of_card.as_object().unwrap().clone();
            body.extend(more.as_object().unwrap().clone());
            Value::Object(body)
        };
        let order = |uid: String| with(json!({"merchant_uid": uid, "amount": 3000, "name": "주문"}));
        let schedules = |uid: String| json!([{"merchant_uid": uid, "schedule_at": LATER, "amount": 3000}]);
        let onetime = "/subscribe/payments/onetime";
        let schedule = "/subscribe/payments/schedule";
        let standing = |uid: String| {
            with(json!({"customer_uid": format!("standing-{place}"), "schedules": schedules(uid)}))
        };
        self.json(onetime, &order(format!("paid-{place}"))).await;
        self.form(onetime, &order(format!("in-a-form-{place}"))).await;
        self.json(&format!("/subscribe/customers/key-{place}"), &of_card).await;
        self.form(&format!("/subscribe/customers/key-in-a-form-{place}"), &of_card).await;
        self.json(schedule, &standing(format!("card-in-json-{place}"))).await;
        let mut checked = standing(format!("checked-{place}"));
        checked["checking_amount"] = json!(100);
        self.json(schedule, &checked).await;
        // Turned away, and so told of in words.
        self.json(onetime, &with(json!({"merchant_uid": format!("dear-{place}"), "amount": "dear"}))).await;
        self.json(onetime, &json!({"merchant_uid": format!("deep-{place}"), "card_number": of_card})).await;
        self.json("/subscribe/payments/nowhere", &order(format!("nowhere-{place}"))).await;
        let whole = of_card.to_string();
        self.raw(onetime, "application/json", &whole[..whole.len() - 3]).await;
        self.raw(onetime, "text/plain", &whole).await;
        self.get(&format!("/payments/imp_{place}?card_number={number}&birth={birth}")).await;
    }

    async fn json(&self, path: &str, body: &Value) {
        self.raw(path, "application/json", &body.to_string()).await;
    }

    async fn form(&self, path: &str, body: &Value) {
        let request = self.http.post(format!("{}{path}", self.server.url())).form(body);
        request.header("Authorization", &self.token).send().await.unwrap().bytes().await.unwrap();
    }

    async fn raw(&self, path: &str, kind: &str, body: &str) {
        let request = self.http.post(format!("{}{path}", self.server.url())).header("Content-Type", kind);
        let request = request.header("Authorization", &self.token).body(body.to_owned());
        request.send().await.unwrap().bytes().await.unwrap();
    }

    async fn get(&self, path: &str) -> String {
        let request = self.http.get(format!("{}{path}", self.server.url()));
        request.header("Authorization", &self.token).send().await.unwrap().text().await.unwrap()
    }
}
