//! Charge many billing keys, so many at once, as rows come from a source.

mod feed;
mod halt;
mod outcome;

use std::time::Duration;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use keyin_ports::Monotonic;

pub use halt::Halt;
pub use outcome::{AskedRow, BatchRow, BatchSummary, RowFate, RowOutcome};

use feed::{Feed, Visit};
use halt::Watch;
use outcome::in_flight_elsewhere;

use crate::charging::Wait;
use crate::{ChargeBillingKey, Charging, Stop};

/// How often the report is asked to catch up.
const TICK: Duration = Duration::from_millis(200);

/// Who is told of a batch while it runs.
pub trait BatchReport: Send {
    /// One row has come to its end.
    fn told(&mut self, row: &RowOutcome);

    /// Some time has passed: what was held back may be written, a progress bar moved on.
    fn tick(&mut self);
}

/// Why a batch ended.
#[derive(Debug, PartialEq, Eq)]
pub enum BatchEnd<E> {
    /// Every row was told.
    Finished,
    /// The stop was asked for.
    Stopped,
    /// Going on would only have failed row after row.
    Halted(Halt),
    /// The source gave an error in the place of a row.
    Source(E),
}

/// Charges rows of billing-key payments.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use keyin_adapter_memory::{ManualClock, MemoryGateway, MemoryJournal, NoPace};
/// use keyin_app::{BatchEnd, BatchReport, BatchRow, Charging, PayBatch, RowOutcome, Stop};
/// use keyin_domain::{AbsenceWindow, Card, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Money, OrderName};
/// use keyin_ports::{BillingKeyRequest, BillingKeys};
///
/// struct Print;
///
/// impl BatchReport for Print {
///     fn told(&mut self, row: &RowOutcome) {
///         println!("{} {}", row.asked.line, row.fate().as_str());
///     }
///
///     fn tick(&mut self) {}
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let clock = Arc::new(ManualClock::default());
/// let gateway = Arc::new(MemoryGateway::new(clock.clone()));
/// let customer: CustomerUid = "gildong-card-1".parse()?;
/// # let card = Card::new("4000-0000-0000-0002".parse()?, "2031-12".parse()?);
/// # let request = BillingKeyRequest { customer_uid: customer.clone(), card, pg: None, customer: Default::default() };
/// # gateway.issue(request).await?;
/// let charging = Charging {
///     gateway,
///     schedules: None,
///     journal: Arc::new(MemoryJournal::default()),
///     clock,
///     pace: Arc::new(NoPace),
///     window: AbsenceWindow::default(),
///     stop: Stop::default(),
/// };
/// // Rows may come from anywhere: they are asked for one by one.
/// let rows = (1..=100).map(|line| -> Result<BatchRow, keyin_domain::InvalidValue> {
///     let uid = format!("2026-11-{line}").parse()?;
///     let amount = ChargeAmount::new(Money::won(11_000)?)?;
///     let name = OrderName::parse("Monthly pass")?;
///     Ok(BatchRow { line, intent: ChargeIntent::new(uid, ChargeMethod::BillingKey(customer.clone()), amount, name) })
/// });
/// let batch = PayBatch::new(charging, 8, Duration::from_secs(20));
/// let (summary, end) = batch.run(rows, &mut Print).await;
/// assert_eq!((summary.paid, end), (100, BatchEnd::Finished));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PayBatch {
    charging: Charging,
    at_once: usize,
    wait: Duration,
}

impl PayBatch {
    /// Over these ports: `at_once` charges under way together (0 is taken as 1), each looking for an outcome
    /// that is not known for `wait`.
    pub fn new(charging: Charging, at_once: usize, wait: Duration) -> Self {
        Self { charging, at_once: at_once.max(1), wait }
    }

    /// Charges each row at most once, as [`ChargeBillingKey`] does. Rows are taken from the source as places
    /// become free, so that memory does not grow with their number; they are told in the order in which they
    /// end. A row that somebody else is sending is put off while others can be begun.
    ///
    /// Once the stop is asked for, the source fails or a [`Halt`] is reached, no row is begun any more and
    /// those under way come to their end. A row that was taken and not begun, or that is put off then, is not told and
    /// counts nowhere.
    pub async fn run<E>(
        &self,
        rows: impl Iterator<Item = Result<BatchRow, E>>,
        report: &mut impl BatchReport,
    ) -> (BatchSummary, BatchEnd<E>) {
        let brake = Stop::default();
        let charge = ChargeBillingKey::new(Charging { stop: brake.clone(), ..self.charging.clone() });
        let mut feed = Feed::new(rows, self.at_once);
        let mut run = Run {
            batch: self,
            brake,
            running: FuturesUnordered::new(),
            summary: BatchSummary::default(),
            watch: Watch::default(),
            next_tick: self.charging.clock.monotonic().after(TICK),
        };
        loop {
            while run.running.len() < self.at_once
                && !run.is_braked()
                && let Some((row, visit)) = feed.next()
            {
                run.begin(&charge, row, visit);
            }
            let Some(outcome) = run.next_end(report).await else { break };
            if let Some(row) = in_flight_elsewhere(&outcome) {
                feed.put_off(row);
            } else {
                run.take(&outcome, report);
            }
        }
        report.tick();
        let end = match (run.watch.halt(), feed.into_error()) {
            (Some(halt), _) => BatchEnd::Halted(halt),
            (None, Some(error)) => BatchEnd::Source(error),
            (None, None) if self.charging.stop.is_asked() => BatchEnd::Stopped,
            (None, None) => BatchEnd::Finished,
        };
        (run.summary, end)
    }
}

/// A batch under way.
struct Run<'a> {
    batch: &'a PayBatch,
    /// What the rows under way see as their stop: asked for by whoever runs the batch, or by a halt.
    brake: Stop,
    /// Each waits for a charge that runs in a task of its own; none for a row that was not begun.
    running: FuturesUnordered<BoxFuture<'static, Option<RowOutcome>>>,
    summary: BatchSummary,
    watch: Watch,
    next_tick: Monotonic,
}

impl Run<'_> {
    fn is_braked(&self) -> bool {
        if self.batch.charging.stop.is_asked() {
            self.brake.ask();
        }
        self.brake.is_asked()
    }

    fn begin(&mut self, charge: &ChargeBillingKey, row: BatchRow, visit: Visit) {
        let BatchRow { line, intent } = row;
        let asked = AskedRow::of(line, &intent);
        let wait = Wait { time: self.batch.wait, others: visit.others() };
        let begun = charge.begin(intent, wait);
        self.running.push(Box::pin(async move {
            let result = match begun {
                Ok(charged) => charged.await,
                Err(problem) => Err(problem),
            };
            RowOutcome::of(asked, result, visit)
        }));
    }

    /// The next row that ends; none if none is under way. Meanwhile the report ticks, and the stop brakes.
    async fn next_end(&mut self, report: &mut impl BatchReport) -> Option<RowOutcome> {
        let clock = &self.batch.charging.clock;
        loop {
            if clock.monotonic() >= self.next_tick {
                report.tick();
                self.next_tick = clock.monotonic().after(TICK);
            }
            if self.running.is_empty() {
                return None;
            }
            let is_braked = self.is_braked();
            tokio::select! {
                biased;
                ended = self.running.next() => {
                    if let Some(outcome) = ended? {
                        return Some(outcome);
                    }
                }
                () = self.batch.charging.stop.asked(), if !is_braked => {}
                () = clock.sleep_until(self.next_tick) => {}
            }
        }
    }

    fn take(&mut self, outcome: &RowOutcome, report: &mut impl BatchReport) {
        self.summary.count(outcome.fate());
        if self.watch.sees_no_use(outcome) {
            self.brake.ask();
        }
        report.told(outcome);
    }
}
