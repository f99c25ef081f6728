//! What the traced layer tells, and what it never tells.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use keyin_adapter_memory::{Call, Fault, ManualClock, MemoryGateway};
use keyin_domain::jiff::SignedDuration;
use keyin_domain::{
    Buyer, CancelReason, Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, CustomData, CustomerUid,
    Epoch, Expiry, HolderId, ImpUid, MerchantUid, Money, OrderName, PasswordDigits, ScheduleTime,
};
use keyin_gateway_layers::Traced;
use keyin_port_conformance::{billing_keys, channels, gateway, run, schedules};
use keyin_ports::{
    BillingKeyRequest, BillingKeys, CancelRequest, Channels, ChargeRequest, Clock, MockPaymentGateway,
    PaymentGateway, ScheduleRequest, Schedules, SendPermit,
};

use crate::captured::Captured;
use crate::fixture::Fixture;
use crate::layered::both;

fn card() -> Card {
    Card::new(CardNumber::parse("9490-8877-6655-4433").unwrap(), Expiry::parse("2031-12").unwrap())
        .with_holder_id(HolderId::parse("871213").unwrap())
        .with_password(PasswordDigits::parse("68").unwrap())
}

fn buyer() -> Buyer {
    Buyer::default().with_name("홍길동").unwrap().with_email("hong@example.com").unwrap()
}

fn request(method: ChargeMethod) -> ChargeRequest {
    let amount = ChargeAmount::new(Money::won(765_400).unwrap()).unwrap();
    let card = method.needs_card().then(card);
    let uid = MerchantUid::parse("order-a").unwrap();
    let intent = ChargeIntent::new(uid, method, amount, OrderName::parse("비밀 상품").unwrap())
        .with_buyer(buyer())
        .with_custom_data(CustomData::parse("secret-note").unwrap());
    ChargeRequest::new(intent, card).unwrap()
}

fn permit(uid: &str) -> SendPermit {
    let send_before = ManualClock::default().monotonic().after(Duration::from_secs(5));
    SendPermit::issue(MerchantUid::parse(uid).unwrap(), Epoch::new(3), send_before)
}

fn traced() -> (Arc<MemoryGateway>, Traced<MemoryGateway>) {
    let clock = Arc::new(ManualClock::default());
    let memory = Arc::new(MemoryGateway::new(clock.clone()));
    (memory.clone(), Traced::new(memory, clock))
}

/// All of it, whether in the span's fields or in the event's.
fn assert_tells(line: &str, parts: &[&str]) {
    for part in parts {
        assert!(line.contains(part), "{part} is missing in: {line}");
    }
}

#[tokio::test]
async fn every_method_tells_what_it_was_about_and_how_it_ended() {
    let captured = Captured::listen();
    let (_, traced) = traced();
    let customer = CustomerUid::parse("customer-a").unwrap();
    let registering = ChargeMethod::CardRegistering(customer.clone());
    traced.charge(request(registering), permit("order-a")).await.unwrap();
    traced.look_up(&MerchantUid::parse("order-a").unwrap()).await.unwrap();
    let imp_uid = ImpUid::parse("imps_000000000001").unwrap();
    PaymentGateway::find(&traced, &imp_uid).await.unwrap();
    let won = |won| Money::won(won).unwrap();
    let reason = CancelReason::parse("변심").unwrap();
    let cancel = CancelRequest {
        imp_uid,
        amount: won(765_400),
        tax_free: None,
        vat: None,
        balance: won(765_400),
        reason: reason.clone(),
    };
    traced.cancel(cancel).await.unwrap();
    BillingKeys::find(&traced, &customer).await.unwrap();
    let issue =
        BillingKeyRequest { customer_uid: customer.clone(), card: card(), pg: None, customer: buyer() };
    traced.issue(issue).await.unwrap();
    traced.revoke(&customer, &reason).await.unwrap();
    traced.revoke(&customer, &reason).await.unwrap_err();
    Channels::list(&traced).await.unwrap();

    let expected: [&[&str]; 9] = [
        &[
            "INFO",
            "operation=\"charge\"",
            "merchant_uid=\"order-a\"",
            "customer_uid=\"customer-a\"",
            "epoch=3",
            "outcome=\"paid\"",
        ],
        &["DEBUG", "operation=\"look_up\"", "merchant_uid=\"order-a\"", "outcome=\"read\""],
        &["DEBUG", "operation=\"find\"", "imp_uid=\"imps_000000000001\"", "outcome=\"read\""],
        &["INFO", "operation=\"cancel\"", "imp_uid=\"imps_000000000001\"", "outcome=\"cancelled\""],
        &["DEBUG", "operation=\"find_billing_key\"", "customer_uid=\"customer-a\"", "outcome=\"read\""],
        &["INFO", "operation=\"issue_billing_key\"", "customer_uid=\"customer-a\"", "outcome=\"issued\""],
        &["INFO", "operation=\"revoke_billing_key\"", "customer_uid=\"customer-a\"", "outcome=\"revoked\""],
        &["INFO", "operation=\"revoke_billing_key\"", "outcome=\"not_found\""],
        &["DEBUG", "operation=\"list_channels\"", "outcome=\"read\""],
    ];
    let endings = captured.endings();
    assert_eq!(endings.len(), expected.len(), "{endings:#?}");
    for (line, parts) in endings.iter().zip(expected) {
        assert_tells(line, parts);
    }
}

/// An order for that uid, half an hour from now.
fn order(uid: &str, customer_uid: CustomerUid) -> ScheduleRequest {
    let at = ScheduleTime::new(ManualClock::default().now() + SignedDuration::from_mins(30)).unwrap();
    let amount = ChargeAmount::new(Money::won(765_400).unwrap()).unwrap();
    let method = ChargeMethod::Scheduled { customer_uid, at };
    let name = OrderName::parse("비밀 상품").unwrap();
    let intent =
        ChargeIntent::new(MerchantUid::parse(uid).unwrap(), method, amount, name).with_buyer(buyer());
    ScheduleRequest::new(intent).unwrap()
}

#[tokio::test]
async fn orders_to_the_scheduler_are_told_without_what_they_are_about() {
    let captured = Captured::listen();
    let (memory, traced) = traced();
    let customer = CustomerUid::parse("customer-a").unwrap();
    let issue =
        BillingKeyRequest { customer_uid: customer.clone(), card: card(), pg: None, customer: buyer() };
    memory.issue(issue).await.unwrap();
    let (uid, request) = (MerchantUid::parse("order-a").unwrap(), order("order-a", customer.clone()));
    let at = request.at();
    traced.add(request.clone(), permit("order-a")).await.unwrap();
    traced.move_to(&uid, at).await.unwrap();
    Schedules::find(&traced, &uid).await.unwrap();
    traced.unschedule(&customer, &uid).await.unwrap();
    traced.unschedule_all(&customer).await.unwrap_err();
    traced.reschedule(&uid, at, permit("order-a")).await.unwrap();
    traced.retry(request, permit("order-a")).await.unwrap_err();
    let expected: [&[&str]; 7] = [
        &[
            "INFO",
            "\"schedule\"",
            "\"order-a\"",
            "\"customer-a\"",
            "at=2026-01-01T00:30:00Z",
            "\"scheduled\"",
        ],
        &["INFO", "operation=\"move_schedule\"", "at=2026-01-01T00:30:00Z", "outcome=\"moved\""],
        &["DEBUG", "operation=\"find_schedule\"", "merchant_uid=\"order-a\"", "outcome=\"read\""],
        &["INFO", "operation=\"unschedule\"", "customer_uid=\"customer-a\"", "outcome=\"unscheduled\""],
        &["INFO", "operation=\"unschedule_all\"", "outcome=\"not_found\""],
        &["INFO", "operation=\"reschedule\"", "epoch=3", "outcome=\"scheduled\""],
        &["WARN", "operation=\"retry_schedule\"", "outcome=\"unknown\"", "code=\"unknown.http_status\""],
    ];
    let endings = captured.endings();
    assert_eq!(endings.len(), expected.len(), "{endings:#?}");
    for (line, parts) in endings.iter().zip(expected) {
        assert_tells(line, parts);
        for secret in ["765", "비밀", "홍길동"] {
            assert!(!line.contains(secret), "{line}");
        }
    }
}

#[tokio::test]
async fn doubt_is_told_at_warn_with_its_code() {
    let captured = Captured::listen();
    let (memory, traced) = traced();
    memory.inject(Call::Charge, Fault::LoseReply);
    memory.inject(Call::ListChannels, Fault::Status(502));
    traced.charge(request(ChargeMethod::Card), permit("order-a")).await.unwrap_err();
    traced.charge(request(ChargeMethod::Card), permit("order-b")).await.unwrap_err();
    Channels::list(&traced).await.unwrap_err();
    let endings = captured.endings();
    assert_tells(&endings[0], &["WARN", "outcome=\"unknown\"", "code=\"unknown.connection_lost\""]);
    assert_tells(&endings[1], &["WARN", "outcome=\"not_sent\"", "code=\"gateway.permit_foreign\""]);
    assert_tells(&endings[2], &["WARN", "outcome=\"unavailable\"", "code=\"gateway.http_status\""]);
}

/// A gateway that answers when the clock has moved.
fn slow(clock: &Arc<ManualClock>) -> Traced<MockPaymentGateway> {
    let mut mock = MockPaymentGateway::new();
    let moved = clock.clone();
    mock.expect_look_up().returning(move |_| {
        moved.advance(Duration::from_micros(1_234_567));
        Ok(keyin_domain::Attempts::none())
    });
    Traced::new(Arc::new(mock), clock.clone())
}

#[tokio::test]
async fn how_long_it_took_is_told_by_the_clock() {
    let captured = Captured::listen();
    let clock = Arc::new(ManualClock::default());
    slow(&clock).look_up(&MerchantUid::parse("order-a").unwrap()).await.unwrap();
    assert_tells(&captured.endings()[0], &["elapsed_us=1234567"]);
}

#[tokio::test]
async fn a_call_that_nobody_waited_for_is_told() {
    struct Never;

    #[async_trait::async_trait]
    impl Channels for Never {
        async fn list(&self) -> Result<Vec<keyin_domain::Channel>, keyin_ports::ReadError> {
            std::future::pending().await
        }
    }

    let captured = Captured::listen();
    let traced = Traced::new(Arc::new(Never), Arc::new(ManualClock::default()));
    let mut call = traced.list();
    std::future::poll_fn(|cx| {
        assert!(Pin::new(&mut call).poll(cx).is_pending());
        Poll::Ready(())
    })
    .await;
    drop(call);
    assert_tells(&captured.endings()[0], &["WARN", "operation=\"list_channels\"", "outcome=\"dropped\""]);
}

#[tokio::test]
async fn nothing_of_card_buyer_amount_or_words_is_told_at_any_level() {
    let captured = Captured::listen();
    let (memory, traced) = traced();
    let customer = CustomerUid::parse("customer-a").unwrap();
    for fault in [None, Some(Fault::LoseReply), Some(Fault::Garble), Some(Fault::Unreachable)] {
        memory.heal();
        if let Some(fault) = fault {
            Call::ALL.into_iter().for_each(|call| memory.inject(call, fault));
        }
        let _ = traced.charge(request(ChargeMethod::Card), permit("order-a")).await;
        let _ = traced.charge(request(ChargeMethod::BillingKey(customer.clone())), permit("order-a")).await;
        let issue =
            BillingKeyRequest { customer_uid: customer.clone(), card: card(), pg: None, customer: buyer() };
        let _ = traced.issue(issue).await;
        let _ = traced.revoke(&customer, &CancelReason::parse("변심").unwrap()).await;
    }
    let text = captured.text();
    assert!(text.contains("order-a") && text.contains("refused.unknown_customer"), "{text}");
    let secrets = [
        "9490",
        "8877",
        "6655",
        "4433",
        "2031",
        "871213",
        "\"68\"",
        "홍길동",
        "hong",
        "비밀",
        "secret",
        "765",
        "변심",
        "구매자",
    ];
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} is told in: {text}");
    }
}

#[tokio::test]
async fn the_whole_suite_leaves_no_card_in_a_trace_log() {
    let captured = Captured::listen();
    let fixture = Fixture::new(both);
    for catalogue in [gateway::CASES, billing_keys::CASES, channels::CASES, schedules::CASES] {
        run(catalogue, &fixture, &[]).await.unwrap();
    }
    let text = captured.text();
    for outcome in
        ["paid", "declined", "refused", "not_sent", "unknown", "unavailable", "protocol", "not_found"]
    {
        assert!(text.contains(&format!("outcome=\"{outcome}\"")), "{outcome} never came");
    }
    // The groups of the three test cards, and the words they are declined with.
    for secret in ["1234", "4111", "1111", "5555", "4444", "2019", "한도초과", "유효기간"] {
        assert!(!text.contains(secret), "{secret} is told");
    }
}
