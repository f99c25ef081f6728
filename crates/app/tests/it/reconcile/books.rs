//! A journal and a gateway whose records are written by hand.

use std::cell::Cell;
use std::time::Duration;

use keyin_app::{Difference, Mending, Period, Reconcile, ReconcileEvent, ReconcileProblem, Reconciliation};
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    AbsenceWindow, Attempts, Cancellation, Charge, ChargeMethod, Currency, Evidence, Money, Payment,
    PaymentDetails, PaymentStatus,
};
use keyin_ports::{Claim, Clock, Intended, Monotonic};

use crate::stage::{Stage, intent, uid, won};

pub(crate) const DAY: i64 = 86_400;
/// What every order costs.
pub(crate) const PRICE: u64 = 3_000;

pub(crate) struct Books {
    pub(crate) stage: Stage,
    numbers: Cell<u64>,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) summary: Reconciliation,
    pub(crate) differences: Vec<Difference>,
}

impl Books {
    /// The period is the second day; it is now the end of the third.
    pub(crate) fn open() -> Self {
        let stage = Stage::set();
        stage.clock.advance(Duration::from_secs(3 * 86_400));
        Self { stage, numbers: Cell::new(0) }
    }

    /// So many seconds after the period began.
    pub(crate) fn at(&self, second: i64) -> Timestamp {
        Timestamp::from_second(1_767_225_600 + DAY + second).unwrap()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.stage.clock.now()
    }

    pub(crate) fn period(&self) -> Period {
        Period::new(self.at(0), self.at(DAY)).unwrap()
    }

    /// A payment with a number of its own, paid then.
    pub(crate) fn payment(&self, name: &str, paid_at: Timestamp) -> Payment {
        self.numbers.set(self.numbers.get() + 1);
        let imp_uid = format!("imps_9{:011}", self.numbers.get()).parse().unwrap();
        Payment::new(PaymentDetails {
            started_at: Some(paid_at),
            paid_at: Some(paid_at),
            ..PaymentDetails::new(imp_uid, uid(name), PaymentStatus::Paid, won(PRICE))
        })
        .unwrap()
    }

    /// Holds it at the gateway and in the journal.
    pub(crate) async fn both(&self, name: &str, paid_at: Timestamp) -> Payment {
        let payment = self.payment(name, paid_at);
        self.stage.gateway.put(&payment);
        self.paid_here(&payment, paid_at).await;
        payment
    }

    /// A charge of the journal that was sent then.
    pub(crate) async fn sent(&self, name: &str, at: Timestamp) -> Charge {
        let journal = &self.stage.journal;
        let Intended::New(row) = journal.intend(intent(name, ChargeMethod::Card), at).await.unwrap() else {
            panic!("{name} is there already")
        };
        let deadlines = AbsenceWindow::default().deadlines(at);
        let Claim::Won { charge, .. } = journal.claim(&row, deadlines, Monotonic::default()).await.unwrap()
        else {
            panic!("{name} cannot be claimed")
        };
        *charge
    }

    pub(crate) async fn learn(&self, charge: &Charge, evidence: Evidence, at: Timestamp) -> Charge {
        let uid = charge.intent().merchant_uid();
        self.stage.journal.record(uid, charge.epoch(), evidence, at).await.unwrap()
    }

    /// A charge of the journal, sent and paid then.
    pub(crate) async fn paid_here(&self, payment: &Payment, at: Timestamp) -> Charge {
        let charge = self.sent(payment.merchant_uid().as_str(), at).await;
        self.learn(&charge, Evidence::Paid(Box::new(payment.clone())), at).await
    }

    pub(crate) async fn look_up_here(&self, charge: &Charge, records: Vec<Payment>, at: Timestamp) -> Charge {
        let evidence = Evidence::LookedUp { attempts: Attempts::new(records), asked_at: at };
        self.learn(charge, evidence, at).await
    }

    pub(crate) async fn run(&self, mending: Mending) -> Run {
        self.try_to_run(self.period(), mending).await.unwrap()
    }

    pub(crate) async fn try_to_run(&self, period: Period, mending: Mending) -> Result<Run, ReconcileProblem> {
        let reconcile = Reconcile::new(self.stage.charging.clone(), self.stage.gateway.clone());
        let mut differences = Vec::new();
        let tell = |event: ReconcileEvent<'_>| {
            if let ReconcileEvent::Difference(difference) = event {
                differences.push(difference.clone());
            }
        };
        let summary = reconcile.run(period, mending, tell).await?;
        assert_eq!(summary.total(), differences.len() as u64);
        Ok(Run { summary, differences })
    }
}

/// The payment as it is after so much was given back then.
pub(crate) fn given_back(payment: &Payment, amount: u64, at: Timestamp) -> Payment {
    changed(payment, |details| {
        details.cancelled = won(amount);
        details.cancelled_at = Some(at);
        details.status = PaymentStatus::Cancelled;
    })
}

/// One cancel of a history.
pub(crate) fn a_cancel(amount: u64, at: Timestamp) -> Cancellation {
    Cancellation { amount: won(amount), cancelled_at: Some(at), reason: None, cancellation_id: None }
}

pub(crate) fn changed(payment: &Payment, change: impl FnOnce(&mut PaymentDetails)) -> Payment {
    let mut details = payment.details().clone();
    change(&mut details);
    Payment::new(details).unwrap()
}

/// The same payment over another sum.
pub(crate) fn of_amount(payment: &Payment, amount: Money) -> Payment {
    changed(payment, |details| {
        details.amount = amount;
        details.cancelled = Money::zero(amount.currency());
    })
}

pub(crate) fn dollars(cents: u64) -> Money {
    Money::from_minor(cents, Currency::USD).unwrap()
}

pub(crate) fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at + SignedDuration::from_secs(seconds)
}
