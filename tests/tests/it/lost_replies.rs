//! Every fault on the way of every paying command: state, exit status and ledger agree, and nothing is charged twice.

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{TOO_SLOW_MS, Till, each, until};
use serde_json::{Value, json};

use crate::paying::{Paying, UID, agrees_with_the_ledger};

/// What can befall any call. A lagging look-up and a payment that fails first befall only some.
pub(crate) const KINDS: [FaultKind; 11] = [
    FaultKind::Delay,
    FaultKind::DropBefore,
    FaultKind::DropAfter,
    FaultKind::Status,
    FaultKind::Malformed,
    FaultKind::Truncate,
    FaultKind::ExpireToken,
    FaultKind::RateLimit,
    FaultKind::TimeoutBefore,
    FaultKind::TimeoutAfter,
    FaultKind::Drip,
];

pub(crate) const OPERATIONS: [Operation; 8] = [
    Operation::GetToken,
    Operation::Onetime,
    Operation::Again,
    Operation::Find,
    Operation::Payment,
    Operation::Cancel,
    Operation::Customer,
    Operation::Any,
];

/// How the command ends when every call of the operation meets the fault, and it does not wait.
fn ends(command: Paying, operation: Operation, kind: FaultKind) -> Ending {
    let guards = command == Paying::CardRegistering && operation == Operation::Customer;
    match operation {
        // Without a token, or without knowing that the customer_uid is free, nothing is sent.
        Operation::GetToken | Operation::Any => Ending::NothingCharged,
        _ if guards => Ending::NothingCharged,
        operation if operation == command.charged_by() => match kind {
            FaultKind::DropAfter
            | FaultKind::Malformed
            | FaultKind::Truncate
            | FaultKind::TimeoutAfter
            | FaultKind::Drip => Ending::Paid,
            FaultKind::Delay
            | FaultKind::DropBefore
            | FaultKind::Status
            | FaultKind::RateLimit
            | FaultKind::TimeoutBefore => Ending::Unknown,
            // Refused twice, with a new token the second time.
            FaultKind::ExpireToken => Ending::NothingCharged,
            FaultKind::ReadLag
            | FaultKind::FailedThenPaid
            | FaultKind::Lose
            | FaultKind::Duplicate
            | FaultKind::Reorder
            | FaultKind::Postpone => panic!("{kind:?} does not befall every call"),
        },
        _ => Ending::Paid,
    }
}

/// What the exit status says of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Paid,
    NothingCharged,
    Unknown,
}

impl Ending {
    fn exit(self) -> i32 {
        match self {
            Self::Paid => 0,
            Self::NothingCharged => 4,
            Self::Unknown => 5,
        }
    }
}

/// A fault that strikes until it is cleared.
pub(crate) fn lasting(operation: Operation, kind: FaultKind) -> Fault {
    let fault = Fault::new(operation, kind);
    match kind {
        FaultKind::Delay => fault.delay_ms(TOO_SLOW_MS),
        FaultKind::Drip => fault.drip_ms(TOO_SLOW_MS),
        _ => fault,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_lost_after_the_charge_is_found_by_looking() {
    each(
        [
            (Paying::Card, Operation::Onetime),
            (Paying::CardRegistering, Operation::Onetime),
            (Paying::BillingKey, Operation::Again),
        ],
        |(command, operation)| async move {
            let till = Till::open().await;
            command.prepare(&till).await;
            till.fail(vec![Fault::new(operation, FaultKind::DropAfter).times(1)]);
            let paid = command.run(&till, &[]).await.ended(0).document();
            assert_eq!(
                (&paid["state"], &paid["status"], &paid["replayed"]),
                (&json!("succeeded"), &json!("paid"), &json!(false))
            );
            assert_eq!(till.shop.captured(UID), [3000]);
            let again = command.run(&till, &[]).await.ended(0).document();
            assert_eq!((&again["imp_uid"], &again["replayed"]), (&paid["imp_uid"], &json!(true)));
            assert_eq!(till.shop.captured(UID), [3000]);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn state_exit_status_and_ledger_agree_under_every_fault() {
    let cases = Paying::ALL.into_iter().flat_map(|command| {
        let faults = OPERATIONS.into_iter().flat_map(|operation| KINDS.map(|kind| (operation, kind)));
        faults.map(move |(operation, kind)| (command, operation, kind))
    });
    each(cases, |(command, operation, kind)| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        till.fail(vec![lasting(operation, kind)]);
        let first = command.run(&till, &["--wait", "0s"]).await;
        till.shop.sandbox.clear_faults();
        let ending = ends(command, operation, kind);
        assert_eq!(first.exit, Some(ending.exit()), "{first:?}");
        let told = first.document();
        match ending {
            Ending::Paid => {
                assert_eq!(till.shop.captured(UID), [3000]);
                agrees_with_the_ledger(&till, &told);
            }
            Ending::NothingCharged => nothing_charged(&till, command, &told),
            Ending::Unknown => {
                assert_eq!(told["state"], "unknown", "{told}");
                assert!(!told["problem"]["code"].as_str().unwrap().is_empty(), "{told}");
                settle(&till).await;
            }
        }
        exactly_one_charge_in_all(&till, command).await;
        if kind == FaultKind::Delay {
            let over = || till.calls().iter().all(|call| call.status.is_some());
            until("the calls that were held back are over", over).await;
            assert_eq!(till.shop.captured(UID), [3000]);
        }
    })
    .await;
}

/// A 4 never stands beside a charge, not even one that arrives late: no paying call got past the door.
fn nothing_charged(till: &Till, command: Paying, told: &Value) {
    let calls = till.calls();
    let mut paying = calls.iter().filter(|call| call.path == command.path());
    assert!(paying.all(|call| call.status == Some(401)), "{calls:?}");
    assert_eq!(till.shop.captured(UID), Vec::<i64>::new(), "{told}");
    let state = told["state"].as_str();
    let claimable = matches!(state, Some("not_sent" | "refused")) || told["error"]["code"].is_string();
    assert!(claimable, "{told}");
}

/// `resolve --wait` ends in a settled state that agrees with the ledger.
async fn settle(till: &Till) {
    let lines = till.run(&["resolve", "--wait"]).await.ended(0).documents();
    let (summary, charges) = lines.split_last().unwrap();
    assert_eq!(
        (&summary["summary"]["settled"], &summary["summary"]["open"]),
        (&json!(1), &json!(0)),
        "{lines:?}"
    );
    let last = charges.last().unwrap();
    assert_eq!(last["merchant_uid"], UID);
    match last["state"].as_str().unwrap() {
        "succeeded" => agrees_with_the_ledger(till, last),
        "needs_card" | "not_charged" => assert_eq!(till.shop.captured(UID), Vec::<i64>::new(), "{last}"),
        other => panic!("{other} is not settled: {last}"),
    }
    assert_eq!(till.show(UID).await["state"], last["state"]);
}

/// The same command again, with a gateway that is well: paid, once.
async fn exactly_one_charge_in_all(till: &Till, command: Paying) {
    let before = till.shop.captured(UID).len();
    let told = command.run(till, &[]).await.ended(0).document();
    assert_eq!(told["replayed"], json!(before == 1), "{told}");
    agrees_with_the_ledger(till, &told);
    let shown = till.show(UID).await;
    agrees_with_the_ledger(till, &shown);
    if command == Paying::CardRegistering {
        till.run(&["billing-key", "show", "customer-1"]).await.ended(0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_expires_once_costs_nothing() {
    each(Paying::ALL, |command| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        till.fail(vec![Fault::new(command.charged_by(), FaultKind::ExpireToken).times(1)]);
        let told = command.run(&till, &[]).await.ended(0).document();
        agrees_with_the_ledger(&till, &told);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_waits_settles_by_itself() {
    // Longer than the window: by then it is proven that nothing was charged, and the same command may be run again.
    each(
        [(Paying::Card, "needs_card"), (Paying::BillingKey, "not_charged")],
        |(command, state)| async move {
            let till = Till::open().await;
            command.prepare(&till).await;
            till.fail(vec![Fault::new(command.charged_by(), FaultKind::DropBefore).times(1)]);
            let told = command.run(&till, &["--wait", "60s"]).await.ended(4).document();
            assert_eq!(told["state"], state);
            assert_eq!(till.shop.captured(UID), Vec::<i64>::new());
            exactly_one_charge_in_all(&till, command).await;
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_comes_late_is_found_and_not_repeated() {
    each(Paying::ALL, |command| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        till.fail(vec![lasting(command.charged_by(), FaultKind::Delay).times(1)]);
        // The client gives up before the gateway has charged, and the same command is run at once.
        command.run(&till, &["--wait", "0s"]).await.ended(5);
        let told = command.run(&till, &[]).await.ended(0).document();
        assert_eq!(told["replayed"], true, "{told}");
        until("the charge is there", || till.shop.captured(UID).len() == 1).await;
        agrees_with_the_ledger(&till, &told);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_charge_once() {
    each([Paying::Card, Paying::BillingKey], |command| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        let slow = Fault::new(command.charged_by(), FaultKind::Delay).delay_ms(500);
        till.fail(vec![slow]);
        let runs = tokio::join!(command.run(&till, &[]), command.run(&till, &[]), command.run(&till, &[]));
        for told in [runs.0, runs.1, runs.2] {
            agrees_with_the_ledger(&till, &told.ended(0).document());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_status_comes_instead_of_an_answer_nothing_is_lost() {
    const STATUSES: [u16; 18] =
        [200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 409, 429, 502, 503, 504];
    let cases = [Paying::Card, Paying::BillingKey]
        .into_iter()
        .flat_map(|command| STATUSES.map(|status| (command, status)));
    each(cases, |(command, status)| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        till.fail(vec![Fault {
            status: Some(status),
            ..Fault::new(command.charged_by(), FaultKind::Status)
        }]);
        let told = command.run(&till, &["--wait", "0s"]).await;
        till.shop.sandbox.clear_faults();
        assert!(
            till.calls().iter().all(|call| call.path != "/redirected-by-fault"),
            "a redirect was followed"
        );
        let document = told.document();
        match told.exit {
            Some(5) => settle(&till).await,
            Some(3 | 4) => assert_eq!(document["state"], "refused", "{document}"),
            _ => panic!("{told:?}"),
        }
        assert_eq!(till.shop.captured(UID), Vec::<i64>::new());
        exactly_one_charge_in_all(&till, command).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_window_is_over_no_absence_is_believed() {
    each([Paying::Card, Paying::BillingKey], |command| async move {
        let mut till = Till::open().await;
        till.keyin = till.keyin.with("KEYIN_GATEWAY_LAG", "1h");
        command.prepare(&till).await;
        let before = till.calls_to(command.path());
        till.fail(vec![Fault::new(command.charged_by(), FaultKind::DropBefore).times(1)]);
        command.run(&till, &["--wait", "0s"]).await.ended(5);
        for _ in 0..3 {
            let told = till.run(&["resolve"]).await.ended(5).documents();
            assert_eq!(told.last().unwrap()["summary"]["open"], 1, "{told:?}");
            let again = command.run(&till, &["--wait", "0s"]).await.ended(5).document();
            assert_eq!((&again["state"], &again["replayed"]), (&json!("unknown"), &json!(true)));
        }
        assert_eq!(till.calls_to(command.path()), before + 1, "it was sent once, and never again");
    })
    .await;
}
