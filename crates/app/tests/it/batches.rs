//! Batches: so many at once, counted, halted, stopped, shared, and never twice.

mod halting;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_memory::{Call, Fault, MemoryGateway};
use keyin_app::{BatchEnd, BatchReport, BatchRow, BatchSummary, Charging, PayBatch, RowFate, RowOutcome};
use keyin_domain::ChargeState;
use keyin_ports::{ChargeError, ChargeRequest, Clock, PaymentGateway, Reply, SendPermit};

use crate::front::{Front, with_front};
use crate::stage::{Stage, WAIT, key_intent};

/// Keeps what it is told.
#[derive(Default)]
struct Told {
    rows: Vec<(u64, RowFate, Option<ChargeState>)>,
    ticks: usize,
    /// After so many rows the stop is asked for.
    stop_after: Option<(usize, keyin_app::Stop)>,
}

impl BatchReport for Told {
    fn told(&mut self, row: &RowOutcome) {
        let state = row.result.as_ref().ok().map(|outcome| outcome.charge.state());
        self.rows.push((row.asked.line, row.fate(), state));
        if let Some((after, stop)) = &self.stop_after
            && self.rows.len() == *after
        {
            stop.ask();
        }
    }

    fn tick(&mut self) {
        self.ticks += 1;
    }
}

impl Told {
    fn fates(&self) -> Vec<(u64, RowFate)> {
        let mut fates: Vec<_> = self.rows.iter().map(|(line, fate, _)| (*line, *fate)).collect();
        fates.sort_by_key(|(line, _)| *line);
        fates
    }
}

fn row(number: u64, customer: &str) -> Result<BatchRow, &'static str> {
    Ok(BatchRow { line: number, intent: key_intent(&format!("order-{number}"), customer) })
}

async fn pay<E>(
    stage: &Stage,
    charging: &Charging,
    rows: impl Iterator<Item = Result<BatchRow, E>>,
    told: &mut Told,
) -> (BatchSummary, BatchEnd<E>) {
    let batch = PayBatch::new(charging.clone(), 8, WAIT);
    stage.drive(batch.run(rows, told)).await
}

async fn ready() -> Stage {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage
}

fn total(summary: &BatchSummary) -> u64 {
    summary.paid + summary.declined + summary.unknown + summary.skipped + summary.failed
}

#[tokio::test]
async fn every_row_is_paid_once_and_a_second_run_sends_nothing() {
    let stage = ready().await;
    for (run, expected) in [(1, RowFate::Paid), (2, RowFate::Skipped)] {
        let mut told = Told::default();
        let rows = (1..=500).map(|number| row(number, "gildong"));
        let (summary, end) = pay(&stage, &stage.charging, rows, &mut told).await;
        assert_eq!((end, summary.total, total(&summary)), (BatchEnd::Finished, 500, 500), "run {run}");
        let all: Vec<_> = (1..=500).map(|line| (line, expected)).collect();
        assert_eq!(told.fates(), all, "run {run}");
        assert_eq!(stage.sends(), 500);
    }
    assert!((1..=500).all(|number| stage.captures(&format!("order-{number}")) == 1));
}

#[tokio::test]
async fn each_fate_is_counted() {
    let stage = ready().await;
    let rows = [row(1, "nobody"), row(2, "gildong"), row(3, "gildong")];
    // Another request holds the third row's merchant_uid.
    let other = key_intent("order-3", "somebody");
    stage.journal.intend(other, stage.clock.now()).await.unwrap();
    let mut told = Told::default();
    let (summary, _) = pay(&stage, &stage.charging, rows.into_iter(), &mut told).await;
    assert_eq!(told.fates(), [(1, RowFate::Failed), (2, RowFate::Paid), (3, RowFate::Failed)]);
    assert_eq!((summary.failed, summary.paid), (2, 1));
    assert_eq!(told.rows.iter().find(|row| row.0 == 1).unwrap().2, Some(ChargeState::Refused));

    stage.decline_the_card();
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    let mut told = Told::default();
    let rows = [row(4, "gildong"), row(5, "gildong"), row(2, "gildong")];
    let (summary, end) = pay(&stage, &stage.charging, rows.into_iter(), &mut told).await;
    assert_eq!(end, BatchEnd::Finished);
    assert_eq!((summary.unknown, summary.declined, summary.skipped, total(&summary)), (1, 1, 1, 3));
}

#[test]
fn the_words_of_the_results_file_stay() {
    use RowFate::{Declined, Failed, Paid, Skipped, Unknown};
    let words = [Paid, Skipped, Declined, Unknown, Failed].map(RowFate::as_str);
    assert_eq!(words, ["paid", "skipped", "declined", "unknown", "failed"]);
}

#[tokio::test]
async fn lost_replies_are_looked_up_and_counted_as_paid() {
    let stage = ready().await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseReply, 20);
    let mut told = Told::default();
    let rows = (1..=60).map(|number| row(number, "gildong"));
    let (summary, _) = pay(&stage, &stage.charging, rows, &mut told).await;
    assert_eq!((summary.paid, summary.total, stage.sends()), (60, 60, 60));
}

/// Answers after a second, and counts how many calls are out.
struct Slow {
    stage: Arc<Stage>,
    out: AtomicUsize,
    most: AtomicUsize,
}

impl Slow {
    fn before(stage: &Arc<Stage>) -> Arc<Self> {
        Arc::new(Self { stage: stage.clone(), out: AtomicUsize::new(0), most: AtomicUsize::new(0) })
    }
}

#[async_trait]
impl Front for Slow {
    fn behind(&self) -> &MemoryGateway {
        &self.stage.gateway
    }

    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let out = self.out.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(out, Ordering::SeqCst);
        self.stage.sleep(Duration::from_secs(1)).await;
        self.out.fetch_sub(1, Ordering::SeqCst);
        self.stage.gateway.charge(request, permit).await
    }
}

#[tokio::test]
async fn so_many_are_out_at_once_and_no_more_rows_are_taken_than_there_are_places() {
    let stage = Arc::new(ready().await);
    let slow = Slow::before(&stage);
    let charging = with_front(&stage, slow.clone());
    let taken = AtomicUsize::new(0);
    let rows = (1..=100).map(|number| {
        taken.fetch_add(1, Ordering::SeqCst);
        row(number, "gildong")
    });
    let mut told = Told { stop_after: Some((16, charging.stop.clone())), ..Told::default() };
    let (summary, end) = pay(&stage, &charging, rows, &mut told).await;
    assert_eq!(slow.most.load(Ordering::SeqCst), 8);
    assert_eq!(end, BatchEnd::Stopped);
    // What is out when the stop is asked for comes to its end, and nothing else is begun.
    assert!((16..=24).contains(&summary.total), "{summary:?}");
    assert!(told.ticks > 10, "{} ticks in three seconds", told.ticks);
    assert!(taken.load(Ordering::SeqCst) <= 24);
    assert_eq!((summary.paid, stage.sends() as u64), (summary.total, summary.total));

    let charging = Charging { stop: keyin_app::Stop::default(), ..charging };
    let mut told = Told::default();
    let rows = (1..=100).map(|number| row(number, "gildong"));
    let (rest, end) = pay(&stage, &charging, rows, &mut told).await;
    assert_eq!((end, rest.skipped, rest.paid), (BatchEnd::Finished, summary.total, 100 - summary.total));
    assert_eq!(stage.sends(), 100);
}

#[tokio::test]
async fn three_runs_over_the_same_rows_share_the_work_and_charge_each_once() {
    let stage = Arc::new(ready().await);
    let slow = Slow::before(&stage);
    let batch = PayBatch::new(with_front(&stage, slow.clone()), 8, WAIT);
    let run = || async {
        let mut told = Told::default();
        let rows = (1..=240).map(|number| row(number, "gildong"));
        let (summary, end) = batch.run(rows, &mut told).await;
        assert_eq!((end, summary.total), (BatchEnd::Finished, 240));
        summary
    };
    let (one, two, three) = stage.drive(async { tokio::join!(run(), run(), run()) }).await;
    let paid = [one.paid, two.paid, three.paid];
    assert_eq!((paid.iter().sum::<u64>(), stage.sends()), (240, 240));
    assert!(paid.iter().all(|paid| *paid >= 40), "{paid:?}");
    assert!((1..=240).all(|number| stage.captures(&format!("order-{number}")) == 1));
    // A run alone takes 240 / 8 seconds.
    let took = stage.clock.monotonic().since_start();
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert!(slow.most.load(Ordering::SeqCst) > 16);
}

#[tokio::test]
async fn a_row_in_flight_elsewhere_is_put_off_and_waited_for_at_the_end() {
    let stage = ready().await;
    stage.claim_elsewhere(key_intent("order-1", "gildong")).await;
    let mut told = Told::default();
    let rows = (1..=20).map(|number| row(number, "gildong"));
    let (summary, _) = pay(&stage, &stage.charging, rows, &mut told).await;
    assert_eq!((summary.paid, summary.unknown, summary.total), (19, 1, 20));
    assert_eq!(told.rows.last(), Some(&(1, RowFate::Unknown, Some(ChargeState::InFlight))));
    assert_eq!(stage.clock.monotonic().since_start(), WAIT);
}

#[tokio::test]
async fn a_source_that_fails_ends_the_batch_after_what_is_under_way() {
    let stage = ready().await;
    let mut told = Told::default();
    let rows = (1..=20).map(|number| row(number, "gildong")).chain([Err("changed")]);
    let never = std::iter::once_with(|| -> Result<BatchRow, &'static str> { panic!("asked again") });
    let (summary, end) = pay(&stage, &stage.charging, rows.chain(never), &mut told).await;
    assert_eq!((end, summary.paid, summary.total), (BatchEnd::Source("changed"), 20, 20));
}
