//! When a batch ends before its rows do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::FutureExt;
use keyin_adapter_memory::{Call, Fault, MemoryJournal};
use keyin_app::{BatchEnd, BatchSummary, Charging, Halt};
use keyin_domain::{Attempts, NotSentCause, UnknownCause};
use keyin_ports::{ChargeError, Clock, Journal, MockPaymentGateway};

use super::{Told, pay, ready, row};
use crate::stage::Stage;

/// A batch of 1,000 rows over this charging: how it ends and what was told.
async fn halted(stage: &Stage, charging: &Charging) -> (BatchSummary, Halt) {
    let mut told = Told::default();
    let rows = (1..=1_000).map(|number| row(number, "gildong"));
    match pay(stage, charging, rows, &mut told).await {
        (summary, BatchEnd::Halted(halt)) => (summary, halt),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_unreachable_gateway_ends_the_batch_soon_and_a_short_absence_does_not() {
    let stage = ready().await;
    stage.gateway.inject_times(Call::Charge, Fault::Unreachable, 9);
    let mut told = Told::default();
    let rows = (1..=40).map(|number| row(number, "gildong"));
    let (summary, end) = pay(&stage, &stage.charging, rows, &mut told).await;
    assert_eq!((end, summary.failed, summary.paid), (BatchEnd::Finished, 9, 31));

    let stage = ready().await;
    stage.gateway.inject(Call::Charge, Fault::Unreachable);
    let (summary, halt) = halted(&stage, &stage.charging).await;
    assert_eq!((halt, summary.unknown, summary.paid), (Halt::Unreachable, 0, 0));
    assert!((10..30).contains(&summary.failed), "{summary:?}");
}

#[tokio::test]
async fn a_gateway_that_answers_nobody_ends_the_batch() {
    let stage = ready().await;
    stage.gateway.inject(Call::Charge, Fault::LoseRequest);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    let (summary, halt) = halted(&stage, &stage.charging).await;
    assert_eq!((halt, summary.failed), (Halt::Unanswered, 0));
    assert!((100..130).contains(&summary.unknown), "{summary:?}");

    // What an earlier run was told says nothing of now.
    stage.gateway.heal();
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    let mut told = Told::default();
    let rows = (1..=200).map(|number| row(number, "gildong"));
    let (again, end) = pay(&stage, &stage.charging, rows, &mut told).await;
    assert_eq!((end, again.unknown), (BatchEnd::Finished, summary.unknown));
    assert_eq!(again.paid, 200 - summary.unknown);
}

#[tokio::test]
async fn refused_credentials_end_the_batch_at_once() {
    let stage = ready().await;
    let mut refusing = MockPaymentGateway::new();
    refusing.expect_charge().returning(|_, _| Err(ChargeError::NotSent(NotSentCause::CredentialsRefused)));
    let charging = Charging { gateway: Arc::new(refusing), ..stage.charging.clone() };
    let (summary, halt) = halted(&stage, &charging).await;
    assert_eq!((halt, summary.unknown), (Halt::Credentials, 0));
    assert!(summary.failed <= 8, "{summary:?}");
}

/// Nobody waits for a row whose outcome is not known once there is no use in going on.
#[tokio::test]
async fn a_batch_that_is_halted_looks_up_no_longer() {
    let stage = ready().await;
    let mut gateway = MockPaymentGateway::new();
    gateway.expect_charge().returning(|request, _| match request.intent().merchant_uid().as_str() {
        "order-1" => Err(ChargeError::Unknown(UnknownCause::TimedOut)),
        _ => Err(ChargeError::NotSent(NotSentCause::CredentialsRefused)),
    });
    gateway.expect_look_up().returning(|_| Ok(Attempts::none()));
    let charging = Charging { gateway: Arc::new(gateway), ..stage.charging.clone() };
    let (summary, halt) = halted(&stage, &charging).await;
    assert_eq!((halt, summary.unknown), (Halt::Credentials, 1));
    let took = stage.clock.monotonic().since_start();
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[tokio::test]
async fn a_journal_that_is_gone_ends_the_batch_and_what_was_sent_is_unknown() {
    let inner: Arc<MemoryJournal> = Arc::default();
    let records = AtomicUsize::new(0);
    let journal = crate::stores::failing(&inner, |journal| {
        let inner = inner.clone();
        journal.expect_record().returning(move |uid, epoch, evidence, now| {
            if records.fetch_add(1, Ordering::SeqCst) >= 50 {
                return Err(crate::stores::gone());
            }
            inner.record(uid, epoch, evidence, now).now_or_never().unwrap()
        });
    });
    let stage = Stage::with_journal(journal);
    stage.register_key_only("gildong").await;
    let (summary, halt) = halted(&stage, &stage.charging).await;
    assert_eq!((halt, summary.paid), (Halt::Journal, 50));
    assert!((1..=8).contains(&summary.unknown), "{summary:?}");
    assert_eq!(stage.sends() as u64, summary.paid + summary.unknown);
}
