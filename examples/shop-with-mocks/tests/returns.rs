//! What the desk does at each answer of the gateway, with a mock that also counts the calls.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use keyin_domain::{Attempts, MerchantUid, Money, Payment, PaymentDetails, PaymentStatus, UnknownCause};
use keyin_example_shop_with_mocks::{Return, ReturnsDesk};
use keyin_ports::{CancelError, MockPaymentGateway, ReadError, UnavailableCause};

fn order() -> MerchantUid {
    "order-1".parse().unwrap()
}

/// A payment of 11,000 won for the order, of which so much was given back.
fn payment(status: PaymentStatus, given_back: u64) -> Payment {
    let paid = Money::won(11_000).unwrap();
    Payment::new(PaymentDetails {
        cancelled: Money::won(given_back).unwrap(),
        ..PaymentDetails::new("imp_1".parse().unwrap(), order(), status, paid)
    })
    .unwrap()
}

/// A gateway that holds these payments.
fn gateway_with(payments: Vec<Payment>) -> MockPaymentGateway {
    let mut gateway = MockPaymentGateway::new();
    gateway.expect_look_up().once().returning(move |_| Ok(Attempts::new(payments.clone())));
    gateway
}

/// What becomes of the return. A call that the mock does not expect ends the test.
async fn taken_back(gateway: MockPaymentGateway) -> Return {
    ReturnsDesk::new(Arc::new(gateway), "returned goods".parse().unwrap()).take_back(&order()).await
}

#[tokio::test]
async fn what_is_left_is_paid_back_once_with_the_balance_named() {
    let declined = payment(PaymentStatus::Failed, 0);
    let mut gateway = gateway_with(vec![declined, payment(PaymentStatus::Paid, 1_000)]);
    let left = Money::won(10_000).unwrap();
    gateway
        .expect_cancel()
        .once()
        .withf(move |request| request.amount == left && request.balance == left)
        .returning(|_| Ok(payment(PaymentStatus::Cancelled, 11_000)));
    assert_eq!(taken_back(gateway).await, Return::PaidBack(left));
}

#[tokio::test]
async fn an_order_that_was_never_paid_costs_no_call() {
    let gateway = gateway_with(vec![payment(PaymentStatus::Failed, 0)]);
    assert_eq!(taken_back(gateway).await, Return::NothingLeft);
}

#[tokio::test]
async fn a_gateway_that_is_down_is_not_an_order_without_a_payment() {
    let mut gateway = MockPaymentGateway::new();
    gateway.expect_look_up().return_const(Err(ReadError::Unavailable(UnavailableCause::NoAnswer)));
    assert_eq!(taken_back(gateway).await, Return::TryAgain);
}

#[tokio::test]
async fn a_cancel_whose_answer_is_lost_is_in_doubt_and_not_made_again() {
    let mut gateway = gateway_with(vec![payment(PaymentStatus::Paid, 0)]);
    gateway.expect_cancel().once().return_const(Err(CancelError::Unknown(UnknownCause::TimedOut)));
    assert_eq!(taken_back(gateway).await, Return::InDoubt);
}
