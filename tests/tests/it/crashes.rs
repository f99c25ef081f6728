//! kill −9 between any two steps, then the same command again: at most one charge, and a settled state.

use std::path::Path;

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Keyin, Run, TOO_SLOW_MS, Till, each, until};
use serde_json::json;

use crate::cancels::{CANCEL_PART, paid};
use crate::paying::{CUSTOMER, Paying, UID, agrees_with_the_ledger};

const SIGKILL: i32 = 9;

/// The command line that kills itself at that step.
fn crashing(till: &Till, step: u32) -> Keyin {
    let program = Path::new(env!("CARGO_BIN_EXE_keyin-crashing"));
    till.keyin.clone().running(program).with("KEYIN_CRASH_AT", &step.to_string())
}

/// How many steps a run had that came to its end.
fn steps_of(run: &Run) -> u32 {
    let told = run.stderr.lines().find_map(|line| line.strip_prefix("steps: "));
    told.unwrap_or_else(|| panic!("it did not come to its end: {run:?}")).parse().unwrap()
}

async fn pay_and_crash(till: &Till, command: Paying, step: u32) -> Run {
    let arguments = [&command.arguments()[..], &["--json"]].concat();
    crashing(till, step).run_with_input(&arguments, &command.input()).await
}

/// The same command until it is settled: the windows are seconds, and it waits for them itself.
async fn pay_again(till: &Till, command: Paying) {
    let mut told = command.run(till, &[]).await;
    for _ in 0..3 {
        if told.exit != Some(5) {
            break;
        }
        told = command.run(till, &[]).await;
    }
    agrees_with_the_ledger(till, &told.ended(0).document());
    agrees_with_the_ledger(till, &till.show(UID).await);
    if command == Paying::CardRegistering {
        till.run(&["billing-key", "show", CUSTOMER]).await.ended(0);
    }
    let open = till.run(&["resolve"]).await.ended(0).document();
    assert_eq!(open["summary"]["open"], 0, "{open}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_killed_at_any_step_is_made_once() {
    let mut cases = Vec::new();
    for command in Paying::ALL {
        let till = Till::open().await;
        command.prepare(&till).await;
        let whole = pay_and_crash(&till, command, 0).await.ended(0);
        let steps = steps_of(&whole);
        // Begin, charge and record, each with a step before and after it.
        assert!(steps >= 6, "{steps}");
        cases.extend((1..=steps).map(|step| (command, step)));
    }
    each(cases, |(command, step)| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        let killed = pay_and_crash(&till, command, step).await;
        assert_eq!((killed.signal, &*killed.stdout), (Some(SIGKILL), ""), "{killed:?}");
        assert!(till.shop.captured(UID).len() <= 1);
        pay_again(&till, command).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_killed_at_any_step_is_settled_without_being_sent_again() {
    // From behind the beginning, over the charge, to its record: the last steps.
    let cases = Paying::ALL.into_iter().flat_map(|command| (1..=5).map(move |back| (command, back)));
    each(cases, |(command, back)| async move {
        let counted = Till::open().await;
        command.prepare(&counted).await;
        let steps = steps_of(&pay_and_crash(&counted, command, 0).await.ended(0));
        let till = Till::open().await;
        command.prepare(&till).await;
        let killed = pay_and_crash(&till, command, steps - back + 1).await;
        assert_eq!(killed.signal, Some(SIGKILL), "{killed:?}");
        let captured = till.shop.captured(UID).len();
        let posts = till.calls_to(command.path());
        till.run(&["resolve", "--wait"]).await.ended(0);
        let shown = till.show(UID).await;
        let expected: &[&str] =
            if captured == 1 { &["succeeded"] } else { &["needs_card", "not_charged", "intent"] };
        assert!(expected.iter().any(|state| shown["state"] == *state), "{captured}: {shown}");
        assert_eq!((till.calls_to(command.path()), till.shop.captured(UID).len()), (posts, captured));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_killed_while_the_gateway_works_is_made_once() {
    // The gateway charges after the kill, or never.
    let kinds = [FaultKind::Delay, FaultKind::DropBefore, FaultKind::DropAfter];
    let cases = Paying::ALL.into_iter().flat_map(|command| kinds.map(|kind| (command, kind)));
    each(cases, |(command, kind)| async move {
        let mut till = Till::open().await;
        // The gateway is done after the lease of the killed process, which is four seconds, and before the window.
        till.keyin = till.keyin.with("KEYIN_GATEWAY_LAG", "5s");
        command.prepare(&till).await;
        let posts = till.calls_to(command.path());
        till.fail(vec![Fault::new(command.charged_by(), kind).delay_ms(6_300).times(1)]);
        let mut running = till.keyin.start(&command.arguments(), &command.input()).await;
        until("the gateway has the call", || till.calls_to(command.path()) > posts).await;
        running.kill().await.unwrap();
        pay_again(&till, command).await;
        // What is sent again while the first call is still under way would be charged only after this story's end.
        let sent = if kind == FaultKind::DropBefore { 2 } else { 1 };
        assert_eq!(till.calls_to(command.path()), posts + sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_killed_while_it_looks_is_made_once() {
    each(Paying::ALL, |command| async move {
        let till = Till::open().await;
        command.prepare(&till).await;
        let drop = Fault::new(command.charged_by(), FaultKind::DropAfter).times(1);
        till.fail(vec![drop, Fault::new(Operation::Find, FaultKind::Delay).delay_ms(TOO_SLOW_MS)]);
        let mut running = till.keyin.start(&command.arguments(), &command.input()).await;
        let looks = || till.calls().iter().any(|call| call.path.starts_with("/payments/find"));
        until("it looks", looks).await;
        running.kill().await.unwrap();
        till.shop.sandbox.clear_faults();
        pay_again(&till, command).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_killed_at_any_step_is_made_once() {
    let arguments = [&CANCEL_PART[..], &["--json"]].concat();
    let whole = paid().await;
    let steps = steps_of(&crashing(&whole, 0).run(&arguments).await.ended(0));
    // Look up, cancel, find the row and record, each with a step before and after it.
    assert!(steps >= 8, "{steps}");
    each(1..=steps, |step| async move {
        let till = paid().await;
        let arguments = [&CANCEL_PART[..], &["--json"]].concat();
        let killed = crashing(&till, step).run(&arguments).await;
        assert_eq!(killed.signal, Some(SIGKILL), "{killed:?}");
        let made = till.shop.given_back(UID).len();
        let again = till.run(&CANCEL_PART).await;
        if made == 0 {
            assert_eq!(again.ended(0).document()["cancel_amount"], 1000);
        } else {
            assert_eq!(again.ended(2).document()["error"]["code"], "cancel.balance_differs");
        }
        assert_eq!(till.shop.given_back(UID), [1000]);
        let shown = till.show(UID).await;
        assert_eq!(
            (&shown["state"], &shown["cancel_amount"]),
            (&json!("succeeded"), &json!(1000)),
            "{shown}"
        );
    })
    .await;
}
