//! Every answer of the sandbox, outcome by outcome, held against the official field table.

use std::collections::BTreeSet;

use keyin_sandbox::{
    Answers, Auth, Channel, Fault, FaultKind, InFlight, Operation, Settings, SettingsPatch, UnknownCustomer,
};
use keyin_tests::{Answer, Encoding, Facts, Shop, until};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

const TOKEN: (&str, &str) = ("post", "/users/getToken");
const CHANNELS: (&str, &str) = ("get", "/users/pg");
const ONETIME: (&str, &str) = ("post", "/subscribe/payments/onetime");
const AGAIN: (&str, &str) = ("post", "/subscribe/payments/again");
const PAYMENT: (&str, &str) = ("get", "/payments/{imp_uid}");
const FIND: (&str, &str) = ("get", "/payments/find/{merchant_uid}/{payment_status}");
const FIND_ALL: (&str, &str) = ("get", "/payments/findAll/{merchant_uid}/{payment_status}");
const STATUS: (&str, &str) = ("get", "/payments/status/{payment_status}");
const CANCEL: (&str, &str) = ("post", "/payments/cancel");
const SHOW_KEY: (&str, &str) = ("get", "/subscribe/customers/{customer_uid}");
const ISSUE_KEY: (&str, &str) = ("post", "/subscribe/customers/{customer_uid}");
const DELETE_KEY: (&str, &str) = ("delete", "/subscribe/customers/{customer_uid}");
const ENDPOINTS: [(&str, &str); 12] = [
    TOKEN, CHANNELS, ONETIME, AGAIN, PAYMENT, FIND, FIND_ALL, STATUS, CANCEL, SHOW_KEY, ISSUE_KEY, DELETE_KEY,
];

/// Statuses that the table does not name, with the reason why the sandbox answers with them all the same.
const UNDOCUMENTED: &[((&str, &str), u16, &str)] = &[
    (TOKEN, 400, "public clients have recorded 400 for a missing key or secret"),
    (FIND, 400, "public clients have recorded 400 for a status that is none"),
    (CHANNELS, 401, "every call with a bad token is answered so; this one's entry leaves it out"),
    (ONETIME, 413, "the sandbox takes bodies of 64 KiB and says so with HTTP's own status"),
    (ONETIME, 403, "a caller outside the shop's IP allow-list; chosen, because nothing is published"),
    (ONETIME, 429, "a fault asked for it"),
    (ONETIME, 500, "a fault asked for it"),
];

/// Makes calls and keeps what differs.
struct Audit {
    shop: Shop,
    facts: Facts,
    found: Vec<String>,
    seen: BTreeSet<((&'static str, &'static str), u16)>,
}

impl Audit {
    async fn begin() -> Self {
        let settings = Settings { standalone_billing_key: true, ..Settings::default() };
        let (shop, facts) = (Shop::with(settings).await, Facts::load());
        Self { shop, facts, found: Vec::new(), seen: BTreeSet::new() }
    }

    /// Holds an answer against the endpoint's entry, and checks that the outcome is the one the story is about.
    async fn ask(
        &mut self,
        endpoint: (&'static str, &'static str),
        request: RequestBuilder,
        outcome: (u16, i64),
    ) -> Value {
        let Answer { status, body } = self.shop.send(request).await;
        assert_eq!((status, body["code"].as_i64()), (outcome.0, Some(outcome.1)), "{endpoint:?}: {body}");
        let entry = self.facts.endpoint(endpoint.0, endpoint.1);
        let reason = UNDOCUMENTED.iter().any(|row| (row.0, row.1) == (endpoint, status));
        if !entry.documents(status) && !reason {
            self.found.push(format!("{endpoint:?} answers {status}, which is not documented"));
        }
        let differences = entry.differences(status, &body).into_iter();
        self.found.extend(differences.map(|difference| format!("{endpoint:?} {status}: {difference}")));
        self.seen.insert((endpoint, status));
        body["response"].clone()
    }

    async fn post(
        &mut self,
        endpoint: (&'static str, &'static str),
        body: Value,
        outcome: (u16, i64),
    ) -> Value {
        let request = self.shop.request(Method::POST, endpoint.1).json(&body);
        self.ask(endpoint, request, outcome).await
    }

    async fn get(
        &mut self,
        endpoint: (&'static str, &'static str),
        path: &str,
        outcome: (u16, i64),
    ) -> Value {
        let request = self.shop.request(Method::GET, path);
        self.ask(endpoint, request, outcome).await
    }

    fn end(self) {
        assert_eq!(self.found, Vec::<String>::new());
        for endpoint in ENDPOINTS {
            assert!(self.seen.contains(&(endpoint, 200)), "{endpoint:?} was never answered with 200");
        }
        for (endpoint, status, reason) in UNDOCUMENTED {
            assert!(
                self.seen.contains(&(*endpoint, *status)),
                "nothing answers {endpoint:?} {status}: {reason}"
            );
        }
    }
}

const DONE: (u16, i64) = (200, 0);
const REFUSED: (u16, i64) = (200, -1);
const NO_BUSINESS: (u16, i64) = (200, 1);

fn order(merchant_uid: &str, card_number: &str) -> Value {
    json!({
        "pg": "settle", "merchant_uid": merchant_uid, "amount": 3000, "name": "정기결제 1회차", "card_number": card_number,
        "expiry": "2030-01", "birth": "900101", "pwd_2digit": "12", "buyer_name": "홍길동",
        "buyer_email": "gildong@example.com", "buyer_tel": "010-0000-0000", "buyer_addr": "서울시", "buyer_postcode": "04524",
        "custom_data": {"order": 1},
    })
}

const PAYS: &str = "4000-0000-0000-0002";
const DECLINED_WITH_A_RECORD: &str = "4000-0000-0031-0005";
const DECLINED_IN_WORDS: &str = "4000-0001-0031-0004";
const TROUBLE_YET_CHARGED: &str = "4000-0002-0001-0009";

#[tokio::test]
async fn every_answer_fits_the_official_table() {
    let mut audit = Audit::begin().await;
    tokens(&mut audit).await;
    payments(&mut audit).await;
    billing_keys(&mut audit).await;
    look_ups(&mut audit).await;
    cancels(&mut audit).await;
    status_pages(&mut audit).await;
    sparse(&mut audit).await;
    turned_away(&mut audit).await;
    audit.end();
}

async fn tokens(audit: &mut Audit) {
    let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
    audit.post(TOKEN, keys.clone(), DONE).await;
    // The same token again, with less time left.
    audit.post(TOKEN, keys, DONE).await;
    audit.post(TOKEN, json!({"imp_key": "imp_apikey", "imp_secret": "wrong"}), (401, -1)).await;
    audit.post(TOKEN, json!({"imp_key": "imp_apikey"}), (400, -1)).await;

    let nice = Channel { sandbox: false, ..Channel::new("nice", "shop-mid") };
    let channels = Some(vec![Channel::development(), nice]);
    audit.shop.sandbox.update_settings(SettingsPatch { channels, ..SettingsPatch::default() }).unwrap();
    assert_eq!(audit.get(CHANNELS, "/users/pg", DONE).await.as_array().map(Vec::len), Some(2));
}

async fn payments(audit: &mut Audit) {
    let paid = audit.post(ONETIME, order("paid", PAYS), DONE).await;
    assert_eq!(paid["status"], "paid");
    let bare = json!({"merchant_uid": "bare", "amount": "3000", "card_number": PAYS, "expiry": "2030-01"});
    assert_eq!(audit.post(ONETIME, bare, DONE).await["name"], Value::Null);
    let failed = audit.post(ONETIME, order("failed", DECLINED_WITH_A_RECORD), DONE).await;
    assert_eq!(failed["status"], "failed");
    audit.post(ONETIME, order("in-words", DECLINED_IN_WORDS), REFUSED).await;
    audit.post(ONETIME, order("trouble", TROUBLE_YET_CHARGED), REFUSED).await;
    audit.post(ONETIME, order("paid", PAYS), NO_BUSINESS).await;
    audit.post(ONETIME, json!({"merchant_uid": "missing"}), REFUSED).await;
    let mut wrong_pg = order("wrong-pg", PAYS);
    wrong_pg["pg"] = json!("nobody");
    audit.post(ONETIME, wrong_pg, REFUSED).await;

    let mut registering = order("registering", PAYS);
    registering["customer_uid"] = json!("customer-1");
    assert_eq!(audit.post(ONETIME, registering, DONE).await["customer_uid_usage"], "issue");
    let again = |customer: &str, uid: &str| json!({"customer_uid": customer, "merchant_uid": uid, "amount": 3000, "name": "2회차"});
    assert_eq!(audit.post(AGAIN, again("customer-1", "again"), DONE).await["customer_uid_usage"], "payment");
    audit.post(AGAIN, again("nobody", "nobody"), NO_BUSINESS).await;
    audit.post(AGAIN, again("customer-1", "again"), NO_BUSINESS).await;
    let mut later = order("key-fails-later", "4000-0004-0031-0001");
    later["customer_uid"] = json!("customer-2");
    audit.post(ONETIME, later, DONE).await;
    assert_eq!(audit.post(AGAIN, again("customer-2", "again-failed"), DONE).await["status"], "failed");
}

async fn billing_keys(audit: &mut Audit) {
    let path = |uid: &str| format!("/subscribe/customers/{uid}");
    audit.get(SHOW_KEY, &path("customer-1"), DONE).await;
    let card = json!({
        "channel_key": Channel::development().channel_key, "card_number": PAYS, "expiry": "2030-01", "birth": "900101",
        "pwd_2digit": "12", "customer_name": "홍길동", "customer_tel": "010-0000-0000",
        "customer_email": "gildong@example.com", "customer_addr": "서울시", "customer_postcode": "04524",
    });
    let mut wrong = card.clone();
    wrong["card_number"] = json!("4000-0000-0020-0008");
    for (uid, body, outcome) in
        [("customer-3", &card, DONE), ("customer-4", &wrong, REFUSED), ("customer-4", &json!({}), REFUSED)]
    {
        let request = audit.shop.request(Method::POST, &path(uid)).json(body);
        audit.ask(ISSUE_KEY, request, outcome).await;
    }
    for outcome in [DONE, NO_BUSINESS] {
        let request = audit.shop.request(Method::DELETE, &path("customer-3"));
        audit.ask(DELETE_KEY, request, outcome).await;
    }
    audit.get(SHOW_KEY, &path("customer-3"), NO_BUSINESS).await;
    let unknown_customer = Some(UnknownCustomer::NotFound);
    audit
        .shop
        .sandbox
        .update_settings(SettingsPatch { unknown_customer, ..SettingsPatch::default() })
        .unwrap();
    audit.get(SHOW_KEY, &path("customer-3"), (404, 1)).await;
    let request = audit.shop.request(Method::DELETE, &path("customer-3"));
    audit.ask(DELETE_KEY, request, (404, 1)).await;
}

async fn look_ups(audit: &mut Audit) {
    let found = audit.get(FIND, "/payments/find/paid", DONE).await;
    let imp_uid = found["imp_uid"].as_str().unwrap().to_owned();
    audit.get(FIND, "/payments/find/failed/failed", DONE).await;
    audit.get(FIND, "/payments/find/trouble/paid?sorting=-paid", DONE).await;
    audit.get(FIND, "/payments/find/nobody", (404, -1)).await;
    audit.get(FIND, "/payments/find/paid/lost", (400, -1)).await;
    audit.get(PAYMENT, &format!("/payments/{imp_uid}?include_sandbox=true"), DONE).await;
    audit.get(PAYMENT, "/payments/imps_000000000000", (404, -1)).await;

    // A failed attempt and a success under one merchant_uid, a page each.
    audit.post(ONETIME, order("twice", DECLINED_WITH_A_RECORD), DONE).await;
    audit.post(ONETIME, order("twice", PAYS), DONE).await;
    for (page, next) in [(1, 2), (2, 0)] {
        let path = format!("/payments/findAll/twice?limit=1&page={page}");
        let found = audit.get(FIND_ALL, &path, DONE).await;
        assert_eq!((&found["total"], &found["next"]), (&json!(2), &json!(next)));
    }
    audit.get(FIND_ALL, "/payments/findAll/nobody", (404, -1)).await;
    audit.get(FIND_ALL, "/payments/findAll/twice?limit=0", (400, -1)).await;

    // What a call that still waits looks like.
    let in_flight = Some(InFlight::Ready);
    audit.shop.sandbox.update_settings(SettingsPatch { in_flight, ..SettingsPatch::default() }).unwrap();
    let delay = Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(3_600_000).times(1);
    audit.shop.sandbox.set_faults(vec![delay]).unwrap();
    let waiting = audit.shop.request(Method::POST, ONETIME.1).json(&order("waiting", PAYS));
    let waiting = tokio::spawn(waiting.send());
    until("the call waits", || audit.shop.sandbox.faults().is_empty()).await;
    assert_eq!(audit.get(FIND, "/payments/find/waiting", DONE).await["status"], "ready");
    waiting.abort();
}

async fn cancels(audit: &mut Audit) {
    let part = json!({"merchant_uid": "paid", "amount": 1000, "checksum": 3000, "reason": "고객 요청"});
    let cancelled = audit.post(CANCEL, part.clone(), DONE).await;
    assert_eq!((&cancelled["status"], &cancelled["cancel_amount"]), (&json!("cancelled"), &json!(1000)));
    audit.post(CANCEL, part, NO_BUSINESS).await;
    audit.post(CANCEL, json!({"merchant_uid": "paid", "amount": 2001}), REFUSED).await;
    audit.post(CANCEL, json!({"merchant_uid": "paid"}), DONE).await;
    audit.post(CANCEL, json!({"merchant_uid": "paid"}), NO_BUSINESS).await;
    audit.post(CANCEL, json!({"imp_uid": "imps_000000000000"}), NO_BUSINESS).await;
    audit.post(CANCEL, json!({}), REFUSED).await;
    audit.get(FIND, "/payments/find/paid/cancelled", DONE).await;
}

async fn status_pages(audit: &mut Audit) {
    for status in ["all", "ready", "paid", "cancelled", "failed"] {
        let page = audit.get(STATUS, &format!("/payments/status/{status}?limit=1000"), DONE).await;
        let list = page["list"].as_array().unwrap();
        assert!(!list.is_empty() && page["total"] == list.len(), "{status}: {page}");
    }
    let second = audit.get(STATUS, "/payments/status/all?limit=1&page=2", DONE).await;
    assert_eq!((&second["previous"], &second["next"]), (&json!(1), &json!(3)));
    audit.get(STATUS, "/payments/status/lost", (400, -1)).await;
    audit.get(STATUS, "/payments/status/paid?page=1000", (400, -1)).await;
}

/// What Settlebank leaves out for most shops is null, and nothing else.
async fn sparse(audit: &mut Audit) {
    let answers = Some(Answers::Sparse);
    audit.shop.sandbox.update_settings(SettingsPatch { answers, ..SettingsPatch::default() }).unwrap();
    audit.post(ONETIME, order("sparse", PAYS), DONE).await;
    audit.get(SHOW_KEY, "/subscribe/customers/customer-1", DONE).await;
    let auth = Some(Auth::CardExpiryBirthPwd);
    audit.shop.sandbox.update_settings(SettingsPatch { auth, ..SettingsPatch::default() }).unwrap();
    let mut no_birth = order("no-birth", PAYS);
    no_birth["birth"] = Value::Null;
    audit.post(ONETIME, no_birth, REFUSED).await;
}

async fn turned_away(audit: &mut Audit) {
    let without_token: [((&str, &str), Method, &str); 11] = [
        (CHANNELS, Method::GET, "/users/pg"),
        (ONETIME, Method::POST, ONETIME.1),
        (AGAIN, Method::POST, AGAIN.1),
        (PAYMENT, Method::GET, "/payments/imps_000000000000"),
        (FIND, Method::GET, "/payments/find/paid"),
        (FIND_ALL, Method::GET, "/payments/findAll/paid"),
        (STATUS, Method::GET, "/payments/status/all"),
        (CANCEL, Method::POST, CANCEL.1),
        (SHOW_KEY, Method::GET, "/subscribe/customers/customer-1"),
        (ISSUE_KEY, Method::POST, "/subscribe/customers/customer-1"),
        (DELETE_KEY, Method::DELETE, "/subscribe/customers/customer-1"),
    ];
    for (endpoint, method, path) in without_token {
        let request = audit.shop.without_token(method, path);
        audit.ask(endpoint, request, (401, -1)).await;
    }
    let huge = json!({"custom_data": "1".repeat(64 * 1024)});
    audit.post(ONETIME, huge, (413, -1)).await;
    for (kind, status) in [(FaultKind::RateLimit, 429), (FaultKind::Status, 500)] {
        audit.shop.sandbox.set_faults(vec![Fault::new(Operation::Onetime, kind).times(1)]).unwrap();
        audit.post(ONETIME, order("fault", PAYS), (status, -1)).await;
    }
    let outside_allow_list = Some(true);
    audit
        .shop
        .sandbox
        .update_settings(SettingsPatch { outside_allow_list, ..SettingsPatch::default() })
        .unwrap();
    audit.post(ONETIME, order("outside", PAYS), (403, -1)).await;
}

/// The envelope itself is the same for a form as for JSON.
#[tokio::test]
async fn a_form_gets_the_same_answer_as_json() {
    let facts = Facts::load();
    let entry = facts.endpoint(ONETIME.0, ONETIME.1);
    let mut told = Vec::new();
    for encoding in [Encoding::Json, Encoding::Form] {
        let shop = Shop::open().await;
        let mut body = order("same", PAYS);
        body["custom_data"] = json!("{\"order\":1}");
        let answer = shop.post_as(encoding, ONETIME.1, &body).await;
        assert_eq!(entry.differences(answer.status, &answer.body), Vec::<String>::new(), "{encoding:?}");
        let mut payment = answer.ok();
        for drawn in ["imp_uid", "pg_tid", "apply_num", "receipt_url", "started_at", "paid_at"] {
            payment[drawn] = Value::Null;
        }
        told.push(payment);
    }
    assert_eq!(told[0], told[1]);
}
