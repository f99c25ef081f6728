use std::sync::Arc;

use keyin_adapter_memory::{Call, Fault};
use keyin_app::{CancelOrder, CancelPayment, CancelProblem, Cancelled, Charging, Consequence, Explain};
use keyin_domain::{
    Attempts, ChargeMethod, Decline, Money, NotSentCause, Payment, PaymentRef, Refusal, RefusalKind, Standing,
};
use keyin_ports::{CancelError, MockPaymentGateway, ReadError};

use crate::stage::{Stage, cancel_order, card_order, intent, uid, won};

mod tax_parts;

async fn paid() -> Stage {
    let stage = Stage::set();
    stage.pay_card(card_order(intent("order-1", ChargeMethod::Card))).await.unwrap();
    stage
}

fn order(amount: Option<u64>) -> CancelOrder {
    cancel_order("order-1", amount)
}

async fn cancel(stage: &Stage, order: CancelOrder) -> Result<Cancelled, CancelProblem> {
    let cancel = CancelPayment::new(stage.charging.clone());
    stage.drive(async move { cancel.run(&order).await }).await
}

fn given_back(stage: &Stage) -> u64 {
    let cancels = stage
        .gateway
        .ledger()
        .into_iter()
        .filter(|entry| entry.kind == keyin_adapter_memory::LedgerKind::Cancel);
    cancels.map(|entry| entry.amount.minor()).sum()
}

#[tokio::test]
async fn part_by_part_and_then_the_rest() {
    let stage = paid().await;
    let part = cancel(&stage, order(Some(1_000))).await.unwrap();
    assert_eq!((part.payment.standing(), part.payment.balance()), (Standing::PartlyCancelled, won(2_000)));
    let rest = cancel(&stage, order(None)).await.unwrap();
    assert_eq!((rest.payment.standing(), rest.already), (Standing::FullyCancelled, false));
    assert_eq!(given_back(&stage), 3_000);
    assert_eq!(stage.row("order-1").await.payment().unwrap().cancelled(), won(3_000), "the journal knows");
    let again = cancel(&stage, order(None)).await.unwrap();
    assert!(again.already);
    assert_eq!(given_back(&stage), 3_000);
}

#[tokio::test]
async fn what_cannot_be_is_not_sent() {
    let stage = paid().await;
    let unknown = CancelOrder { reference: PaymentRef::Merchant(uid("nobody")), ..order(None) };
    assert!(matches!(cancel(&stage, unknown).await, Err(CancelProblem::NotFound)));
    assert!(matches!(cancel(&stage, order(Some(3_001))).await, Err(CancelProblem::TooMuch { .. })));
    let zero = CancelOrder { amount: Some(won(0)), ..order(None) };
    assert!(
        matches!(cancel(&stage, zero).await, Err(CancelProblem::TooMuch { .. })),
        "zero would mean everything"
    );
    let believed = CancelOrder { balance: Some(won(2_000)), ..order(Some(1_000)) };
    assert!(matches!(cancel(&stage, believed).await, Err(CancelProblem::BalanceDiffers { .. })));
    let dollars = CancelOrder {
        amount: Some(Money::from_minor(1, keyin_domain::Currency::USD).unwrap()),
        ..order(None)
    };
    assert!(matches!(cancel(&stage, dollars).await, Err(CancelProblem::OtherCurrency)));
    assert_eq!((stage.gateway.calls(Call::Cancel), given_back(&stage)), (0, 0));
}

#[tokio::test]
async fn a_lost_reply_is_found_out_by_reading() {
    let stage = paid().await;
    stage.gateway.inject_times(Call::Cancel, Fault::LoseReply, 1);
    let cancelled = cancel(&stage, order(Some(1_000))).await.unwrap();
    assert_eq!(cancelled.payment.cancelled(), won(1_000));
    assert_eq!((stage.gateway.calls(Call::Cancel), given_back(&stage)), (1, 1_000));
}

#[tokio::test]
async fn a_cancel_that_stays_unknown_names_the_balance_that_makes_a_repeat_safe() {
    let stage = paid().await;
    stage.gateway.inject_times(Call::Cancel, Fault::LoseRequest, 1);
    let problem = cancel(&stage, order(Some(1_000))).await.unwrap_err();
    assert_eq!(problem.consequence(), Consequence::Unknown);
    let CancelProblem::Unknown { balance, .. } = problem else { panic!("{problem:?}") };
    let safe = || CancelOrder { balance: Some(balance), ..order(Some(1_000)) };
    assert!(cancel(&stage, safe()).await.is_ok());
    assert!(matches!(cancel(&stage, safe()).await, Err(CancelProblem::BalanceDiffers { .. })));
    assert_eq!(given_back(&stage), 1_000);
}

#[tokio::test]
async fn several_payments_need_to_be_told_apart() {
    let stage = paid().await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.pay_card(card_order(intent("order-2", ChargeMethod::Card))).await.unwrap();
    stage.let_the_window_pass();
    stage.pay_card(card_order(intent("order-2", ChargeMethod::Card))).await.unwrap();
    stage.gateway.carry_out_held();
    let both = CancelOrder { reference: PaymentRef::Merchant(uid("order-2")), ..order(None) };
    assert!(matches!(cancel(&stage, both.clone()).await, Err(CancelProblem::Ambiguous)));
    let first =
        stage.gateway.ledger().into_iter().find(|entry| entry.merchant_uid == uid("order-2")).unwrap();
    let one = CancelOrder { reference: PaymentRef::Imp(first.imp_uid), ..both.clone() };
    assert!(cancel(&stage, one).await.is_ok());
    assert!(cancel(&stage, both).await.is_ok(), "only one has anything left");
    assert_eq!(given_back(&stage), 6_000);
}

#[tokio::test]
async fn a_pg_that_says_cancelled_before_is_believed_only_if_the_record_shows_it_or_it_was_a_test() {
    for (sandbox, believed) in [(true, true), (false, false)] {
        let stage = paid().await;
        let mut details = stage.row("order-1").await.payment().unwrap().details().clone();
        details.sandbox = sandbox;
        let payment = Payment::new(details).unwrap();
        let mut gateway = MockPaymentGateway::new();
        let attempts = Attempts::new(vec![payment.clone()]);
        gateway.expect_look_up().returning(move |_| Ok(attempts.clone()));
        gateway.expect_find().returning(move |_| Ok(payment.clone()));
        gateway.expect_cancel().once().returning(|_| Err(CancelError::AlreadyCancelled));
        let charging = Charging { gateway: Arc::new(gateway), ..stage.charging.clone() };
        let outcome = CancelPayment::new(charging).run(&order(None)).await;
        match outcome {
            Ok(cancelled) => assert!(believed && cancelled.already),
            Err(problem) => assert_eq!((believed, problem.consequence()), (false, Consequence::Refused)),
        }
    }
}

#[tokio::test]
async fn a_cancel_that_is_refused_or_not_sent_is_told_as_it_is_and_leaves_the_journal_alone() {
    for (error, consequence) in [
        (CancelError::NotFound, Consequence::NotFound),
        (CancelError::Declined(Decline::unspecified("closed")), Consequence::Refused),
        (CancelError::Refused(Refusal::new(RefusalKind::InvalidRequest, "no")), Consequence::Refused),
        (CancelError::NotSent(NotSentCause::NoToken), Consequence::Unavailable),
    ] {
        let stage = paid().await;
        let attempts = Attempts::new(vec![stage.row("order-1").await.payment().unwrap().clone()]);
        let mut gateway = MockPaymentGateway::new();
        gateway.expect_look_up().returning(move |_| Ok(attempts.clone()));
        let answer = error.clone();
        gateway.expect_cancel().once().returning(move |_| Err(answer.clone()));
        let charging = Charging { gateway: Arc::new(gateway), ..stage.charging.clone() };
        let problem = CancelPayment::new(charging).run(&order(None)).await.unwrap_err();
        assert_eq!(problem.consequence(), consequence, "{error:?}");
        assert_eq!(stage.row("order-1").await.payment().unwrap().balance(), won(3_000), "{error:?}");
    }
}

#[tokio::test]
async fn without_a_look_at_the_payment_nothing_is_cancelled() {
    for (error, consequence) in
        [(ReadError::NotFound, Consequence::NotFound), (ReadError::Protocol, Consequence::Unavailable)]
    {
        let stage = paid().await;
        let mut gateway = MockPaymentGateway::new();
        gateway.expect_look_up().once().returning(move |_| Err(error.clone()));
        gateway.expect_cancel().never();
        let charging = Charging { gateway: Arc::new(gateway), ..stage.charging.clone() };
        let problem = CancelPayment::new(charging).run(&order(None)).await.unwrap_err();
        assert_eq!(problem.consequence(), consequence);
    }
}
