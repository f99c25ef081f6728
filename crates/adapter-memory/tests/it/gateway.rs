//! What the gateway in memory offers beside the ports: scripts, faults, a slow gateway, lag, channels.

use std::time::Duration;

use crate::fixture::Fixture;
use keyin_adapter_memory::{Call, CardScript, Fault, LedgerKind, SameUid};
use keyin_domain::jiff::SignedDuration;
use keyin_domain::{
    ChargeAmount, ChargeIntent, ChargeMethod, Epoch, MerchantUid, Money, NotSentCause, OrderName, Payment,
    PaymentStatus, RefusalKind, UnknownCause,
};
use keyin_port_conformance::gateway::{GatewayFixture, TestCard};
use keyin_ports::{
    Channels, ChargeError, ChargeRequest, Clock, PaymentGateway, PaymentRecords, ReadError, RecordWindow,
    Records, Reply, SendPermit, UnavailableCause,
};

fn bare() -> Fixture {
    Fixture::new(|bare, _| bare)
}

fn intent(uid: &MerchantUid) -> ChargeIntent {
    let amount = ChargeAmount::new(Money::won(1_000).unwrap()).unwrap();
    ChargeIntent::new(uid.clone(), ChargeMethod::Card, amount, OrderName::parse("order").unwrap())
}

async fn send(fixture: &Fixture, intent: ChargeIntent) -> Result<Reply, ChargeError> {
    let send_before = fixture.clock.monotonic().after(Duration::from_secs(5));
    let permit = SendPermit::issue(intent.merchant_uid().clone(), Epoch::new(1), send_before);
    let request = ChargeRequest::new(intent, fixture.card(TestCard::Approved)).unwrap();
    fixture.memory.charge(request, permit).await
}

#[tokio::test]
async fn a_held_request_is_carried_out_later() {
    let fixture = bare();
    let uid = fixture.merchant_uid();
    fixture.memory.inject(Call::Charge, Fault::HoldRequest);
    let answer = send(&fixture, intent(&uid)).await;
    assert_eq!(answer, Err(ChargeError::Unknown(UnknownCause::TimedOut)));
    assert_eq!(fixture.memory.captures(&uid), 0);
    fixture.memory.heal();
    assert_eq!(fixture.memory.carry_out_held(), 1);
    assert_eq!(fixture.memory.captures(&uid), 1);
    assert_eq!(fixture.memory.carry_out_held(), 0);
}

#[tokio::test]
async fn a_gateway_that_charges_again_hides_no_double_charge() {
    let fixture = bare();
    fixture.memory.set_same_uid(SameUid::ChargeAgain);
    let uid = fixture.merchant_uid();
    for _ in 0..2 {
        assert!(matches!(send(&fixture, intent(&uid)).await, Ok(Reply::Paid(_))));
    }
    assert_eq!(fixture.memory.captures(&uid), 2);
    let ledger = fixture.memory.ledger();
    assert_eq!(ledger.iter().filter(|entry| entry.kind == LedgerKind::Charge).count(), 2);
    assert_ne!(ledger[0].imp_uid, ledger[1].imp_uid);
}

#[tokio::test]
async fn a_lagging_read_shows_a_payment_late() {
    let fixture = bare();
    fixture.memory.set_read_lag(Duration::from_secs(60));
    let uid = fixture.merchant_uid();
    send(&fixture, intent(&uid)).await.unwrap();
    assert_eq!(fixture.memory.look_up(&uid).await.unwrap().records().len(), 0);
    fixture.clock.advance(Duration::from_secs(60));
    assert_eq!(fixture.memory.look_up(&uid).await.unwrap().records().len(), 1);
}

#[tokio::test]
async fn payments_made_elsewhere_are_held_and_told() {
    let fixture = bare();
    let uid = fixture.merchant_uid();
    send(&fixture, intent(&uid)).await.unwrap();
    let known = fixture.memory.look_up(&uid).await.unwrap().records()[0].clone();
    let elsewhere = |number: u64, cancelled: u64| {
        let mut details = known.details().clone();
        details.imp_uid = format!("imps_9{number:011}").parse().unwrap();
        details.cancelled = Money::won(cancelled).unwrap();
        if cancelled > 0 {
            details.status = PaymentStatus::Cancelled;
            details.cancelled_at = Some(fixture.clock.now());
        }
        Payment::new(details).unwrap()
    };
    for number in 0..3 {
        fixture.memory.put(&elsewhere(number, 0));
    }
    fixture.clock.advance(Duration::from_secs(10));
    fixture.memory.put(&elsewhere(0, 400));
    fixture.memory.put(&elsewhere(0, 1_000));
    let kinds: Vec<_> =
        fixture.memory.ledger().into_iter().map(|entry| (entry.kind, entry.amount.minor())).collect();
    let charges = [(LedgerKind::Charge, 1_000); 4];
    assert_eq!(kinds[..4], charges);
    assert_eq!(kinds[4..], [(LedgerKind::Cancel, 400), (LedgerKind::Cancel, 600)]);

    let since = known.details().paid_at.unwrap();
    let window = |seconds| RecordWindow::new(since, since + SignedDuration::from_secs(seconds)).unwrap();
    let told = async |status, seconds| fixture.memory.recorded(status, window(seconds)).await.unwrap();
    fixture.memory.set_most_records(2);
    assert_eq!(told(PaymentStatus::Paid, 60).await, Records::TooMany { total: 3 });
    assert!(matches!(told(PaymentStatus::Paid, 1).await, Records::All(all) if all.len() == 3));
    assert!(matches!(told(PaymentStatus::Cancelled, 60).await, Records::All(all) if all.len() == 1));
    fixture.memory.set_read_lag(Duration::from_secs(11));
    assert_eq!(told(PaymentStatus::Paid, 60).await, Records::All(Vec::new()));
}

#[tokio::test]
async fn a_fault_can_be_counted() {
    let fixture = bare();
    fixture.memory.inject_times(Call::ListChannels, Fault::Status(503), 2);
    let unavailable = Err(ReadError::Unavailable(UnavailableCause::HttpStatus(503)));
    assert_eq!(fixture.memory.list().await, unavailable);
    assert_eq!(fixture.memory.list().await, unavailable);
    assert!(fixture.memory.list().await.is_ok());
    assert_eq!(fixture.memory.calls(Call::ListChannels), 3);
}

#[tokio::test]
async fn a_call_that_never_came_is_not_counted() {
    let fixture = bare();
    for fault in [Fault::Unreachable, Fault::LoseRequest] {
        fixture.memory.inject(Call::Charge, fault);
        assert!(send(&fixture, intent(&fixture.merchant_uid())).await.is_err());
    }
    assert_eq!(fixture.memory.calls(Call::Charge), 0);
    assert_eq!(fixture.memory.ledger(), []);
}

#[tokio::test]
async fn words_that_prove_nothing_make_the_outcome_unknown() {
    let fixture = bare();
    let card = fixture.card(TestCard::Approved).unwrap().number().masked();
    for (text, cause) in
        [("(PG사 결제 장애) [VTIM]", UnknownCause::PgFault), ("[CA86]이중 거래", UnknownCause::Duplicate)]
    {
        fixture.memory.script_card(card.clone(), CardScript::FailInWords(text.to_owned()));
        let answer = send(&fixture, intent(&fixture.merchant_uid())).await;
        assert_eq!(answer, Err(ChargeError::Unknown(cause)), "{text}");
    }
}

#[tokio::test]
async fn a_pg_without_a_channel_is_refused() {
    let fixture = bare();
    let asked = |pg: &str| intent(&fixture.merchant_uid()).with_pg(pg.parse().unwrap());
    assert!(matches!(send(&fixture, asked("settle")).await, Ok(Reply::Paid(_))));
    for pg in ["nice", "settle.other_mid"] {
        match send(&fixture, asked(pg)).await {
            Err(ChargeError::Refused(refusal)) => assert_eq!(refusal.kind, RefusalKind::NoChannel),
            other => panic!("{pg}: {other:?}"),
        }
    }
    fixture.memory.set_channels(Vec::new());
    assert!(matches!(send(&fixture, intent(&fixture.merchant_uid())).await, Err(ChargeError::Refused(_))));
}

#[tokio::test]
async fn a_permit_ends_by_the_clock() {
    let fixture = bare();
    let uid = fixture.merchant_uid();
    let send_before = fixture.clock.monotonic().after(Duration::from_secs(5));
    let permit = SendPermit::issue(uid.clone(), Epoch::new(1), send_before);
    fixture.clock.advance(Duration::from_secs(5));
    let request = ChargeRequest::new(intent(&uid), fixture.card(TestCard::Approved)).unwrap();
    let answer = fixture.memory.charge(request, permit).await;
    assert_eq!(answer, Err(ChargeError::NotSent(NotSentCause::PermitExpired)));
}

#[tokio::test]
async fn no_more_than_the_masked_number_of_a_card_is_kept() {
    let fixture = bare();
    send(&fixture, intent(&fixture.merchant_uid())).await.unwrap();
    let payment = fixture.memory.look_up(&MerchantUid::parse("order-0").unwrap()).await.unwrap();
    let shown = format!("{payment:?} {:?} {:?}", fixture.memory.ledger(), fixture.memory);
    assert!(shown.contains("123412******1234"), "{shown}");
    assert!(!shown.replace('-', "").contains("1234123412341234"), "{shown}");
}
