//! A year of daily payments for a thousand customers, through a clock that is moved.

use std::collections::BTreeMap;

use keyin_sandbox::{LedgerKind, RanKind};
use serde_json::Value;

use crate::client::GUIDE_CARD;
use crate::schedules::{DAY, START, item, register, schedule, shop_with};

const CUSTOMERS: i64 = 1_000;
const DAYS: i64 = 365;

/// As many as a body of 64 KiB has room for.
const A_CALL: usize = 100;

/// One for each day, each a little later in the day than those of the customer before.
fn daily(customer: i64) -> Vec<Value> {
    (1..=DAYS).map(|day| item(&format!("{customer}-{day}"), START + day * DAY + customer)).collect()
}

#[tokio::test]
async fn a_year_of_daily_schedules_for_a_thousand_customers() {
    let shop = shop_with(&[]).await;
    for customer in 0..CUSTOMERS {
        register(&shop, &format!("c-{customer}"), GUIDE_CARD).await;
        for some in daily(customer).chunks(A_CALL) {
            schedule(&shop, &format!("c-{customer}"), some).await;
        }
    }

    let mut last = START;
    let mut of_day: BTreeMap<i64, i64> = BTreeMap::new();
    for ran in shop.sandbox.advance_clock((DAYS + 1).unsigned_abs() * DAY.unsigned_abs()).await.unwrap().ran {
        assert_eq!((ran.kind, ran.status), (RanKind::Schedule, "paid"));
        assert!(last <= ran.at, "{} came after {last}", ran.at);
        last = ran.at;
        *of_day.entry((ran.at - START) / DAY).or_default() += 1;
    }
    assert!(of_day.into_iter().eq((1..=DAYS).map(|day| (day, CUSTOMERS))), "each customer pays each day");

    let ledger = shop.sandbox.ledger();
    assert_eq!(i64::try_from(ledger.len()).unwrap(), CUSTOMERS * (DAYS + 1));
    assert!(ledger.iter().all(|entry| entry.kind == LedgerKind::Charge));
    let mut names: Vec<&str> = ledger.iter().map(|entry| entry.merchant_uid.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ledger.len(), "each is charged once");
    let scheduled: i64 = ledger.iter().filter(|entry| entry.amount == 8_900).map(|entry| entry.amount).sum();
    assert_eq!(scheduled, CUSTOMERS * DAYS * 8_900);
}
