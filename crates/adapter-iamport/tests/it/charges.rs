use keyin_domain::{
    Buyer, ChargeAmount, ChargeIntent, ChargeMethod, CustomData, Installments, NotSentCause, OrderName,
    RefusalKind, Standing, UnknownCause,
};
use keyin_ports::{BillingKeys, ChargeError, ChargeRequest, PaymentGateway};
use keyin_sandbox::SettingsPatch;

use crate::orders::{GOOD_CARD, card, charge, customer, intent, key_in, paid, permit, uid, won};
use crate::setting::Setting;

/// The guide's three calls: one-time, one-time with registration, and the billing key again.
#[tokio::test]
async fn the_three_calls_of_the_guide() {
    let setting = Setting::new();
    let (gateway, clock) = (&setting.gateway, &setting.clock);
    let payment = paid(key_in(gateway, clock, "one-time").await);
    assert_eq!(payment.standing(), Standing::Paid);
    assert_eq!(payment.details().card.number.as_ref().unwrap().as_str(), "123412******1234");
    assert_eq!(payment.details().pg.as_ref().unwrap().code().as_str(), "settle");

    let kept = customer("gildong_0001_1234");
    let first = intent("first", ChargeMethod::CardRegistering(kept.clone()));
    let payment = paid(charge(gateway, clock, first, GOOD_CARD).await);
    assert_eq!(payment.details().customer_uid.as_ref(), Some(&kept));
    assert_eq!(BillingKeys::find(gateway, &kept).await.unwrap().customer_uid, kept);

    let again = intent("again", ChargeMethod::BillingKey(kept.clone()));
    assert_eq!(paid(charge(gateway, clock, again, "").await).details().customer_uid.as_ref(), Some(&kept));
    assert_eq!(setting.charges(), 3);
    let paths: Vec<_> = setting.sandbox.requests().into_iter().map(|request| request.path).collect();
    let onetime = "/subscribe/payments/onetime";
    let expected = [
        "/users/getToken",
        onetime,
        onetime,
        "/subscribe/customers/gildong_0001_1234",
        "/subscribe/payments/again",
    ];
    assert_eq!(paths, expected);
}

#[tokio::test]
async fn every_part_of_a_charge_arrives() {
    let setting = Setting::with(SettingsPatch { mixed_tax: Some(true), ..SettingsPatch::default() });
    let total = won(110_000);
    let amount = ChargeAmount::new(total).unwrap().with_tax_free(won(50_000)).unwrap();
    let buyer = Buyer::default()
        .with_name("홍길동")
        .and_then(|buyer| buyer.with_email("hong@example.com"))
        .and_then(|buyer| buyer.with_tel("010-0000-0000"))
        .and_then(|buyer| buyer.with_addr("서울특별시"))
        .and_then(|buyer| buyer.with_postcode("04524"))
        .unwrap();
    let intent = ChargeIntent::new(
        uid("whole"),
        ChargeMethod::Card,
        amount,
        OrderName::parse("정기 구독 \"1개월\"").unwrap(),
    )
    .with_installments(Installments::new(3, total).unwrap())
    .with_buyer(buyer)
    .with_pg("settle".parse().unwrap())
    .with_custom_data(CustomData::parse("{\"order\":\"1\"}").unwrap());
    let payment = paid(charge(&setting.gateway, &setting.clock, intent, GOOD_CARD).await);
    assert_eq!(payment.amount(), total);
    assert_eq!(payment.details().installment_months, 3);
    assert_eq!(payment.details().name.as_deref(), Some("정기 구독 \"1개월\""));
    let logged = setting.sandbox.requests().pop().unwrap().body.unwrap();
    for part in ["\"tax_free\":50000", "\"buyer_postcode\":\"04524\"", "\"pg\":\"settle\"", "서울특별시"]
    {
        assert!(logged.get().contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_paid_uid_is_a_duplicate_and_not_charged_again() {
    let setting = Setting::new();
    paid(key_in(&setting.gateway, &setting.clock, "twice").await);
    let second = key_in(&setting.gateway, &setting.clock, "twice").await;
    assert_eq!(second, Err(ChargeError::Unknown(UnknownCause::Duplicate)));
    assert_eq!(setting.charges(), 1);
}

#[tokio::test]
async fn refusals_name_their_kind() {
    let setting = Setting::new();
    let unknown = intent("order-1", ChargeMethod::BillingKey(customer("nobody")));
    let elsewhere = intent("order-2", ChargeMethod::Card).with_pg("nice_v2".parse().unwrap());
    for (intent, kind) in [(unknown, RefusalKind::UnknownCustomer), (elsewhere, RefusalKind::NoChannel)] {
        match charge(&setting.gateway, &setting.clock, intent, GOOD_CARD).await {
            Err(ChargeError::Refused(refusal)) => assert_eq!(refusal.kind, kind),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(setting.charges(), 0);
}

#[tokio::test]
async fn a_permit_for_another_charge_sends_nothing() {
    let setting = Setting::new();
    let request = ChargeRequest::new(intent("mine", ChargeMethod::Card), Some(card(GOOD_CARD))).unwrap();
    let reply = setting.gateway.charge(request, permit("other", &setting.clock)).await;
    assert_eq!(reply, Err(ChargeError::NotSent(NotSentCause::PermitForeign)));
    assert_eq!(setting.calls("/"), 0);
}

#[tokio::test]
async fn a_permit_that_ran_out_sends_nothing() {
    let setting = Setting::new();
    let request = ChargeRequest::new(intent("late", ChargeMethod::Card), Some(card(GOOD_CARD))).unwrap();
    let permit = permit("late", &setting.clock);
    setting.clock.advance(std::time::Duration::from_secs(5));
    let reply = setting.gateway.charge(request, permit).await;
    assert_eq!(reply, Err(ChargeError::NotSent(NotSentCause::PermitExpired)));
    assert_eq!(setting.calls("/"), 0);
}
