//! The endpoints as functions, where a socket would only be in the way: time that passes, and what is kept.

use serde_json::{Value, json};

use super::*;
use crate::http::answer::Answer;
use crate::settings::Settings;
use crate::test_cards::test_cards;
use crate::world::World;

pub(super) struct Bench {
    pub(super) world: World,
}

impl Bench {
    pub(super) fn new() -> Self {
        let world = World::new(1, Settings::default());
        world.time.stand(Some(1_767_225_600)).unwrap();
        Self { world }
    }

    fn pass(&self, seconds: u64) {
        self.world.time.reach(self.world.now() + i64::try_from(seconds).unwrap());
    }

    /// The status and body of an endpoint's answer.
    pub(super) fn call(
        &self,
        handle: fn(&World, &Call) -> Answer,
        path: &[(&str, &str)],
        body: &Value,
    ) -> (u16, Value) {
        let call = Call {
            path: path.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            params: Params::from_body(Some("application/json"), body.to_string().as_bytes()),
            query: Params::default(),
            user_agent: None,
            started_at: self.world.now(),
            waiting: None,
            plan: Plan::default(),
        };
        let answer = handle(&self.world, &call);
        (answer.status.as_u16(), serde_json::from_slice(&answer.body).unwrap())
    }
}

pub(super) fn card(merchant_uid: &str, number: &str) -> Value {
    json!({"merchant_uid": merchant_uid, "amount": 3000, "card_number": number, "expiry": "2019-01", "birth": "123456",
           "pwd_2digit": "97", "customer_uid": format!("c-{merchant_uid}")})
}

#[test]
fn a_token_lives_half_an_hour_and_is_lengthened_in_its_last_minute() {
    let bench = Bench::new();
    let keys = json!({"imp_key": "imp_apikey", "imp_secret": "imp_secret"});
    let ask = || bench.call(get_token::handle, &[], &keys).1["response"].clone();
    let first = ask();
    let now = first["now"].as_i64().unwrap();
    assert_eq!(first["expired_at"], now + 1_800);
    bench.pass(182);
    let again = ask();
    assert_eq!(
        (&again["access_token"], &again["expired_at"]),
        (&first["access_token"], &first["expired_at"])
    );
    assert_eq!(again["now"], now + 182);
    bench.pass(1_560);
    assert_eq!(ask()["expired_at"], now + 2_100);
    let token = first["access_token"].as_str().unwrap();
    bench.pass(357);
    assert!(bench.world.is_good_token(token));
    bench.pass(1);
    assert!(!bench.world.is_good_token(token));
    assert_ne!(ask()["access_token"], first["access_token"]);
}

#[test]
fn no_answer_and_nothing_kept_holds_a_card_number() {
    let bench = Bench::new();
    let mut seen = String::new();
    let numbers: Vec<String> = test_cards()
        .iter()
        .map(|card| card.number_with_hyphens())
        .chain(["1234-1234-1234-1234".to_owned(), "3700-000000-00001".to_owned()])
        .collect();
    for (count, number) in numbers.iter().enumerate() {
        let uid = format!("u{count}");
        seen += &bench.call(onetime::handle, &[], &card(&uid, number)).1.to_string();
        let again =
            json!({"merchant_uid": format!("a{count}"), "customer_uid": format!("c-{uid}"), "amount": 1000});
        seen += &bench.call(again::handle, &[], &again).1.to_string();
        seen += &bench.call(find::page, &[("merchant_uid", &uid)], &json!({})).1.to_string();
        seen +=
            &bench.call(customers::show, &[("customer_uid", &format!("c-{uid}"))], &json!({})).1.to_string();
        seen += &bench.call(cancel::handle, &[], &json!({"merchant_uid": uid})).1.to_string();
    }
    seen += &format!("{:?}{:?}", bench.world.store.lock(), bench.world.requests);
    assert!(seen.contains("123412******1234"), "the masked number should be there to be found");
    for number in numbers {
        let digits = number.replace('-', "");
        for spelling in [&number, &digits, &digits.replace("", " ").trim().to_owned()] {
            assert!(!seen.contains(spelling.as_str()), "a card number is in an answer or kept");
        }
    }
    for secret in ["2019-01", "pwd_2digit", "\"97\""] {
        assert!(!seen.contains(secret), "card data are in an answer or kept");
    }
}

#[test]
fn a_replaced_key_was_updated_later_than_inserted() {
    let bench = Bench::new();
    let path = [("customer_uid", "c")];
    let pay = |uid: &str, number: &str| {
        let mut body = card(uid, number);
        body["customer_uid"] = json!("c");
        bench.call(onetime::handle, &[], &body);
        bench.call(customers::show, &path, &json!({})).1["response"].clone()
    };
    let first = pay("1", "4000-0000-0000-0002");
    assert_eq!(first["inserted"], first["updated"]);
    let kept = pay("2", "4000-0000-0050-0001");
    assert_eq!(kept, first, "a failed payment leaves the older key");
    let replaced = pay("3", "5555-6666-7777-8888");
    assert_eq!(replaced["inserted"], first["inserted"]);
    assert!(replaced["updated"].as_i64() > first["updated"].as_i64());
    assert_eq!(replaced["card_number"], "555566******8888");
    bench.pass(60);
    assert_eq!(pay("4", "4000-0000-0000-0002")["updated"], bench.world.now());
}

#[test]
fn sorting_follows_the_times() {
    let bench = Bench::new();
    bench
        .world
        .update_settings(crate::SettingsPatch {
            same_merchant_uid: Some(crate::SameMerchantUid::ChargeAgain),
            ..crate::SettingsPatch::default()
        })
        .unwrap();
    let mut uids = Vec::new();
    for _ in 0..3 {
        bench.pass(1);
        let paid = bench.call(onetime::handle, &[], &card("same", "1234-1234-1234-1234")).1;
        uids.push(paid["response"]["imp_uid"].as_str().unwrap().to_owned());
    }
    bench.pass(1);
    bench.call(cancel::handle, &[], &json!({"imp_uid": uids[1], "amount": 1}));
    for (sorting, expected) in [
        ("-started", [2, 1, 0]),
        ("started", [0, 1, 2]),
        ("-paid", [2, 1, 0]),
        ("paid", [0, 1, 2]),
        ("-updated", [1, 2, 0]),
        ("updated", [0, 2, 1]),
    ] {
        let mut call = Call {
            path: vec![("merchant_uid".to_owned(), "same".to_owned())],
            params: Params::default(),
            query: Params::from_query(Some(&format!("sorting={sorting}"))),
            user_agent: None,
            started_at: 0,
            waiting: None,
            plan: Plan::default(),
        };
        let page: Value = serde_json::from_slice(&find::page(&bench.world, &call).body).unwrap();
        let list: Vec<_> =
            page["response"]["list"].as_array().unwrap().iter().map(|p| p["imp_uid"].clone()).collect();
        assert_eq!(list, expected.map(|place: usize| json!(uids[place])), "{sorting}");
        call.path.push(("status".to_owned(), "cancelled".to_owned()));
        let found: Value = serde_json::from_slice(&find::first(&bench.world, &call).body).unwrap();
        assert_eq!(found["response"]["imp_uid"], uids[1]);
    }
}

fn by_status(bench: &Bench, status: &str, query: &str) -> (u16, Value) {
    let call = Call {
        path: vec![("payment_status".to_owned(), status.to_owned())],
        params: Params::default(),
        query: Params::from_query(Some(query)),
        user_agent: None,
        started_at: 0,
        waiting: None,
        plan: Plan::default(),
    };
    let answer = by_status::handle(&bench.world, &call);
    (answer.status.as_u16(), serde_json::from_slice(&answer.body).unwrap())
}

fn uids(found: &(u16, Value)) -> Vec<&str> {
    assert_eq!(found.0, 200, "{}", found.1);
    found.1["response"]["list"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["merchant_uid"].as_str().unwrap())
        .collect()
}

#[test]
fn each_status_goes_by_a_time_of_its_own() {
    let bench = Bench::new();
    let began = bench.world.now();
    let pay =
        |uid: &str, number: &str| bench.call(onetime::handle, &[], &card(uid, number)).1["response"].clone();
    pay("kept", "4000-0000-0000-0002");
    let late = pay("late", "4000-0000-0031-0005");
    pay("back", "4000-0000-0000-0002");
    bench.pass(10);
    bench.call(cancel::handle, &[], &json!({"merchant_uid": "back", "amount": 1}));
    bench.world.turn_paid(late["imp_uid"].as_str().unwrap()).unwrap();
    bench.pass(10);
    let at = |status, from: i64, to: i64| {
        let query = format!("from={}&to={}&sorting=started", began + from, began + to);
        uids(&by_status(&bench, status, &query)).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(at("paid", 0, 0), ["kept"]);
    assert_eq!(at("paid", 1, 9), [""; 0]);
    assert_eq!(at("paid", 10, 10), ["late"]);
    assert_eq!(at("cancelled", 0, 9), [""; 0]);
    assert_eq!(at("cancelled", 10, 20), ["back"]);
    assert_eq!(at("failed", 0, 20), [""; 0]);
    assert_eq!(at("all", 0, 9), ["kept"]);
    assert_eq!(at("all", 0, 20), ["kept", "late", "back"]);
}

#[test]
fn a_period_is_the_ninety_days_up_to_now_unless_told() {
    const DAY: i64 = 86_400;
    let bench = Bench::new();
    bench.call(onetime::handle, &[], &card("old", "4000-0000-0000-0002"));
    let began = bench.world.now();
    bench.pass(90 * 86_400);
    assert_eq!(uids(&by_status(&bench, "paid", "")), ["old"]);
    bench.pass(1);
    assert_eq!(uids(&by_status(&bench, "paid", "")), [""; 0]);
    assert_eq!(uids(&by_status(&bench, "paid", &format!("to={}", began + DAY))), ["old"]);
    let period = |from: i64, to: i64| by_status(&bench, "paid", &format!("from={from}&to={to}"));
    assert_eq!(uids(&period(began, began + 90 * DAY)), ["old"]);
    for (from, to) in [(began, began + 90 * DAY + 1), (began + 1, began), (i64::MIN, i64::MAX)] {
        assert_eq!(period(from, to).0, 400, "{from} {to}");
    }
}

#[tokio::test]
async fn a_year_of_daily_schedules_runs_in_the_order_of_time() {
    const CUSTOMERS: i64 = 20;
    const DAYS: i64 = 365;
    let bench = Bench::new();
    let began = bench.world.now();
    for customer in 0..CUSTOMERS {
        bench.call(onetime::handle, &[], &card(&customer.to_string(), "4000-0000-0000-0002"));
        let days: Vec<i64> = (1..=DAYS).collect();
        for some in days.chunks(100) {
            let item = |day: &i64| json!({"merchant_uid": format!("{customer}-{day}"), "schedule_at": began + day * 86_400, "amount": 1000});
            let schedules: Vec<Value> = some.iter().map(item).collect();
            let body = json!({"customer_uid": format!("c-{customer}"), "schedules": schedules});
            assert_eq!(bench.call(schedule::register::handle, &[], &body).1["code"], 0);
        }
    }
    let ran = crate::passing::advance(&bench.world, 366 * 86_400).await.unwrap().ran;
    let expected = (1..=DAYS).flat_map(|day| (0..CUSTOMERS).map(move |customer| (day, customer)));
    let expected = expected.map(|(day, customer)| (began + day * 86_400, format!("{customer}-{day}")));
    assert!(ran.iter().map(|ran| (ran.at, ran.merchant_uid.clone())).eq(expected));
    assert_eq!(bench.world.store.lock().ledger().len(), (CUSTOMERS + CUSTOMERS * DAYS) as usize);
}
