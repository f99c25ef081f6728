//! Schedules under any sequence of calls.

use std::collections::BTreeMap;

use futures::FutureExt;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::tests::{Bench, card};
use super::super::{customers, onetime};
use super::{change, find, register, unschedule};
use crate::passing::advance;
use crate::store::{LedgerKind, ScheduleStatus};

/// Pays when it is presented; its key is over the limit.
const BAD: &str = "4000-0004-0031-0001";
const GOOD: &str = "4000-0000-0000-0002";

/// Something a merchant does, or time does.
#[derive(Clone, Debug)]
enum Step {
    Register { name: u8, after: i64 },
    Put { name: u8, after: i64 },
    Reschedule { name: u8, after: i64 },
    Retry { name: u8 },
    Unschedule { name: u8 },
    UnscheduleAll,
    Card { is_good: bool },
    DeleteKey,
    Pass { seconds: u64 },
}

fn step() -> impl Strategy<Value = Step> {
    let (name, after) = (0_u8..4, -5_i64..60);
    prop_oneof![
        4 => (name.clone(), after.clone()).prop_map(|(name, after)| Step::Register { name, after }),
        2 => (name.clone(), after.clone()).prop_map(|(name, after)| Step::Put { name, after }),
        2 => (name.clone(), after).prop_map(|(name, after)| Step::Reschedule { name, after }),
        2 => name.clone().prop_map(|name| Step::Retry { name }),
        1 => name.prop_map(|name| Step::Unschedule { name }),
        1 => Just(Step::UnscheduleAll),
        2 => any::<bool>().prop_map(|is_good| Step::Card { is_good }),
        1 => Just(Step::DeleteKey),
        4 => (0_u64..70).prop_map(|seconds| Step::Pass { seconds }),
    ]
}

/// The model: the status that each schedule should have, and when those that wait fall due.
#[derive(Default)]
struct Model {
    waiting: BTreeMap<String, i64>,
    /// `paid`, `failed` or `revoked`.
    over: BTreeMap<String, &'static str>,
    has_key: bool,
    is_good: bool,
    cards: usize,
}

impl Model {
    fn outcome(&self) -> &'static str {
        if self.has_key && self.is_good { "paid" } else { "failed" }
    }

    fn is_over_and_unpaid(&self, name: &str) -> bool {
        self.over.get(name).is_some_and(|outcome| *outcome != "paid")
    }
}

fn take(bench: &Bench, model: &mut Model, step: &Step) {
    let now = bench.world.now();
    let done = |answer: (u16, Value)| answer.0 == 200 && answer.1["code"] == 0;
    let at_time = |handle, name: &str, after: i64| {
        done(bench.call(handle, &[("merchant_uid", name)], &json!({"schedule_at": now + after})))
    };
    match step {
        Step::Register { name, after } => {
            let name = format!("s{name}");
            let item = json!({"merchant_uid": name, "schedule_at": now + after, "amount": 1000});
            let body = json!({"customer_uid": "c", "schedules": [item]});
            let is_new = !model.waiting.contains_key(&name) && !model.over.contains_key(&name);
            let registered = done(bench.call(register::handle, &[], &body));
            assert_eq!(registered, model.has_key && is_new && *after > 0);
            if registered {
                model.waiting.insert(name, now + after);
            }
        }
        Step::Put { name, after } => {
            let name = format!("s{name}");
            let moved = at_time(change::put, &name, *after);
            assert_eq!(moved, model.waiting.contains_key(&name) && *after > 0);
            if moved {
                model.waiting.insert(name, now + after);
            }
        }
        Step::Reschedule { name, after } => {
            let name = format!("s{name}");
            let moved = at_time(change::reschedule, &name, *after);
            assert_eq!(moved, model.is_over_and_unpaid(&name) && *after > 0);
            if moved {
                model.over.remove(&name);
                model.waiting.insert(name, now + after);
            }
        }
        Step::Retry { name } => {
            let name = format!("s{name}");
            let retried = done(bench.call(change::retry, &[("merchant_uid", &name)], &json!({})));
            assert_eq!(retried, model.is_over_and_unpaid(&name) && model.has_key);
            if retried {
                model.over.insert(name, model.outcome());
            }
        }
        Step::Unschedule { name } => revoke(bench, model, Some(&format!("s{name}"))),
        Step::UnscheduleAll => revoke(bench, model, None),
        Step::Card { is_good } => {
            let mut first = card(&format!("first-{}", model.cards), if *is_good { GOOD } else { BAD });
            first["customer_uid"] = json!("c");
            assert!(done(bench.call(onetime::handle, &[], &first)));
            (model.has_key, model.is_good, model.cards) = (true, *is_good, model.cards + 1);
        }
        Step::DeleteKey => {
            bench.call(customers::delete, &[("customer_uid", "c")], &json!({}));
            model.has_key = false;
        }
        Step::Pass { seconds } => pass(bench, model, *seconds),
    }
}

fn revoke(bench: &Bench, model: &mut Model, name: Option<&str>) {
    let body = match name {
        Some(name) => json!({"merchant_uid": name}),
        None => json!({"customer_uid": "c"}),
    };
    let (_, answer) = bench.call(unschedule::handle, &[], &body);
    let meant = |waiting: &String| name.is_none_or(|name| name == waiting);
    let revoked: Vec<String> = model.waiting.keys().filter(|waiting| meant(waiting)).cloned().collect();
    assert_eq!(answer["response"].as_array().map_or(0, Vec::len), revoked.len());
    for name in revoked {
        model.waiting.remove(&name);
        model.over.insert(name, "revoked");
    }
}

fn pass(bench: &Bench, model: &mut Model, seconds: u64) {
    // Nobody has to be told, so nothing is waited for.
    let advanced = advance(&bench.world, seconds).now_or_never().unwrap().unwrap();
    let mut expected: Vec<(i64, String)> = Vec::new();
    model.waiting.retain(|name, at| {
        let waits = *at > advanced.clock.now;
        if !waits {
            expected.push((*at, name.clone()));
        }
        waits
    });
    let mut ran: Vec<_> = advanced.ran.iter().map(|ran| (ran.at, ran.merchant_uid.clone())).collect();
    assert!(ran.is_sorted_by_key(|(at, _)| *at));
    ran.sort();
    expected.sort();
    assert_eq!(ran, expected);
    for (_, name) in expected {
        model.over.insert(name, model.outcome());
    }
}

/// What the schedules say of themselves, and what the ledger says of the money.
fn check(bench: &Bench, model: &Model) {
    for name in (0..4).map(|name| format!("s{name}")) {
        let (status, answer) = bench.call(find::one, &[("merchant_uid", &name)], &json!({}));
        let told = (&answer["response"]["schedule_status"], &answer["response"]["payment_status"]);
        let executed = json!("executed");
        match (model.waiting.get(&name), model.over.get(&name)) {
            (Some(at), _) => {
                assert_eq!(told, (&json!("scheduled"), &Value::Null));
                assert_eq!(answer["response"]["schedule_at"], *at);
            }
            (None, Some(&"revoked")) => assert_eq!(told, (&json!("revoked"), &Value::Null)),
            (None, Some(outcome)) => assert_eq!(told, (&executed, &json!(outcome))),
            (None, None) => assert_eq!(status, 404),
        }
    }
    let store = bench.world.store.lock();
    let mut charged: Vec<String> = store
        .ledger()
        .into_iter()
        .filter(|entry| entry.kind == LedgerKind::Charge && entry.merchant_uid.starts_with('s'))
        .map(|entry| entry.merchant_uid)
        .collect();
    charged.sort();
    let paid = model.over.iter().filter(|(_, outcome)| **outcome == "paid");
    assert!(charged.iter().eq(paid.map(|(name, _)| name)), "each is charged once, and only if it says so");
    let waiting = store.schedules_within(None, &(i64::MIN..i64::MAX), Some(ScheduleStatus::Scheduled));
    assert_eq!(waiting.count(), model.waiting.len());
    assert_eq!(store.next_job(), model.waiting.values().min().copied());
}

proptest! {
    #[test]
    fn schedules_are_charged_once_and_when_they_say(steps in prop::collection::vec(step(), 0..40)) {
        let (bench, mut model) = (Bench::new(), Model::default());
        for step in std::iter::once(&Step::Card { is_good: true }).chain(&steps) {
            take(&bench, &mut model, step);
            check(&bench, &model);
        }
    }
}
