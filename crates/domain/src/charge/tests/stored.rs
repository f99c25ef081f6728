use super::*;
use crate::{ChargeState, Executor};

/// A charge as journals have kept it since before the gateway's scheduler was known.
const SENT_BY_KEYIN: &str = r#"{"intent":{"merchant_uid":"order-1","method":{"billing_key":"customer-1"},"amount":{"total":{"minor":3000,"currency":"KRW"},"tax_free":{"minor":0,"currency":"KRW"},"vat":null},"name":"월간 이용권","installments":0,"buyer":{}},"state":"in_flight","epoch":1,"deadlines":{"claimed_at":"1970-01-01T00:00:00Z","lease_until":"1970-01-01T00:02:05Z","settle_after":"1970-01-01T00:27:05Z"},"finding":"nothing","swept":0,"created_at":"1970-01-01T00:00:00Z","changed_at":"1970-01-01T00:00:00Z"}"#;

#[test]
fn what_was_written_down_before_is_still_read_and_written() {
    let charge = in_flight(billing_key());
    assert_eq!(serde_json::from_str::<Charge>(SENT_BY_KEYIN).unwrap(), charge);
    assert_eq!(serde_json::to_string(&charge).unwrap(), SENT_BY_KEYIN);
}

#[test]
fn what_the_scheduler_makes_is_kept_with_its_time() {
    let charge = Charge::intended(intent(schedulers()), at(0)).instruct(window().deadlines(at(0))).unwrap();
    let open = schedule(ScheduleStatus::Scheduled, 2 * DUE, 3_000, None);
    let charge = charge.observe(charge.epoch(), Evidence::Scheduled(Box::new(open)), at(1)).unwrap();
    let document = serde_json::to_value(&charge).unwrap();
    let expected = serde_json::json!({
        "scheduled": { "customer_uid": "customer-1", "at": "1970-01-02T03:46:40Z" }
    });
    assert_eq!(document["intent"]["method"], expected);
    assert_eq!((&document["state"], &document["due"]), (&"scheduled".into(), &"1970-01-03T07:33:20Z".into()));
    let read: Charge = serde_json::from_value(document.clone()).unwrap();
    assert_eq!((read.executor(), read.state()), (Executor::Scheduler, ChargeState::Scheduled));
    assert_eq!(read, charge);
    // A keyin that knows of no scheduler must not take it for a charge of its own: its method is one it cannot read.
    let mut half_seconds = document;
    half_seconds["due"] = "1970-01-03T07:33:20.5Z".into();
    assert!(serde_json::from_value::<Charge>(half_seconds).is_err());
}
