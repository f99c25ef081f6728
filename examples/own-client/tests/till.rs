//! The till against the sandbox: no network, no account, no waiting for the first of the month.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use keyin_example_own_client::{Outcome, Till};
use keyin_sandbox::{
    CardBehaviour, ClockMode, Fault, FaultKind, LedgerKind, Operation, SameMerchantUid, Sandbox,
    SandboxOptions, Settings, test_cards,
};

const GOOD: &str = "4000-0000-0000-0002";
/// Midnight in Korea, when 2026 begins.
const NEW_YEAR: i64 = 1_767_193_200;
const DAY: u64 = 86_400;

/// A sandbox of this test alone, which charges whatever it is sent: nothing but the till prevents a second charge.
async fn open(card: &str) -> (Sandbox, Till) {
    let settings = Settings { same_merchant_uid: SameMerchantUid::ChargeAgain, ..Settings::default() };
    let options = SandboxOptions { settings, seed: Some(1), ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).unwrap();
    sandbox.stop_clock(Some(NEW_YEAR)).unwrap();
    let till = Till::sign_in(sandbox.url(), "imp_apikey", "imp_secret").await.unwrap();
    assert!(matches!(till.sign_up("gildong", card, 1_000).await.unwrap(), Outcome::Paid(_)));
    (sandbox, till)
}

/// The amounts that were really charged for an order.
fn charged(sandbox: &Sandbox, merchant_uid: &str) -> Vec<i64> {
    let entries = sandbox.ledger().into_iter().filter(|entry| entry.kind == LedgerKind::Charge);
    entries.filter(|entry| entry.merchant_uid == merchant_uid).map(|entry| entry.amount).collect()
}

#[tokio::test]
async fn a_lost_reply_is_looked_up_and_no_second_charge() {
    let (sandbox, till) = open(GOOD).await;
    sandbox.set_faults(vec![Fault::new(Operation::Again, FaultKind::DropAfter).times(1)]).unwrap();
    assert!(matches!(till.charge("gildong", "pass-2", 11_000).await, Outcome::Paid(_)));
    assert_eq!(charged(&sandbox, "pass-2"), [11_000]);
}

#[tokio::test]
async fn a_look_up_that_lags_behind_is_no_absence() {
    let (sandbox, till) = open(GOOD).await;
    let lost = Fault::new(Operation::Again, FaultKind::DropAfter).times(1);
    let lag = Fault::new(Operation::Find, FaultKind::ReadLag).seconds(60);
    sandbox.set_faults(vec![lost, lag]).unwrap();
    assert_eq!(till.charge("gildong", "pass-2", 11_000).await, Outcome::Unknown);

    // A minute later it is shown.
    sandbox.advance_clock(61).await.unwrap();
    assert!(matches!(till.look_up("pass-2").await, Outcome::Paid(_)));
    assert_eq!(charged(&sandbox, "pass-2"), [11_000]);
}

#[tokio::test]
async fn a_server_error_behind_a_charge_proves_nothing() {
    let (sandbox, till) = open(GOOD).await;
    sandbox.set_faults(vec![Fault::new(Operation::Again, FaultKind::TimeoutAfter).times(1)]).unwrap();
    assert!(matches!(till.charge("gildong", "pass-2", 11_000).await, Outcome::Paid(_)));
    assert_eq!(charged(&sandbox, "pass-2"), [11_000]);
}

#[tokio::test]
async fn a_card_that_declines_is_told_in_the_words_of_the_pg() {
    let declines = |behaviour| match behaviour {
        CardBehaviour::KeyRecord(decline) => Some(decline),
        _ => None,
    };
    let (card, decline) =
        test_cards().iter().find_map(|card| Some((card, declines(card.behaviour)?))).unwrap();
    let (sandbox, till) = open(card.number).await;
    let Outcome::Refused(words) = till.charge("gildong", "pass-2", 11_000).await else {
        panic!("the card was charged");
    };
    assert!(words.contains(decline.text), "{words}");
    assert_eq!(charged(&sandbox, "pass-2"), Vec::<i64>::new());
}

#[tokio::test]
async fn a_payment_of_next_month_is_made_when_its_day_comes() {
    let (sandbox, till) = open(GOOD).await;
    let first_of_february = NEW_YEAR + 31 * i64::try_from(DAY).unwrap();
    assert!(till.charge_at("gildong", "pass-2", 11_000, first_of_february).await.unwrap());

    sandbox.advance_clock(30 * DAY).await.unwrap();
    assert_eq!(charged(&sandbox, "pass-2"), Vec::<i64>::new());
    let passed = sandbox.advance_clock(DAY).await.unwrap();
    assert_eq!((passed.clock.now, passed.clock.mode), (first_of_february, ClockMode::Manual));
    assert_eq!(passed.ran.iter().map(|ran| ran.merchant_uid.as_str()).collect::<Vec<_>>(), ["pass-2"]);
    assert_eq!(charged(&sandbox, "pass-2"), [11_000]);
}
