//! Walks during which things happen: payments, cancels, look-ups that lag, a gateway or a journal that goes away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures::FutureExt;
use keyin_adapter_memory::{Call, Fault, MemoryGateway};
use keyin_app::{
    Charging, DifferenceKind, Mending, Period, Reconcile, ReconcileProblem, ReconcileStage, Reconciliation,
    Repair,
};
use keyin_domain::{Attempts, Evidence, MerchantUid, PaymentStatus};
use keyin_ports::{MockJournal, PaymentGateway, PaymentRecords, ReadError, RecordWindow, Records};

use super::books::{Books, PRICE, given_back, later};
use super::cases::Case;
use crate::front::{Front, with_front};
use crate::stage::uid;
use crate::stores::gone;

/// The gateway, and something that happens right after each read of it.
struct Meanwhile<F> {
    inner: Arc<MemoryGateway>,
    reads: AtomicUsize,
    happens: F,
}

impl<F: Fn(usize) + Send + Sync> Meanwhile<F> {
    fn read(&self) {
        (self.happens)(self.reads.fetch_add(1, Ordering::SeqCst));
    }
}

#[async_trait]
impl<F: Fn(usize) + Send + Sync> PaymentRecords for Meanwhile<F> {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        let answer = self.inner.recorded(status, window).await;
        self.read();
        answer
    }
}

#[async_trait]
impl<F: Fn(usize) + Send + Sync + 'static> Front for Meanwhile<F> {
    fn behind(&self) -> &MemoryGateway {
        &self.inner
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        let answer = self.inner.look_up(uid).await;
        self.read();
        answer
    }
}

/// What a run comes to while `happens` is told the number of each list that was read.
async fn with_lists(
    books: &Books,
    happens: impl Fn(usize) + Send + Sync + 'static,
) -> Result<Reconciliation, ReconcileProblem> {
    let gateway = Meanwhile { inner: books.stage.gateway.clone(), reads: AtomicUsize::new(0), happens };
    let reconcile = Reconcile::new(books.stage.charging.clone(), Arc::new(gateway));
    reconcile.run(books.period(), Mending::Nothing, |_| {}).await
}

/// The same with the number of each look-up.
async fn with_look_ups(books: &Books, happens: impl Fn(usize) + Send + Sync + 'static) -> Reconciliation {
    let gateway = Meanwhile { inner: books.stage.gateway.clone(), reads: AtomicUsize::new(0), happens };
    let charging = with_front(&books.stage, Arc::new(gateway));
    let reconcile = Reconcile::new(charging, books.stage.gateway.clone());
    reconcile.run(books.period(), Mending::Nothing, |_| {}).await.unwrap()
}

#[tokio::test]
async fn a_payment_that_is_cancelled_meanwhile_is_not_lost() {
    let books = Books::open();
    books.stage.gateway.set_most_records(1);
    for second in 0..5 {
        books.both(&format!("order-{second}"), books.at(second)).await;
    }
    let unknown = books.payment("unknown", books.at(80_000));
    books.stage.gateway.put(&unknown);
    let (gateway, now) = (books.stage.gateway.clone(), books.now());
    let cancels = move |read: usize| {
        if read == 0 {
            gateway.put(&given_back(&unknown, PRICE, now));
        }
    };
    let summary = with_lists(&books, cancels).await.unwrap();
    assert_eq!((summary.total(), summary.count(DifferenceKind::UnknownHere)), (1, 1));
}

#[tokio::test]
async fn a_cancel_that_is_being_made_is_no_difference_and_one_made_elsewhere_just_now_is() {
    let books = Books::open();
    let mut payments = Vec::new();
    for name in ["here", "elsewhere"] {
        let payment = books.both(name, books.at(7)).await;
        books.stage.gateway.put(&given_back(&payment, 1_000, books.now()));
        payments.push(payment);
    }
    let written_down = async {
        // The answer of the cancel comes while the walk waits.
        let mut turns = 0;
        while books.stage.clock.next_waking().is_none() {
            assert!(turns < 10_000, "the walk does not wait");
            turns += 1;
            tokio::task::yield_now().await;
        }
        let row = books.stage.row("here").await;
        let cancelled = given_back(&payments[0], 1_000, books.now());
        books.learn(&row, Evidence::Paid(Box::new(cancelled)), books.now()).await;
        books.stage.clock.advance_to_next_waking();
    };
    let (run, ()) = tokio::join!(books.run(Mending::Safe), written_down);
    let told: Vec<&str> = run.differences.iter().map(|found| &*found.merchant_uid).collect();
    assert_eq!(told, ["elsewhere"]);
    assert_eq!(run.differences[0].repair, Repair::Done);
}

#[tokio::test]
async fn what_is_paid_meanwhile_is_no_difference() {
    let books = Books::open();
    for second in 0..5 {
        books.both(&format!("order-{second}"), books.at(second)).await;
    }
    // Being sent now, in the period or not: the gateway has it before the journal has its answer.
    for (name, paid_at) in [("now", books.now()), ("clocks-apart", books.at(9))] {
        let charge = books.sent(name, books.now()).await;
        let payment = books.payment(name, paid_at);
        let (gateway, journal) = (books.stage.gateway.clone(), books.stage.journal.clone());
        let (epoch, now) = (charge.epoch(), books.now());
        let pays = move |read: usize| match read {
            0 => gateway.put(&payment),
            1 => {
                let paid = Evidence::Paid(Box::new(payment.clone()));
                journal.record(payment.merchant_uid(), epoch, paid, now).now_or_never().unwrap().unwrap();
            }
            _ => {}
        };
        let summary = with_lists(&books, pays).await.unwrap();
        assert_eq!(summary.total(), 0, "{name}");
    }
    assert_eq!(books.run(Mending::Nothing).await.summary.total(), 0);
}

#[tokio::test]
async fn a_charge_that_changes_while_it_is_looked_up_is_looked_up_again() {
    let books = Books::open();
    Case::DeclinedHereAndPaidThere.plant(&books, "late", 7).await;
    let (gateway, journal, now) = (books.stage.gateway.clone(), books.stage.journal.clone(), books.now());
    let learns = move |read: usize| {
        if read == 0 {
            let attempts = gateway.look_up(&uid("late")).now_or_never().unwrap().unwrap();
            let epoch = journal.find(&uid("late")).now_or_never().unwrap().unwrap().unwrap().epoch();
            let evidence = Evidence::LookedUp { attempts, asked_at: now };
            journal.record(&uid("late"), epoch, evidence, now).now_or_never().unwrap().unwrap();
        }
    };
    let summary = with_look_ups(&books, learns).await;
    assert_eq!((summary.total(), summary.unsettled), (0, 0));
}

#[tokio::test]
async fn a_charge_that_does_not_come_to_rest_is_not_judged() {
    let books = Books::open();
    let payment = books.both("restless", books.at(7)).await;
    books.stage.gateway.put(&given_back(&payment, 2_000, books.at(9)));
    let (journal, now) = (books.stage.journal.clone(), books.now());
    let changes = move |read: usize| {
        let epoch = journal.find(&uid("restless")).now_or_never().unwrap().unwrap().unwrap().epoch();
        let cancelled = given_back(&payment, 1 + read as u64, now);
        journal
            .record(&uid("restless"), epoch, Evidence::Paid(Box::new(cancelled)), now)
            .now_or_never()
            .unwrap()
            .unwrap();
    };
    let summary = with_look_ups(&books, changes).await;
    assert_eq!((summary.total(), summary.unsettled), (0, 1));
}

#[tokio::test]
async fn what_is_put_to_review_meanwhile_is_counted_as_that() {
    let books = Books::open();
    Case::NotThere.plant(&books, "order-1", 7).await;
    let row = books.stage.row("order-1").await;
    let records = vec![row.payment().unwrap().clone(), books.payment("order-1", books.at(9))];
    let (journal, now) = (books.stage.journal.clone(), books.now());
    let learns = move |read: usize| {
        if read == 1 {
            let evidence = Evidence::LookedUp { attempts: Attempts::new(records.clone()), asked_at: now };
            journal.record(&uid("order-1"), row.epoch(), evidence, now).now_or_never().unwrap().unwrap();
        }
    };
    let summary = with_lists(&books, learns).await.unwrap();
    assert_eq!((summary.in_review, summary.total()), (1, 0));
}

#[tokio::test]
async fn reads_that_lag_raise_no_difference_and_hide_none_for_good() {
    let books = Books::open();
    let minutes = |minutes: i64| later(books.now(), -60 * minutes);
    let today = Period::new(minutes(600), books.now()).unwrap();
    let in_all = async || {
        let run = books.try_to_run(today, Mending::Nothing).await.unwrap();
        (run.summary.total(), run.summary.unsettled)
    };
    books.both("known", minutes(5)).await;
    books.stage.gateway.put(&books.payment("unknown", minutes(5)));
    books.stage.gateway.set_read_lag(Duration::from_secs(20 * 60));
    assert_eq!(in_all().await, (0, 0), "neither is shown yet, and the known one is found by its number");
    let not_by_number = books.payment("by-number", minutes(5));
    books.paid_here(&not_by_number, minutes(5)).await;
    assert_eq!(in_all().await, (0, 1), "what nothing shows may still appear");
    books.stage.let_the_window_pass();
    let run = books.try_to_run(today, Mending::Nothing).await.unwrap();
    assert_eq!(run.summary.count(DifferenceKind::UnknownHere), 1);
    assert_eq!(run.summary.count(DifferenceKind::MissingThere), 1);
    assert_eq!(run.summary.total(), 2);
}

#[tokio::test]
async fn a_gateway_that_goes_away_is_an_error_and_says_how_far_it_came() {
    for (fault, call) in [
        (Fault::Unreachable, Call::Records),
        (Fault::Status(503), Call::Records),
        (Fault::Garble, Call::Records),
        (Fault::LoseReply, Call::LookUp),
        (Fault::Garble, Call::Find),
    ] {
        let books = Books::open();
        books.stage.gateway.set_most_records(1);
        for second in 0..3 {
            books.both(&format!("order-{second}"), books.at(second * 20_000)).await;
        }
        Case::NoChargeHere.plant(&books, "unknown", 79_000).await;
        Case::NotThere.plant(&books, "missing", 80_000).await;
        let gateway = books.stage.gateway.clone();
        let goes = move |read: usize| {
            if read == 4 {
                gateway.inject(call, fault);
            }
        };
        let Err(ReconcileProblem::Gateway { reached, source }) = with_lists(&books, goes).await else {
            panic!("{fault:?} of {call:?}")
        };
        assert_ne!(source, ReadError::NotFound);
        if call == Call::Records {
            assert_eq!(reached.stage, ReconcileStage::Payments);
            assert!(reached.until < books.at(86_400), "{reached:?}");
        }
        assert!(reached.compared >= 1, "{fault:?} of {call:?}: {reached:?}");
        // Each part of the walk by itself.
        for reads in 0..30 {
            books.stage.gateway.heal();
            let gateway = books.stage.gateway.clone();
            let goes = move |read: usize| {
                if read == reads {
                    gateway.inject(Call::Records, fault);
                    gateway.inject(Call::LookUp, fault);
                }
            };
            let total = with_lists(&books, goes).await.map(|summary| summary.total());
            assert!(
                total.as_ref().is_err() || total.as_ref().is_ok_and(|total| *total == 2),
                "{reads}: {total:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_journal_that_goes_away_is_an_error() {
    for step in ["list", "find"] {
        let books = Books::open();
        Case::NoChargeHere.plant(&books, "unknown", 7).await;
        let mut journal = MockJournal::new();
        match step {
            "list" => drop(journal.expect_list().returning(|_, _, _| Err(gone()))),
            _ => {
                journal.expect_list().returning(|_, _, _| Ok(Vec::new()));
                journal.expect_find().returning(|_| Err(gone()));
            }
        }
        let charging = Charging { journal: Arc::new(journal), ..books.stage.charging.clone() };
        let reconcile = Reconcile::new(charging, books.stage.gateway.clone());
        let problem = reconcile.run(books.period(), Mending::Safe, |_| {}).await.unwrap_err();
        assert!(matches!(problem, ReconcileProblem::Store { .. }), "{step}: {problem:?}");
    }
}
