//! What the adapter sends, held against the official definitions that this repository keeps.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    Buyer, CancelReason, ChargeAmount, ChargeIntent, ChargeMethod, CustomData, Installments, OrderName,
    PaymentStatus, Pg,
};
use keyin_ports::{
    BillingKeyRequest, BillingKeys, PaymentGateway, PaymentRecords, RecordWindow, ScheduleWindow, Schedules,
};
use keyin_sandbox::{LoggedRequest, Sandbox, SettingsPatch};
use serde_json::{Map, Value};

use crate::orders::{GOOD_CARD, card, charge, customer, paid, uid, won};
use crate::setting::Setting;

const OFFICIAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/facts/iamport_v1.json");

/// Parameters that are sent although the definitions do not have them: method, path, name, and the reason.
const NOT_OFFICIAL: &[(&str, &str, &str, &str)] = &[
    (
        "GET",
        "/payments/findAll/{merchant_uid}/{payment_status}",
        "include_sandbox",
        "the definitions have it for one payment only; a look-up must see test payments in the same way",
    ),
    ("GET", "/payments/status/{payment_status}", "include_sandbox", "the same for the pages of a status"),
];

/// What the sandbox was sent that the definitions do not have.
pub(crate) fn strange(sandbox: &Sandbox) -> Vec<String> {
    let table: Value = serde_json::from_slice(&std::fs::read(OFFICIAL).unwrap()).unwrap();
    sandbox.requests().iter().flat_map(|request| differences(&table, request)).collect()
}

fn differences(table: &Value, request: &LoggedRequest) -> Vec<String> {
    let paths = table["paths"].as_object().unwrap();
    let Some((path, methods)) = paths.iter().find(|(path, methods)| {
        fits(path, &request.path) && methods.get(request.method.to_ascii_lowercase()).is_some()
    }) else {
        return vec![format!("there is no {} {}", request.method, request.path)];
    };
    let entry = &methods[request.method.to_ascii_lowercase()];
    let known: Vec<_> = entry["parameters"].as_array().unwrap().iter().collect();
    let sent = [(&request.query, "query"), (&request.body, "formData")];
    let mut found = Vec::new();
    for (parameters, place) in sent {
        let Some(parameters) = parameters else { continue };
        let parameters: Map<String, Value> = serde_json::from_str(parameters.get()).unwrap();
        for (name, value) in &parameters {
            match known.iter().find(|it| it["name"] == **name && it["in"] == place) {
                Some(parameter) => found.extend(strange_items(table, parameter, value)),
                None if is_listed(&request.method, path, name) => {}
                None => found.push(format!("{} {path} has no {name} in its {place}", request.method)),
            }
        }
    }
    found
}

/// What a list of objects brings that its definition does not have.
fn strange_items(table: &Value, parameter: &Value, value: &Value) -> Vec<String> {
    let Some(definition) = parameter["items"]["ref"].as_str() else { return Vec::new() };
    let fields = table["definitions"][definition]["fields"].as_object().unwrap();
    let items = value.as_array().into_iter().flatten().filter_map(Value::as_object);
    let strange = items.flat_map(Map::keys).filter(|name| !fields.contains_key(*name));
    strange.map(|name| format!("{definition} has no {name}")).collect()
}

fn is_listed(method: &str, path: &str, name: &str) -> bool {
    NOT_OFFICIAL.iter().any(|row| (row.0, row.1, row.2) == (method, path, name))
}

/// Whether a path is one of the table's. A parameter at its end may be left out where it is a status.
fn fits(official: &str, path: &str) -> bool {
    let (mut official, path): (Vec<_>, Vec<_>) = (official.split('/').collect(), path.split('/').collect());
    if official.len() == path.len() + 1 && official.last() == Some(&"{payment_status}") {
        official.pop();
    }
    let same = |(known, part): (&&str, &&str)| known.starts_with('{') || known == part;
    official.len() == path.len() && official.iter().zip(&path).all(same)
}

fn buyer() -> Buyer {
    let buyer = Buyer::default().with_name("홍길동").unwrap().with_email("gildong@example.com").unwrap();
    buyer.with_tel("010-0000-0000").unwrap().with_addr("서울시").unwrap().with_postcode("04524").unwrap()
}

/// A charge with everything that a charge can have.
fn full(merchant_uid: &str, method: ChargeMethod) -> ChargeIntent {
    let total = won(110_000);
    let amount = ChargeAmount::new(total).unwrap().with_tax_free(won(11_000)).unwrap();
    let amount = amount.with_vat(won(9_000)).unwrap();
    ChargeIntent::new(uid(merchant_uid), method, amount, OrderName::parse("월간 이용권").unwrap())
        .with_installments(Installments::new(3, total).unwrap())
        .with_buyer(buyer())
        .with_custom_data(CustomData::parse("{\"order\":1}").unwrap())
}

/// The promises of the ports are held against it as well; there, no call has all that it can have.
#[tokio::test]
async fn every_parameter_that_is_sent_is_official() {
    let setting = Setting::with(SettingsPatch {
        standalone_billing_key: Some(true),
        mixed_tax: Some(true),
        ..SettingsPatch::default()
    });
    let (gateway, clock) = (&setting.gateway, &setting.clock);
    let registering = full("first", ChargeMethod::CardRegistering(customer("kept")));
    let registering = registering.with_pg(Pg::parse("settle").unwrap());
    paid(charge(gateway, clock, registering, GOOD_CARD).await);
    paid(charge(gateway, clock, full("second", ChargeMethod::BillingKey(customer("kept"))), "").await);
    let request = BillingKeyRequest {
        customer_uid: customer("issued"),
        card: card(GOOD_CARD),
        pg: Some(Pg::parse("settle").unwrap()),
        customer: buyer(),
    };
    gateway.issue(request).await.unwrap();
    gateway.revoke(&customer("issued"), &CancelReason::parse("정리").unwrap()).await.unwrap();
    gateway.look_up(&uid("first")).await.unwrap();
    let now = Timestamp::from_second(setting.sandbox.clock().now).unwrap();
    let second = Timestamp::from_second(now.as_second() + 1).unwrap();
    gateway.recorded(PaymentStatus::Paid, RecordWindow::new(now, second).unwrap()).await.unwrap();
    let window = ScheduleWindow::new(now, second).unwrap();
    gateway.list_of(&customer("kept"), window, None, 1).await.unwrap();
    assert_eq!(strange(&setting.sandbox), Vec::<String>::new());
    for (method, path, name, reason) in NOT_OFFICIAL {
        let is_sent = |request: &LoggedRequest| {
            let query = request.query.as_ref().map_or("", |query| query.get());
            request.method == *method && fits(path, &request.path) && query.contains(name)
        };
        assert!(setting.sandbox.requests().iter().any(is_sent), "{path} is not sent {name}: {reason}");
    }
}

#[tokio::test]
async fn what_is_strange_is_found() {
    let setting = Setting::new();
    paid(crate::orders::key_in(&setting.gateway, &setting.clock, "order").await);
    let requests = setting.sandbox.requests();
    let table = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let found = |table: &Value| -> Vec<String> {
        requests.iter().flat_map(|request| differences(table, request)).collect()
    };
    assert_eq!(found(&table(r#"{"paths":{}}"#)).len(), requests.len());
    let bare = r#"{"paths":{"/users/getToken":{"post":{"parameters":[{"name":"imp_key","in":"formData"}]}},
        "/subscribe/payments/onetime":{"get":{"parameters":[]}}}}"#;
    let expected = [
        "POST /users/getToken has no imp_secret in its formData",
        "there is no POST /subscribe/payments/onetime",
    ];
    assert_eq!(found(&table(bare)), expected);
}
