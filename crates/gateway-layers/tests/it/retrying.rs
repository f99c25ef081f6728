//! Reads are repeated as set, and nothing else is repeated at all.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_memory::{ManualClock, SeededRandom};
use keyin_domain::jiff::{SignedDuration, Timestamp};
use keyin_domain::{
    Attempts, Buyer, CancelReason, Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid,
    Epoch, Expiry, ImpUid, MerchantUid, Money, NotSentCause, OrderName, PaymentStatus, UnknownCause,
};
use keyin_gateway_layers::{RetryReads, RetrySettings};
use keyin_ports::{
    BillingKeyRequest, BillingKeys, CancelError, CancelRequest, Channels, ChargeError, ChargeRequest, Clock,
    IssueError, MockBillingKeys, MockChannels, MockPaymentGateway, MockPaymentRecords, Monotonic,
    PaymentGateway, PaymentRecords, ReadError, RecordWindow, RevokeError, SendPermit, UnavailableCause,
};

use crate::hurried::Hurried;

const BASE: Duration = Duration::from_millis(100);
const CAP: Duration = Duration::from_secs(1);
const AWAY: ReadError = ReadError::Unavailable(UnavailableCause::HttpStatus(503));

fn over<P>(inner: P, attempts: u32, clock: &Arc<ManualClock>) -> RetryReads<P> {
    let settings = RetrySettings { attempts: NonZeroU32::new(attempts).unwrap(), base: BASE, cap: CAP };
    let clock: Arc<dyn Clock> = Arc::new(Hurried(clock.clone()));
    RetryReads::new(Arc::new(inner), clock, Arc::new(SeededRandom::new(7)), settings)
}

fn uid() -> MerchantUid {
    MerchantUid::parse("order-1").unwrap()
}

#[tokio::test]
async fn a_read_is_tried_as_often_as_set() {
    for attempts in 1..=4 {
        let clock = Arc::new(ManualClock::default());
        let mut mock = MockPaymentGateway::new();
        mock.expect_look_up().times(attempts as usize).returning(|_| Err(AWAY));
        let answer = over(mock, attempts, &clock).look_up(&uid()).await;
        assert_eq!(answer, Err(AWAY));
        let waited = clock.monotonic().since(Monotonic::default());
        assert!(waited >= BASE * (attempts - 1), "{waited:?}");
        assert!(waited <= CAP * (attempts - 1), "{waited:?}");
    }
}

#[tokio::test]
async fn a_read_ends_with_the_first_answer() {
    let clock = Arc::new(ManualClock::default());
    let mut mock = MockPaymentGateway::new();
    mock.expect_look_up().times(1).returning(|_| Err(AWAY));
    mock.expect_look_up().times(1).returning(|_| Ok(Attempts::none()));
    assert_eq!(over(mock, 5, &clock).look_up(&uid()).await, Ok(Attempts::none()));
}

#[tokio::test]
async fn every_read_of_every_port_is_repeated() {
    let clock = Arc::new(ManualClock::default());
    let mut gateway = MockPaymentGateway::new();
    gateway.expect_find().times(3).returning(|_| Err(AWAY));
    let imp_uid = ImpUid::parse("imps_1").unwrap();
    assert_eq!(over(gateway, 3, &clock).find(&imp_uid).await, Err(AWAY));

    let mut records = MockPaymentRecords::new();
    records.expect_recorded().times(3).returning(|_, _| Err(AWAY));
    let began = Timestamp::UNIX_EPOCH;
    let window = RecordWindow::new(began, began + SignedDuration::from_secs(1)).unwrap();
    assert_eq!(over(records, 3, &clock).recorded(PaymentStatus::Paid, window).await, Err(AWAY));

    let mut keys = MockBillingKeys::new();
    keys.expect_find().times(3).returning(|_| Err(AWAY));
    assert_eq!(over(keys, 3, &clock).find(&CustomerUid::parse("c").unwrap()).await, Err(AWAY));

    let mut channels = MockChannels::new();
    channels.expect_list().times(3).returning(|| Err(AWAY));
    assert_eq!(over(channels, 3, &clock).list().await, Err(AWAY));
}

#[tokio::test]
async fn an_answer_that_is_an_error_is_not_asked_for_again() {
    let refusal = keyin_domain::Refusal::new(keyin_domain::RefusalKind::Forbidden, "no");
    for answer in [ReadError::NotFound, ReadError::Protocol, ReadError::Refused(refusal)] {
        let clock = Arc::new(ManualClock::default());
        let mut mock = MockPaymentGateway::new();
        let told = answer.clone();
        mock.expect_find().times(1).returning(move |_| Err(told.clone()));
        let imp_uid = ImpUid::parse("imps_1").unwrap();
        assert_eq!(over(mock, 5, &clock).find(&imp_uid).await, Err(answer));
        assert_eq!(clock.monotonic(), Monotonic::default());
    }
}

fn charge_request() -> ChargeRequest {
    let amount = ChargeAmount::new(Money::won(1_000).unwrap()).unwrap();
    let intent = ChargeIntent::new(uid(), ChargeMethod::Card, amount, OrderName::parse("order").unwrap());
    ChargeRequest::new(intent, Some(card())).unwrap()
}

fn card() -> Card {
    Card::new(CardNumber::parse("1234-1234-1234-1234").unwrap(), Expiry::parse("2019-01").unwrap())
}

#[tokio::test]
async fn a_charge_is_never_repeated() {
    let errors = [
        ChargeError::Unknown(UnknownCause::TimedOut),
        ChargeError::Unknown(UnknownCause::HttpStatus(503)),
        ChargeError::NotSent(NotSentCause::Unreachable),
    ];
    for error in errors {
        let clock = Arc::new(ManualClock::default());
        let mut mock = MockPaymentGateway::new();
        let told = error.clone();
        mock.expect_charge().times(1).returning(move |_, _| Err(told.clone()));
        let permit = SendPermit::issue(uid(), Epoch::new(1), clock.monotonic().after(CAP));
        assert_eq!(over(mock, 5, &clock).charge(charge_request(), permit).await, Err(error));
        assert_eq!(clock.monotonic(), Monotonic::default());
    }
}

#[tokio::test]
async fn a_cancel_is_never_repeated() {
    let clock = Arc::new(ManualClock::default());
    let mut mock = MockPaymentGateway::new();
    let error = CancelError::Unknown(UnknownCause::ConnectionLost);
    let told = error.clone();
    mock.expect_cancel().times(1).returning(move |_| Err(told.clone()));
    let won = |won| Money::won(won).unwrap();
    let request = CancelRequest {
        imp_uid: ImpUid::parse("imps_1").unwrap(),
        amount: won(1),
        tax_free: None,
        vat: None,
        balance: won(1),
        reason: CancelReason::parse("reason").unwrap(),
    };
    assert_eq!(over(mock, 5, &clock).cancel(request).await, Err(error));
}

#[tokio::test]
async fn a_change_of_a_key_is_never_repeated() {
    let clock = Arc::new(ManualClock::default());
    let mut mock = MockBillingKeys::new();
    mock.expect_issue().times(1).returning(|_| Err(IssueError::Unknown(UnknownCause::TimedOut)));
    mock.expect_revoke().times(1).returning(|_, _| Err(RevokeError::NotSent(NotSentCause::Unreachable)));
    let keys = over(mock, 5, &clock);
    let customer_uid = CustomerUid::parse("c").unwrap();
    let request = BillingKeyRequest {
        customer_uid: customer_uid.clone(),
        card: card(),
        pg: None,
        customer: Buyer::default(),
    };
    assert!(keys.issue(request).await.is_err());
    assert!(keys.revoke(&customer_uid, &CancelReason::parse("reason").unwrap()).await.is_err());
}

#[tokio::test]
async fn a_caller_who_gives_up_stops_the_waiting() {
    let clock = Arc::new(ManualClock::default());
    let mut mock = MockChannels::new();
    mock.expect_list().times(1).returning(|| Err(AWAY));
    let settings = RetrySettings { attempts: NonZeroU32::new(5).unwrap(), base: BASE, cap: CAP };
    let channels = RetryReads::new(Arc::new(mock), clock.clone(), Arc::new(SeededRandom::new(7)), settings);
    let mut asking = channels.list();
    std::future::poll_fn(|cx| {
        assert!(asking.as_mut().poll(cx).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    assert!(clock.next_waking().is_some_and(|waking| waking >= Monotonic::new(BASE)));
    drop(asking);
    assert_eq!(clock.next_waking(), None);
}
