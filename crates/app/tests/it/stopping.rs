//! The wish to end: what is out is awaited and written down, nothing new is begun.

use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_memory::{Call, Fault};
use keyin_app::{
    CancelOrder, CancelPayment, CancelProblem, ChargeBillingKey, ChargeProblem, Charging, Consequence,
    Explain, Patience, ResolveUnknown, Stop,
};
use keyin_domain::ChargeState;
use keyin_ports::{Clock, Pace};

use crate::stage::{Stage, WAIT, cancel_order, key_intent, uid};

#[tokio::test]
async fn whoever_is_asked_before_begins_nothing() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.charging.stop.ask();
    let sends = stage.sends();
    let problem = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::Stopped), "{problem:?}");
    assert_eq!((problem.consequence(), stage.sends()), (Consequence::Unavailable, sends));
    assert_eq!(stage.journal.find(&uid("order-1")).await.unwrap(), None);
}

/// Never lets anybody through.
struct Closed;

#[async_trait::async_trait]
impl Pace for Closed {
    fn admit_now(&self) -> bool {
        false
    }

    async fn admit(&self) {
        std::future::pending::<()>().await;
    }
}

#[tokio::test]
async fn whoever_waits_for_the_pace_gives_up_and_sends_nothing() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let charging = Charging { pace: Arc::new(Closed), ..stage.charging.clone() };
    let charge = ChargeBillingKey::new(charging);
    let paying = charge.run(key_intent("order-1", "gildong"), WAIT);
    let problem = stage.drive(asked_in_between(&stage.charging.stop, paying)).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::Stopped), "{problem:?}");
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Intent);
}

/// Asks for the stop once the future waits.
async fn asked_in_between<F: Future>(stop: &Stop, future: F) -> F::Output {
    let asking = async {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        stop.ask();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        biased;
        output = future => output,
        () = asking => unreachable!("it never ends"),
    }
}

#[tokio::test]
async fn a_send_that_is_out_is_recorded_and_its_look_ups_are_cut_short() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseReply, 1);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    let charge = ChargeBillingKey::new(stage.charging.clone());
    let paying = charge.run(key_intent("order-1", "gildong"), 1_000 * WAIT);
    // Without a hand on the clock: nothing but the stop can end the wait.
    let outcome = asked_in_between(&stage.charging.stop, paying).await.unwrap();
    assert_eq!((outcome.charge.state(), outcome.replayed), (ChargeState::Unknown, false));
    assert_eq!(stage.clock.monotonic().since_start(), Duration::ZERO);
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Unknown);
}

#[tokio::test]
async fn resolving_stops_between_two_looks_and_says_so() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    let resolve = ResolveUnknown::new(stage.charging.clone());
    let running = resolve.run(Patience::UntilSettled, |_| ());
    let resolution = asked_in_between(&stage.charging.stop, running).await.unwrap();
    assert_eq!((resolution.open, resolution.stopped), (1, true));
}

#[tokio::test]
async fn a_cancel_is_not_sent_after_the_stop_and_its_reading_is_cut_short() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    let order = CancelOrder { wait: 1_000 * WAIT, ..cancel_order("order-1", None) };
    stage.gateway.inject(Call::Cancel, Fault::LoseRequest);
    let cancel = CancelPayment::new(stage.charging.clone());
    let problem = asked_in_between(&stage.charging.stop, cancel.run(&order)).await.unwrap_err();
    assert!(matches!(problem, CancelProblem::Unknown { .. }), "{problem:?}");
    stage.gateway.heal();
    let problem = cancel.run(&order).await.unwrap_err();
    assert!(matches!(problem, CancelProblem::Stopped), "{problem:?}");
    assert_eq!(problem.consequence(), Consequence::Unavailable);
    assert!(stage.row("order-1").await.payment().unwrap().cancelled().is_zero());
}
