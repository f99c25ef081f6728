//! What a merchant does, each with what must be there before, and how it is done again after a kill.

mod schedules;

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Run, Till, TypedCard};
use serde_json::json;

use crate::scene::window;
use schedules::Order;

/// The order that is paid.
pub(crate) const UID: &str = "order-1";
const CUSTOMER: &str = "customer-1";
/// Rows of the batch.
pub(crate) const ROWS: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    Card,
    CardRegistering,
    BillingKey,
    File,
    /// One row after the other, so that each but the first is written down before it is claimed.
    PacedFile,
    CancelPart,
    CancelRest,
    Resolve,
    Repair,
    Decide,
    IssueKey,
    RevokeKey,
    Schedule(Order),
}

impl Flow {
    pub(crate) const ALL: [Self; 17] = [
        Self::Card,
        Self::CardRegistering,
        Self::BillingKey,
        Self::File,
        Self::PacedFile,
        Self::CancelPart,
        Self::CancelRest,
        Self::Resolve,
        Self::Repair,
        Self::Decide,
        Self::IssueKey,
        Self::RevokeKey,
        Self::Schedule(Order::Add),
        Self::Schedule(Order::Cancel),
        Self::Schedule(Order::Move),
        Self::Schedule(Order::Reschedule),
        Self::Schedule(Order::Retry),
    ];

    /// The command that is killed.
    pub(crate) fn arguments(self) -> Vec<&'static str> {
        let order = ["--merchant-uid", UID, "--amount", "3000", "--name", "정기결제"];
        let command: &[&str] = match self {
            Self::Card => &["pay", "card", "--card-stdin"],
            Self::CardRegistering => &["pay", "card", "--card-stdin", "--customer-uid", CUSTOMER],
            Self::BillingKey => &["pay", "billing-key", "--customer-uid", CUSTOMER],
            Self::File => &["pay", "file", "batch.csv", "--concurrency", "3"],
            Self::PacedFile => &["pay", "file", "batch.csv", "--concurrency", "3", "--rate", "20"],
            Self::CancelPart => &["pay", "cancel", UID, "--amount", "1000", "--checksum", "3000"],
            Self::CancelRest => &["pay", "cancel", UID],
            Self::Resolve => &["resolve", "--wait"],
            Self::Repair => &["reconcile", "--repair"],
            Self::Decide => &["pay", "decide", UID, "--no-payment"],
            Self::IssueKey => &["billing-key", "issue", CUSTOMER, "--card-stdin"],
            Self::RevokeKey => &["billing-key", "revoke", CUSTOMER],
            Self::Schedule(order) => order.arguments(),
        };
        let is_order = matches!(self, Self::Card | Self::CardRegistering | Self::BillingKey);
        [command, if is_order { &order } else { &[] }, &["--json"]].concat()
    }

    pub(crate) fn input(self) -> Vec<u8> {
        match self {
            Self::Card | Self::CardRegistering | Self::IssueKey => TypedCard::GOOD.to_json(),
            _ => Vec::new(),
        }
    }

    /// What must be there before.
    pub(crate) async fn prepare(self, till: &Till) {
        match self {
            Self::Card | Self::CardRegistering | Self::IssueKey => {}
            Self::BillingKey | Self::RevokeKey => till.register(CUSTOMER).await,
            Self::Schedule(order) => order.prepare(till).await,
            Self::File | Self::PacedFile => {
                till.register(CUSTOMER).await;
                let rows: String =
                    (0..ROWS).map(|row| format!("{CUSTOMER},row-{row},{},구독\n", 1_000 + row)).collect();
                let file = format!("customer_uid,merchant_uid,amount,name\n{rows}");
                std::fs::write(till.keyin.folder().join("batch.csv"), file).unwrap();
            }
            Self::CancelPart => pay(till).await,
            Self::CancelRest => {
                pay(till).await;
                until_it_is_done(|| till.run(&["pay", "cancel", UID, "--amount", "1000"])).await.ended(0);
            }
            Self::Resolve | Self::Repair => lose_a_reply(till).await,
            Self::Decide => {
                lose_a_reply(till).await;
                pay_past_keyin(till).await;
                let shown = till.show(UID).await;
                assert_eq!(shown["state"], "review", "{shown}");
                for record in shown["records"].as_array().unwrap() {
                    let line = ["pay", "cancel", record["imp_uid"].as_str().unwrap()];
                    until_it_is_done(|| till.run(&line)).await.ended(0);
                }
                // Before it is over, a person's word that there is no payment is not taken either.
                tokio::time::sleep(window()).await;
            }
        }
    }

    /// The same again, with the command line that does not crash, until it is done.
    pub(crate) async fn converge(self, till: &Till) {
        let (arguments, input) = (self.plain_arguments(), self.input());
        let told = until_it_is_done(|| till.run_with_input(&arguments, &input)).await;
        let expected: &[i32] = match self {
            Self::Card | Self::CardRegistering | Self::BillingKey => &[0],
            Self::File | Self::PacedFile | Self::Resolve => &[0],
            // What was given back before is not given back again; a decision or a key that stands, neither.
            Self::CancelPart | Self::Decide | Self::IssueKey => &[0, 2],
            Self::CancelRest | Self::Schedule(_) => &[0],
            // A difference that is not repaired, or a key that is gone.
            Self::Repair | Self::RevokeKey => &[0, 1],
        };
        assert!(told.exit.is_some_and(|exit| expected.contains(&exit)), "{told:?}");
        match self {
            Self::CancelPart => drop(till.show(UID).await),
            Self::Repair => {
                until_it_is_done(|| till.run(&["resolve", "--wait"])).await.ended(0);
                until_it_is_done(|| till.run(&arguments)).await.ended(0);
            }
            Self::IssueKey => drop(till.run(&["billing-key", "show", CUSTOMER]).await.ended(0)),
            Self::Schedule(order) => order.must_hold(till).await,
            Self::RevokeKey => drop(till.run(&["billing-key", "show", CUSTOMER]).await.ended(1)),
            _ => {}
        }
    }

    /// Without the `--json` that a till adds by itself.
    fn plain_arguments(self) -> Vec<&'static str> {
        let mut arguments = self.arguments();
        arguments.pop();
        arguments
    }

    /// The charges that must be in the ledger, each as often as that.
    pub(crate) fn charges(self) -> Vec<(String, usize)> {
        match self {
            Self::File | Self::PacedFile => (0..ROWS).map(|row| (format!("row-{row}"), 1)).collect(),
            Self::IssueKey | Self::RevokeKey => Vec::new(),
            Self::Schedule(order) => vec![(UID.to_owned(), order.charges())],
            Self::Decide => vec![(UID.to_owned(), 2)],
            _ => vec![(UID.to_owned(), 1)],
        }
    }
}

/// The same until it is no longer unknown, nor certainly not done: the windows are seconds, and on a busy machine a
/// permit or a time-out may run out.
async fn until_it_is_done<F: Future<Output = Run>>(again: impl Fn() -> F) -> Run {
    let mut told = again().await;
    for _ in 0..5 {
        if !matches!(told.exit, Some(4 | 5)) {
            break;
        }
        told = again().await;
    }
    told
}

async fn pay(till: &Till) {
    until_it_is_done(|| till.pay_card(UID, TypedCard::GOOD, &[])).await.ended(0);
}

/// A payment whose answer is lost and not looked for.
async fn lose_a_reply(till: &Till) {
    let find = Fault { status: Some(503), ..Fault::new(Operation::Find, FaultKind::Status) };
    let mut told = None;
    while told.is_none_or(|told: Run| told.exit != Some(5)) {
        till.fail(vec![Fault::new(Operation::Onetime, FaultKind::DropAfter).times(1), find.clone()]);
        told = Some(till.pay_card(UID, TypedCard::GOOD, &["--wait", "0s"]).await);
    }
    till.shop.sandbox.clear_faults();
}

/// The same merchant_uid once more, by somebody who does not use keyin.
async fn pay_past_keyin(till: &Till) {
    let TypedCard { number, expiry, .. } = TypedCard::GOOD;
    let order = json!({"merchant_uid": UID, "amount": 3000, "card_number": number, "expiry": expiry});
    till.shop.post("/subscribe/payments/onetime", &order).await.ok();
}
