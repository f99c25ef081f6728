//! The gateway and the journal in memory keep every promise of their ports.

use std::sync::Arc;

use crate::fixture::Fixture;
use async_trait::async_trait;
use keyin_adapter_memory::{MemoryJournal, SameUid};
use keyin_port_conformance::journal::{JournalFixture, OF_LASTING_STORES, Store};
use keyin_port_conformance::{Case, billing_keys, channels, gateway, journal, records, run, schedules};
use keyin_ports::Journal;

async fn holds(catalogue: &[Case<dyn gateway::GatewayFixture>], fixture: &Fixture, skipped: &[&str]) {
    let report = run(catalogue, fixture, skipped).await.unwrap();
    report.kept_all_but(skipped).unwrap_or_else(|report| panic!("{report}"));
}

#[tokio::test]
async fn the_gateway_keeps_its_promises() {
    holds(gateway::CASES, &Fixture::new(|bare, _| bare), &[]).await;
}

#[tokio::test(flavor = "current_thread", start_paused = true)]
async fn it_needs_no_real_time() {
    holds(gateway::CASES, &Fixture::new(|bare, _| bare), &[]).await;
}

#[tokio::test]
async fn a_gateway_that_charges_again_keeps_all_other_promises() {
    let fixture = Fixture::new(|bare, _| bare);
    fixture.memory.set_same_uid(SameUid::ChargeAgain);
    let skipped = ["a_paid_uid_charged_again_is_unknown", "a_cancelled_uid_charged_again_is_unknown"];
    holds(gateway::CASES, &fixture, &skipped).await;
}

#[tokio::test]
async fn the_suite_is_not_blind_to_a_gateway_that_charges_again() {
    let fixture = Fixture::new(|bare, _| bare);
    fixture.memory.set_same_uid(SameUid::ChargeAgain);
    let report = run(gateway::CASES, &fixture, &[]).await.unwrap();
    let failed: Vec<&str> = report.failed.iter().map(|(name, _)| *name).collect();
    assert_eq!(failed, ["a_paid_uid_charged_again_is_unknown", "a_cancelled_uid_charged_again_is_unknown"]);
}

#[tokio::test]
async fn the_records_keep_their_promises() {
    holds(records::CASES, &Fixture::new(|bare, _| bare), &[]).await;
}

#[tokio::test]
async fn the_billing_keys_keep_their_promises() {
    holds(billing_keys::CASES, &Fixture::new(|bare, _| bare), &[]).await;
}

#[tokio::test]
async fn the_channels_keep_their_promises() {
    holds(channels::CASES, &Fixture::new(|bare, _| bare), &[]).await;
}

#[tokio::test]
async fn the_schedules_keep_their_promises() {
    holds(schedules::CASES, &Fixture::new(|bare, _| bare), &[]).await;
}

#[tokio::test]
async fn a_slow_scheduler_keeps_its_promises() {
    let fixture = Fixture::new(|bare, _| bare);
    fixture.memory.set_schedule_delay(std::time::Duration::from_secs(15));
    fixture.memory.set_schedules_a_page(7);
    holds(schedules::CASES, &fixture, &[]).await;
}

struct Journals;

struct InMemory(MemoryJournal);

#[async_trait]
impl JournalFixture for Journals {
    async fn empty_store(&self) -> Box<dyn Store> {
        Box::new(InMemory(MemoryJournal::default()))
    }
}

#[async_trait]
impl Store for InMemory {
    async fn open(&self) -> Arc<dyn Journal> {
        Arc::new(self.0.clone())
    }

    fn outlasts_its_journals(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn the_journal_keeps_its_promises() {
    let report = run(journal::CASES, &Journals, &[]).await.unwrap();
    report.kept_all_but(&OF_LASTING_STORES).unwrap_or_else(|report| panic!("{report}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_keeps_its_promises_on_several_threads() {
    let report = run(journal::CASES, &Journals, &[]).await.unwrap();
    report.kept_all_but(&OF_LASTING_STORES).unwrap_or_else(|report| panic!("{report}"));
}
