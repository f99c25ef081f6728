//! Records with a bug.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_domain::PaymentStatus;
use keyin_domain::jiff::SignedDuration;
use keyin_port_conformance::{records, run};
use keyin_ports::{PaymentRecords, ReadError, RecordWindow, Records};

use crate::fixture::{Fixture, Ports};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bug {
    TheEndBelongsToIt,
    OfManyTheFirst,
    CancelledStaysPaid,
    UnavailableMeansNone,
}

struct Faulty {
    inner: Arc<dyn PaymentRecords>,
    bug: Bug,
}

#[async_trait]
impl PaymentRecords for Faulty {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        let longer = window.to() + SignedDuration::from_secs(1);
        let window = match (self.bug, RecordWindow::new(window.from(), longer)) {
            (Bug::TheEndBelongsToIt, Ok(longer)) => longer,
            _ => window,
        };
        let mut answer = self.inner.recorded(status, window).await;
        match (self.bug, &mut answer) {
            (Bug::OfManyTheFirst, Ok(Records::All(records))) => records.truncate(1),
            (Bug::CancelledStaysPaid, Ok(Records::All(records))) if status == PaymentStatus::Paid => {
                let cancelled = self.inner.recorded(PaymentStatus::Cancelled, window).await?;
                if let Records::All(cancelled) = cancelled {
                    records.extend(cancelled);
                }
            }
            (Bug::UnavailableMeansNone, Err(ReadError::Unavailable(_))) => {
                return Ok(Records::All(Vec::new()));
            }
            _ => {}
        }
        answer
    }
}

async fn found_by(bug: Bug) -> Vec<&'static str> {
    let fixture =
        Fixture::new(|bare, _| Ports { records: Arc::new(Faulty { inner: bare.records, bug }), ..bare });
    let report = run(records::CASES, &fixture, &[]).await.unwrap();
    report.failed.into_iter().map(|(name, _)| name).collect()
}

#[tokio::test]
async fn windows_that_overlap_are_found() {
    let found = found_by(Bug::TheEndBelongsToIt).await;
    assert!(found.contains(&"a_payment_is_told_at_its_approval"), "{found:?}");
    assert!(found.contains(&"windows_that_touch_tell_each_payment_once"), "{found:?}");
}

#[tokio::test]
async fn payments_left_out_are_found() {
    let found = found_by(Bug::OfManyTheFirst).await;
    assert!(found.contains(&"windows_that_touch_tell_each_payment_once"), "{found:?}");
}

#[tokio::test]
async fn a_cancelled_payment_told_as_paid_is_found() {
    let found = found_by(Bug::CancelledStaysPaid).await;
    assert_eq!(found, ["a_cancelled_payment_is_told_at_its_last_cancel_and_no_longer_as_paid"]);
}

#[tokio::test]
async fn an_empty_list_made_of_a_fault_is_found() {
    assert_eq!(found_by(Bug::UnavailableMeansNone).await, ["a_failed_read_is_never_an_empty_list"]);
}
