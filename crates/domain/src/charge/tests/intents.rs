//! What a request keeps, and what makes two of them the same.

use super::*;
use crate::{Buyer, CustomData, Executor, Field, Installments, Pg};

fn uid(text: &str) -> CustomerUid {
    CustomerUid::parse(text).unwrap()
}

fn buyer() -> Buyer {
    Buyer::default()
        .with_name("홍길동")
        .and_then(|buyer| buyer.with_email("gildong@example.com"))
        .and_then(|buyer| buyer.with_tel("010-1234-5678"))
        .and_then(|buyer| buyer.with_addr("서울"))
        .and_then(|buyer| buyer.with_postcode("06236"))
        .unwrap()
}

fn won(amount: u64) -> Money {
    Money::won(amount).unwrap()
}

/// Sixty thousand won, of which ten thousand tax-free and a thousand VAT.
fn taxed() -> ChargeAmount {
    let total = ChargeAmount::new(won(60_000)).unwrap();
    total.with_tax_free(won(10_000)).and_then(|amount| amount.with_vat(won(1_000))).unwrap()
}

fn of_amount(amount: ChargeAmount) -> ChargeIntent {
    let uid = MerchantUid::parse("order-1").unwrap();
    ChargeIntent::new(uid, billing_key(), amount, OrderName::parse("월간 이용권").unwrap())
        .with_installments(Installments::new(3, won(60_000)).unwrap())
        .with_pg(Pg::parse("settle.mid").unwrap())
        .with_buyer(buyer())
        .with_custom_data(CustomData::parse("a").unwrap())
}

fn full() -> ChargeIntent {
    of_amount(taxed())
}

#[test]
fn a_request_gives_back_what_it_asks_for() {
    let intent = full();
    assert_eq!(intent.merchant_uid().as_str(), "order-1");
    assert_eq!(intent.method(), &billing_key());
    assert_eq!(intent.amount(), &taxed());
    assert_eq!(intent.name().as_str(), "월간 이용권");
    assert_eq!(intent.installments().months(), 3);
    assert_eq!(intent.pg(), Some(&Pg::parse("settle.mid").unwrap()));
    assert_eq!(intent.buyer(), &buyer());
    assert_eq!(intent.custom_data().map(CustomData::as_str), Some("a"));
}

#[test]
fn a_request_without_more_is_a_single_payment_of_nobody_through_the_default_channel() {
    let plain = intent(ChargeMethod::Card);
    assert!(plain.installments().is_single());
    assert_eq!((plain.pg(), plain.buyer(), plain.custom_data()), (None, &Buyer::default(), None));
}

#[test]
fn every_way_to_pay_says_whose_card_it_is_and_who_charges_it() {
    let at = ScheduleTime::new(at(DUE)).unwrap();
    let scheduled = ChargeMethod::Scheduled { customer_uid: uid("c"), at };
    let told = |method: &ChargeMethod| {
        let key = method.customer_uid().map(|uid| uid.as_str().to_owned());
        (key, method.needs_card(), method.registers(), method.executor(), method.scheduled_at())
    };
    let key = Some("c".to_owned());
    assert_eq!(told(&ChargeMethod::Card), (None, true, false, Executor::Keyin, None));
    assert_eq!(
        told(&ChargeMethod::CardRegistering(uid("c"))),
        (key.clone(), true, true, Executor::Keyin, None)
    );
    assert_eq!(told(&ChargeMethod::BillingKey(uid("c"))), (key.clone(), false, false, Executor::Keyin, None));
    assert_eq!(told(&scheduled), (key, false, false, Executor::Scheduler, Some(at)));
}

/// Requests that differ from the full one in one field each.
fn others() -> Vec<(Field, ChargeIntent)> {
    let amount = |total, free, vat| {
        let total = ChargeAmount::new(won(total)).unwrap();
        of_amount(total.with_tax_free(won(free)).and_then(|amount| amount.with_vat(won(vat))).unwrap())
    };
    let rebuilt = |uid: &str, method, name: &str| {
        let uid = MerchantUid::parse(uid).unwrap();
        ChargeIntent::new(uid, method, taxed(), OrderName::parse(name).unwrap())
            .with_installments(Installments::new(3, won(60_000)).unwrap())
            .with_pg(Pg::parse("settle.mid").unwrap())
            .with_buyer(buyer())
            .with_custom_data(CustomData::parse("a").unwrap())
    };
    vec![
        (Field::MerchantUid, rebuilt("order-2", billing_key(), "월간 이용권")),
        (Field::CustomerUid, rebuilt("order-1", ChargeMethod::BillingKey(uid("another")), "월간 이용권")),
        (Field::ScheduleAt, rebuilt("order-1", schedulers(), "월간 이용권")),
        (Field::Amount, amount(60_001, 10_000, 1_000)),
        (Field::TaxFree, amount(60_000, 10_001, 1_000)),
        (Field::VatAmount, amount(60_000, 10_000, 1_001)),
        (Field::Name, rebuilt("order-1", billing_key(), "연간 이용권")),
        (Field::CardQuota, full().with_installments(Installments::single())),
        (Field::Pg, full().with_pg(Pg::parse("settle").unwrap())),
        (Field::BuyerName, full().with_buyer(buyer().with_name("성춘향").unwrap())),
        (Field::BuyerEmail, full().with_buyer(buyer().with_email("c@example.com").unwrap())),
        (Field::BuyerTel, full().with_buyer(buyer().with_tel("010-8765-4321").unwrap())),
        (Field::BuyerAddr, full().with_buyer(buyer().with_addr("부산").unwrap())),
        (Field::BuyerPostcode, full().with_buyer(buyer().with_postcode("06237").unwrap())),
        (Field::CustomData, full().with_custom_data(CustomData::parse("b").unwrap())),
    ]
}

#[test]
fn another_request_is_told_by_the_field_it_differs_in_and_by_no_other() {
    assert_eq!(full().differences(&full()), []);
    for (field, other) in others() {
        assert_eq!(full().differences(&other), [field]);
        assert_eq!(other.differences(&full()), [field], "whichever came first");
    }
}

#[test]
fn keeping_the_card_is_another_request_than_paying_with_a_kept_one() {
    let kept = intent(ChargeMethod::BillingKey(uid("c")));
    let keeping = intent(ChargeMethod::CardRegistering(uid("c")));
    assert_eq!(kept.differences(&keeping), [Field::CustomerUid]);
    assert_eq!(keeping.differences(&intent(ChargeMethod::Card)), [Field::CustomerUid]);
}
