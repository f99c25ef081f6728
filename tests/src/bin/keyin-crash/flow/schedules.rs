//! What a merchant tells the gateway's scheduler.

use keyin_tests::{Till, TypedCard};

use super::{CUSTOMER, UID, until_it_is_done};

/// As it is typed, and in Unix seconds.
const AT: (&str, i64) = ("2031-01-01T00:00:00Z", 1_924_992_000);
const MOVED: (&str, i64) = ("2031-06-01T00:00:00Z", 1_938_038_400);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Add,
    Cancel,
    Move,
    /// What was taken back waits again for a new time.
    Reschedule,
    Retry,
}

const ADD: [&str; 12] = [
    "schedule",
    "add",
    "--customer-uid",
    CUSTOMER,
    "--merchant-uid",
    UID,
    "--amount",
    "3000",
    "--name",
    "정기결제",
    "--at",
    AT.0,
];

impl Order {
    pub(super) fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Add => &ADD,
            Self::Cancel => &["schedule", "cancel", UID],
            Self::Move | Self::Reschedule => &["schedule", "move", UID, "--at", MOVED.0],
            Self::Retry => &["schedule", "retry", UID],
        }
    }

    pub(super) async fn prepare(self, till: &Till) {
        match self {
            Self::Add => till.register(CUSTOMER).await,
            Self::Cancel | Self::Move => {
                till.register(CUSTOMER).await;
                done(till, &ADD).await;
            }
            Self::Reschedule => {
                till.register(CUSTOMER).await;
                done(till, &ADD).await;
                done(till, &["schedule", "cancel", UID]).await;
            }
            Self::Retry => {
                issue(till, TypedCard::OVER_LIMIT, &[]).await;
                done(till, &ADD).await;
                pass(till, AT.1).await;
                assert_eq!(shown(till).await, "declined");
                issue(till, TypedCard::GOOD, &["--replace"]).await;
            }
        }
    }

    /// Settled, as it was asked for, and run when it should be: once, or never.
    pub(super) async fn must_hold(self, till: &Till) {
        until_it_is_done(|| till.run(&["resolve", "--wait"])).await.ended(0);
        match self {
            Self::Add => {
                assert_eq!(shown(till).await, "scheduled");
                pass(till, AT.1).await;
                assert_eq!(shown(till).await, "succeeded");
            }
            Self::Cancel => {
                assert_eq!(shown(till).await, "not_charged");
                pass(till, AT.1).await;
                assert_eq!(shown(till).await, "not_charged");
            }
            Self::Move | Self::Reschedule => {
                pass(till, AT.1).await;
                assert_eq!(shown(till).await, "scheduled");
                pass(till, MOVED.1).await;
                assert_eq!(shown(till).await, "succeeded");
            }
            Self::Retry => assert_eq!(shown(till).await, "succeeded"),
        }
    }

    /// How often it is charged in the end.
    pub(super) fn charges(self) -> usize {
        usize::from(self != Self::Cancel)
    }
}

async fn done(till: &Till, line: &[&str]) {
    until_it_is_done(|| till.run(line)).await.ended(0);
}

async fn issue(till: &Till, card: TypedCard, more: &[&str]) {
    let line = [&["billing-key", "issue", CUSTOMER, "--card-stdin"], more].concat();
    let input = card.to_json();
    until_it_is_done(|| till.run_with_input(&line, &input)).await.ended(0);
}

async fn shown(till: &Till) -> String {
    let shown = until_it_is_done(|| till.run(&["schedule", "show", UID])).await.ended(0).document();
    shown["state"].as_str().unwrap().to_owned()
}

/// Lets the gateway's clock go past that time.
async fn pass(till: &Till, second: i64) {
    let sandbox = &till.shop.sandbox;
    let left = second + 3_600 - sandbox.clock().now;
    sandbox.advance_clock(left.max(0).unsigned_abs()).await.unwrap();
}
