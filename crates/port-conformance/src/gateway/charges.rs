//! Charges that succeed.

use std::collections::BTreeSet;

use keyin_domain::{
    Buyer, ChargeAmount, ChargeIntent, ChargeMethod, CustomData, Installments, Money, OrderName, Standing,
};
use keyin_ports::Reply;
use tokio::task::JoinSet;

use super::order::{PRICE, intent, paid, pay, permit, registered, request};
use super::{GatewayFixture, TestCard};
use crate::case::{Verdict, broken, equal, instead, must};

/// The answer is about the charge that was asked for, and there is one charge.
pub(super) async fn a_paid_charge_is_the_one_asked_for(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let payment = pay(fixture, &uid, ChargeMethod::Card).await?;
    equal(payment.merchant_uid(), &uid, "the merchant_uid of the payment")?;
    equal(payment.amount(), Money::won(PRICE)?, "the amount and currency of the payment")?;
    equal(payment.standing(), Standing::Paid, "the standing of the payment")?;
    equal(payment.balance(), Money::won(PRICE)?, "what can be given back")?;
    equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")
}

/// Every part of an intent may be there.
pub(super) async fn a_charge_with_every_part_is_paid(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let total = Money::won(110_000)?;
    let amount = ChargeAmount::new(total)?.with_tax_free(Money::won(50_000)?)?;
    let buyer = Buyer::default()
        .with_name("홍길동")?
        .with_email("hong@example.com")?
        .with_tel("010-0000-0000")?
        .with_addr("서울특별시")?
        .with_postcode("04524")?;
    let intent =
        ChargeIntent::new(uid.clone(), ChargeMethod::Card, amount, OrderName::parse("정기 구독 1개월")?)
            .with_installments(Installments::new(3, total)?)
            .with_buyer(buyer)
            .with_custom_data(CustomData::parse("{\"order\":\"1\"}")?);
    let request = request(fixture, intent, TestCard::Approved)?;
    match fixture.gateway().charge(request, permit(fixture, &uid)).await {
        Ok(Reply::Paid(payment)) => equal(payment.amount(), total, "the amount of the payment")?,
        other => return Err(instead("a charge with every part is paid", &other)),
    }
    equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")
}

/// No two payments share the gateway's number.
pub(super) async fn payments_have_numbers_of_their_own(fixture: &dyn GatewayFixture) -> Verdict {
    let (first, second) = (paid(fixture).await?, paid(fixture).await?);
    must(first.imp_uid() != second.imp_uid(), "two payments have two imp_uids")
}

/// A key that came with a first payment can be charged.
pub(super) async fn a_registered_card_can_be_charged(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    for _ in 0..2 {
        let uid = fixture.merchant_uid();
        let payment = pay(fixture, &uid, ChargeMethod::BillingKey(customer.clone())).await?;
        equal(payment.merchant_uid(), &uid, "the merchant_uid of the payment")?;
        equal(payment.amount(), Money::won(PRICE)?, "the amount of the payment")?;
        equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger")?;
    }
    Ok(())
}

/// One gateway serves many tasks at once, and mixes nothing up.
pub(super) async fn sixty_four_charges_at_once_are_each_paid_once(fixture: &dyn GatewayFixture) -> Verdict {
    let mut tasks = JoinSet::new();
    let mut asked = BTreeSet::new();
    for _ in 0..64 {
        let uid = fixture.merchant_uid();
        let request = request(fixture, intent(&uid, ChargeMethod::Card)?, TestCard::Approved)?;
        let (gateway, permit) = (fixture.gateway(), permit(fixture, &uid));
        must(asked.insert(uid), "the fixture's merchant_uids differ")?;
        tasks.spawn(async move { gateway.charge(request, permit).await });
    }
    let mut answered = BTreeSet::new();
    while let Some(ended) = tasks.join_next().await {
        match ended.map_err(|_| broken("a charge among many does not panic"))? {
            Ok(Reply::Paid(payment)) => answered.insert(payment.merchant_uid().clone()),
            other => return Err(instead("each of many charges is paid", &other)),
        };
    }
    must(answered == asked, "each of many charges is answered for itself")?;
    for uid in &asked {
        equal(fixture.captures(uid).await, 1, "charges in the gateway's ledger")?;
    }
    Ok(())
}
