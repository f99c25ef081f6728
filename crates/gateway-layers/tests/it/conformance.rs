//! A layer keeps every promise of the port it holds.

use std::sync::Arc;

use keyin_adapter_memory::ManualClock;
use keyin_port_conformance::{billing_keys, channels, gateway, records, run, schedules};

use crate::fixture::{Fixture, Ports};
use crate::layered::{both, retrying, the_other_way_round, traced};

async fn every_promise_holds(layered: impl FnOnce(Ports, Arc<ManualClock>) -> Ports) {
    let fixture = Fixture::new(layered);
    for catalogue in [gateway::CASES, records::CASES, billing_keys::CASES, channels::CASES, schedules::CASES]
    {
        let report = run(catalogue, &fixture, &[]).await.unwrap();
        report.kept_all_but(&[]).unwrap_or_else(|report| panic!("{report}"));
    }
}

#[tokio::test]
async fn through_trait_objects() {
    every_promise_holds(|bare, _| bare).await;
}

#[tokio::test]
async fn through_traced() {
    every_promise_holds(traced).await;
}

#[tokio::test]
async fn through_retry_reads() {
    every_promise_holds(retrying).await;
}

#[tokio::test]
async fn through_both() {
    every_promise_holds(both).await;
}

#[tokio::test]
async fn through_both_the_other_way_round() {
    every_promise_holds(the_other_way_round).await;
}
