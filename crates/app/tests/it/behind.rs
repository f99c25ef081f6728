//! Gateways whose reads lag: what an answer has told already stands.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_adapter_memory::MemoryGateway;
use keyin_app::{
    CancelOrder, CancelPayment, CancelProblem, Charging, DecideCharge, DecideProblem, FindPayment, Patience,
    ResolveUnknown, Ruling,
};
use keyin_domain::{
    Attempts, ChargeMethod, ChargeState, Evidence, ImpUid, MerchantUid, NotSentCause, Payment,
    PaymentDetails, PaymentRef, PaymentStatus,
};
use keyin_ports::{Begun, Clock, ReadError};

use crate::front::{Front, with_front};
use crate::stage::{Stage, cancel_order, card_order, intent, key_intent, uid, won};

const UID: &str = "order-1";

/// Paid, 700 of it given back; and the payment as it stood before that.
async fn partly_cancelled() -> (Stage, Payment) {
    let stage = Stage::set();
    stage.pay_card(card_order(intent(UID, ChargeMethod::Card))).await.unwrap();
    let before = stage.row(UID).await.payment().unwrap().clone();
    cancel(&stage.charging, &stage, order(Some(700), None)).await;
    assert_eq!(stage.row(UID).await.payment().unwrap().cancelled(), won(700));
    (stage, before)
}

fn order(amount: Option<u64>, balance: Option<u64>) -> CancelOrder {
    CancelOrder { balance: balance.map(won), ..cancel_order(UID, amount) }
}

async fn cancel(charging: &Charging, stage: &Stage, order: CancelOrder) -> Payment {
    let cancel = CancelPayment::new(charging.clone());
    stage.drive(async move { cancel.run(&order).await }).await.unwrap().payment
}

/// A gateway that does what it is asked to, and whose reads show these payments whatever there is.
struct Lagging {
    there: Arc<MemoryGateway>,
    shown: Vec<Payment>,
}

#[async_trait]
impl Front for Lagging {
    fn behind(&self) -> &MemoryGateway {
        &self.there
    }

    async fn look_up(&self, _: &MerchantUid) -> Result<Attempts, ReadError> {
        Ok(Attempts::new(self.shown.clone()))
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        let shown = self.shown.iter().find(|payment| payment.imp_uid() == uid);
        shown.cloned().ok_or(ReadError::NotFound)
    }
}

fn lagging(stage: &Stage, shown: Vec<Payment>) -> Charging {
    with_front(stage, Arc::new(Lagging { there: stage.gateway.clone(), shown }))
}

/// A gateway whose look-ups show nothing yet; what it shows by its own number is there.
struct NotListed {
    there: Arc<MemoryGateway>,
    shown: Result<Payment, ReadError>,
}

#[async_trait]
impl Front for NotListed {
    fn behind(&self) -> &MemoryGateway {
        &self.there
    }

    async fn look_up(&self, _: &MerchantUid) -> Result<Attempts, ReadError> {
        Ok(Attempts::none())
    }

    async fn find(&self, _: &ImpUid) -> Result<Payment, ReadError> {
        self.shown.clone()
    }
}

#[tokio::test]
async fn a_payment_that_a_look_up_does_not_show_is_cancelled_by_the_number_in_the_journal() {
    let stage = Stage::set();
    stage.pay_card(card_order(intent(UID, ChargeMethod::Card))).await.unwrap();
    let payment = stage.row(UID).await.payment().unwrap().clone();
    let with = |shown| with_front(&stage, Arc::new(NotListed { there: stage.gateway.clone(), shown }));
    let hidden =
        async |error, order: CancelOrder| CancelPayment::new(with(Err(error))).run(&order).await.unwrap_err();
    match hidden(ReadError::NotFound, order(None, None)).await {
        CancelProblem::NotShown { imp_uid } => assert_eq!(&imp_uid, payment.imp_uid()),
        other => panic!("{other:?}"),
    }
    let unread = hidden(ReadError::Protocol, order(None, None)).await;
    assert!(matches!(unread, CancelProblem::Unread(ReadError::Protocol)), "{unread:?}");
    let nobody = hidden(ReadError::NotFound, cancel_order("nobody", None)).await;
    assert!(matches!(nobody, CancelProblem::NotFound), "{nobody:?}");
    let cancelled = cancel(&with(Ok(payment)), &stage, order(None, None)).await;
    assert_eq!(cancelled.cancelled(), won(3_000));
}

#[tokio::test]
async fn a_look_takes_back_no_cancel() {
    let (stage, before) = partly_cancelled().await;
    let row = stage.row(UID).await;
    let charging = lagging(&stage, vec![before.clone()]);
    for reference in [PaymentRef::Merchant(uid(UID)), PaymentRef::Imp(before.imp_uid().clone())] {
        let found = FindPayment::new(charging.clone()).run(&reference).await.unwrap();
        assert_eq!(found.charge, Some(row.clone()));
    }
    ResolveUnknown::new(charging).run(Patience::Once, |_| ()).await.unwrap();
    assert_eq!(stage.row(UID).await, row);
}

#[tokio::test]
async fn the_rest_is_what_is_left_of_what_is_known() {
    for (amount, balance) in [(None, None), (None, Some(2_300)), (Some(2_300), Some(2_300))] {
        let (stage, before) = partly_cancelled().await;
        let charging = lagging(&stage, vec![before]);
        let cancelled = cancel(&charging, &stage, order(amount, balance)).await;
        assert_eq!(cancelled.cancelled(), won(3_000));
        assert_eq!(stage.row(UID).await.payment().unwrap().cancelled(), won(3_000));
    }
}

#[tokio::test]
async fn what_was_cancelled_in_full_is_told_so() {
    let (stage, before) = partly_cancelled().await;
    cancel(&stage.charging, &stage, order(None, None)).await;
    let charging = lagging(&stage, vec![before]);
    let again = CancelPayment::new(charging).run(&order(None, None)).await.unwrap();
    assert_eq!((again.already, again.payment.cancelled()), (true, won(3_000)));
}

/// Not sent, and then paid after all: a person may decide.
async fn late_paid() -> Stage {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("other", ChargeMethod::Card))).await.unwrap();
    let details = stage.row("other").await.payment().unwrap().details().clone();
    let late = Payment::new(PaymentDetails { merchant_uid: uid(UID), ..details }).unwrap();
    let deadlines = stage.charging.window.deadlines(stage.clock.now());
    let ends = stage.clock.monotonic();
    let begun = stage.journal.begin(key_intent(UID, "gildong"), deadlines, ends).await.unwrap();
    assert!(matches!(begun, Begun::Won { .. }));
    stage.let_the_window_pass();
    let epoch = stage.row(UID).await.epoch();
    for evidence in [Evidence::NotSent(NotSentCause::Unreachable), Evidence::Paid(Box::new(late))] {
        stage.journal.record(&uid(UID), epoch, evidence, stage.clock.now()).await.unwrap();
    }
    assert_eq!(stage.row(UID).await.state(), ChargeState::LatePaid);
    stage
}

fn given_back(payment: PaymentDetails) -> Payment {
    let (status, cancelled) = (PaymentStatus::Cancelled, payment.amount);
    Payment::new(PaymentDetails { status, cancelled, ..payment }).unwrap()
}

#[tokio::test]
async fn nobody_decides_by_a_look_that_misses_the_known_payment() {
    let stage = late_paid().await;
    let known = stage.row(UID).await.payment().unwrap().clone();
    let end = stage.charging.window.deadlines(stage.row(UID).await.changed_at()).settle_after;
    // Another one that is shown leaves no money without an owner, and does not stand for the known one.
    let another =
        given_back(PaymentDetails { imp_uid: "imps_2".parse().unwrap(), ..known.details().clone() });
    for shown in [vec![], vec![another]] {
        let decide = DecideCharge::new(lagging(&stage, shown));
        for ruling in [Ruling::NoPayment, Ruling::Adopt("imps_2".parse().unwrap())] {
            let problem = decide.run(&PaymentRef::Merchant(uid(UID)), &ruling).await.unwrap_err();
            assert!(matches!(problem, DecideProblem::TooEarly { until } if until == end), "{problem:?}");
        }
    }
    assert_eq!(stage.row(UID).await.payment(), Some(&known));
    // Reads lag no longer than the window: it is gone there.
    stage.let_the_window_pass();
    let decide = DecideCharge::new(lagging(&stage, vec![]));
    let charge = decide.run(&PaymentRef::Merchant(uid(UID)), &Ruling::NoPayment).await.unwrap();
    assert_eq!(charge.state(), ChargeState::NotCharged);
}
