//! One good call of each endpoint that takes parameters.

use keyin_tests::{Facts, Parameter};
use serde_json::{Value, json};

use super::rows::{self, Row};

/// Far ahead of any clock here, as Unix seconds.
const LATER: i64 = 4_000_000_000;

/// One call with everything the rules are about.
pub(super) struct Call {
    /// Its method, in lower case, and its path, as the table writes it.
    pub(super) endpoint: (&'static str, &'static str),
    /// What stands in the path in the place of the table's names.
    pub(super) at: fn(&str) -> String,
    pub(super) rows: Vec<Row>,
    /// The parameters of a call that is carried out, about that uid.
    pub(super) good: fn(&str) -> Value,
    /// Whether the parameters are those of one item in `schedules`.
    pub(super) is_item: bool,
}

fn call(
    method: &'static str,
    path: &'static str,
    at: fn(&str) -> String,
    rows: Vec<Row>,
    good: fn(&str) -> Value,
) -> Call {
    Call { endpoint: (method, path), at, rows, good, is_item: false }
}

/// One whose path has no parameter.
macro_rules! at {
    ($method:literal, $path:literal, $rows:expr, $good:expr) => {
        call($method, $path, |_| $path.to_owned(), $rows, $good)
    };
}

pub(super) const SCHEDULE: &str = "/subscribe/payments/schedule";

pub(super) fn calls() -> Vec<Call> {
    let item = at!("post", "/subscribe/payments/schedule", rows::item(), item);
    let all = [paying(), scheduling(), listing(), reading()];
    all.into_iter().flatten().chain([Call { is_item: true, ..item }]).collect()
}

fn paying() -> Vec<Call> {
    vec![
        at!(
            "post",
            "/users/getToken",
            rows::token(),
            |_| json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"})
        ),
        at!("post", "/subscribe/payments/onetime", rows::onetime(), onetime),
        at!("post", "/subscribe/payments/again", rows::again(), again),
        at!("post", "/payments/cancel", rows::cancel(), |_| json!({"merchant_uid": "paid", "amount": 1})),
        at!("post", "/payments/prepare", rows::prepare(), sum),
        at!("put", "/payments/prepare", rows::prepare(), |_| sum("prepared")),
        call(
            "post",
            "/subscribe/customers/{customer_uid}",
            |_| "/subscribe/customers/issued".to_owned(),
            rows::issue(),
            issue,
        ),
        call(
            "delete",
            "/subscribe/customers/{customer_uid}",
            |_| "/subscribe/customers/passing".to_owned(),
            rows::delete(),
            nothing,
        ),
    ]
}

fn scheduling() -> Vec<Call> {
    let one = |_: &str| format!("{SCHEDULE}/waiting");
    vec![
        at!("post", "/subscribe/payments/schedule", rows::schedule(), schedule),
        at!("post", "/subscribe/payments/unschedule", rows::unschedule(), |uid| {
            json!({"customer_uid": "registered", "merchant_uid": [uid]})
        }),
        call("get", "/subscribe/payments/schedule/{merchant_uid}", one, path_only("merchant_uid"), nothing),
        call(
            "put",
            "/subscribe/payments/schedule/{merchant_uid}",
            one,
            rows::moved(),
            |_| json!({"schedule_at": LATER + 1}),
        ),
        call(
            "post",
            "/subscribe/payments/schedule/{merchant_uid}/reschedule",
            |_| format!("{SCHEDULE}/revoked/reschedule"),
            rows::moved(),
            |_| json!({"schedule_at": LATER}),
        ),
        call(
            "post",
            "/subscribe/payments/schedule/{merchant_uid}/retry",
            |_| format!("{SCHEDULE}/revoked/retry"),
            path_only("merchant_uid"),
            nothing,
        ),
    ]
}

fn listing() -> Vec<Call> {
    let period = |_: &str| json!({"from": LATER - 100, "to": LATER + 100});
    vec![
        at!("get", "/subscribe/payments/schedule", rows::schedules(), |_| {
            json!({"schedule_from": LATER - 100, "schedule_to": LATER + 100})
        }),
        call(
            "get",
            "/subscribe/payments/schedule/customers/{customer_uid}",
            |_| format!("{SCHEDULE}/customers/registered"),
            rows::schedules_of_one(),
            period,
        ),
        call(
            "get",
            "/subscribe/customers/{customer_uid}/schedules",
            |_| "/subscribe/customers/registered/schedules".to_owned(),
            rows::schedules_of_one(),
            period,
        ),
        call(
            "get",
            "/subscribe/customers/{customer_uid}/payments",
            |_| "/subscribe/customers/registered/payments".to_owned(),
            vec![("customer_uid", rows::Use::Path), ("page", rows::Use::Judged(json!(0)))],
            nothing,
        ),
        at!(
            "get",
            "/subscribe/customers",
            vec![("customer_uid[]", rows::Use::Judged(json!("nobody")))],
            |_| { json!({"customer_uid[]": "registered"}) }
        ),
        at!("get", "/payments", rows::several_payments(), |_| json!({"merchant_uid[]": "paid"})),
        call(
            "get",
            "/payments/status/{payment_status}",
            |_| "/payments/status/all".to_owned(),
            rows::by_status(),
            nothing,
        ),
        call(
            "get",
            "/payments/findAll/{merchant_uid}/{payment_status}",
            |_| "/payments/findAll/paid/paid".to_owned(),
            rows::find_all(),
            nothing,
        ),
    ]
}

fn reading() -> Vec<Call> {
    let key = |_: &str| "/subscribe/customers/registered".to_owned();
    vec![
        call(
            "get",
            "/payments/find/{merchant_uid}/{payment_status}",
            |_| "/payments/find/paid/paid".to_owned(),
            rows::find(),
            nothing,
        ),
        call(
            "get",
            "/payments/{imp_uid}",
            |imp_uid| format!("/payments/{imp_uid}"),
            vec![("imp_uid", rows::Use::Path), ("include_sandbox", rows::Use::Judged(json!("false")))],
            |_| json!({"include_sandbox": "true"}),
        ),
        call(
            "get",
            "/payments/{imp_uid}/balance",
            |imp_uid| format!("/payments/{imp_uid}/balance"),
            path_only("imp_uid"),
            nothing,
        ),
        call(
            "get",
            "/payments/prepare/{merchant_uid}",
            |_| "/payments/prepare/prepared".to_owned(),
            path_only("merchant_uid"),
            nothing,
        ),
        call("get", "/subscribe/customers/{customer_uid}", key, path_only("customer_uid"), nothing),
        call(
            "get",
            "/cards/{card_standard_code}",
            |_| "/cards/361".to_owned(),
            path_only("card_standard_code"),
            nothing,
        ),
        call(
            "get",
            "/banks/{bank_standard_code}",
            |_| "/banks/090".to_owned(),
            path_only("bank_standard_code"),
            nothing,
        ),
    ]
}

fn path_only(name: &'static str) -> Vec<Row> {
    vec![(name, rows::Use::Path)]
}

fn nothing(_: &str) -> Value {
    json!({})
}

pub(super) fn sum(uid: &str) -> Value {
    json!({"merchant_uid": uid, "amount": 3000})
}

pub(super) fn onetime(uid: &str) -> Value {
    json!({
        "merchant_uid": uid, "amount": 3000, "name": "주문", "card_number": "4000-0000-0000-0002", "expiry": "2030-01",
        "birth": "900101", "pwd_2digit": "12",
    })
}

fn again(uid: &str) -> Value {
    json!({"customer_uid": "registered", "merchant_uid": uid, "amount": 3000, "name": "주문"})
}

pub(super) fn issue(_: &str) -> Value {
    json!({
        "channel_key": rows::channel_key(), "card_number": "4000-0000-0000-0002", "expiry": "2030-01",
        "birth": "900101", "pwd_2digit": "12",
    })
}

pub(super) fn item(uid: &str) -> Value {
    json!({"merchant_uid": uid, "schedule_at": LATER, "amount": 3000, "currency": "KRW", "name": "주문"})
}

fn schedule(uid: &str) -> Value {
    let mut body = issue(uid);
    body["customer_uid"] = json!(format!("customer-of-{uid}"));
    body["schedules"] = json!([item(uid)]);
    body
}

impl Call {
    /// What the table says that it takes.
    pub(super) fn parameters(&self, facts: Facts) -> Vec<Parameter> {
        if self.is_item {
            facts.parameters_of("ScheduleAnnotation")
        } else {
            facts.endpoint(self.endpoint.0, self.endpoint.1).parameters().collect()
        }
    }

    /// Its name in the lists of differences.
    pub(super) fn name(&self) -> String {
        let item = if self.is_item { " schedules[]" } else { "" };
        format!("{} {}{item}", self.endpoint.0, self.endpoint.1)
    }
}
