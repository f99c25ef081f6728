//! Writing intents down.

use keyin_domain::{
    Buyer, Charge, ChargeAmount, ChargeIntent, ChargeMethod, ChargeState, CustomData, CustomerUid, Epoch,
    Field, Installments, Money, OrderName,
};
use keyin_ports::Intended;

use super::JournalFixture;
use super::rows::{at, in_flight, intended, intent, standing, uid};
use crate::case::{Verdict, equal, instead};

/// It stands as an intent, unsent.
pub(super) async fn a_first_intent_is_new(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let charge = intended(&*journal, intent.clone()).await?;
    equal(&charge, &Charge::intended(intent, at(0)), "the row of a first intent")?;
    equal(charge.state(), ChargeState::Intent, "its state")?;
    equal(charge.epoch(), Epoch::BEFORE_FIRST, "its epoch")?;
    equal(standing(&*journal, &uid("order-1")?).await?, charge, "the row as it is found")
}

/// Asking again is no second charge.
pub(super) async fn the_same_intent_again_changes_nothing(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let first = intended(&*journal, intent("order-1", 1_000)?).await?;
    match journal.intend(intent("order-1", 1_000)?, at(60)).await? {
        Intended::Same(charge) => equal(*charge, first.clone(), "the row of the same intent")?,
        other => return Err(instead("the same intent again is Same", &other)),
    }
    equal(standing(&*journal, &uid("order-1")?).await?, first, "the row as it is found")
}

/// The first outcome is told again.
pub(super) async fn the_same_intent_tells_where_it_stands(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let sent = in_flight(&*journal, intent("order-1", 1_000)?).await?;
    match journal.intend(intent("order-1", 1_000)?, at(60)).await? {
        Intended::Same(charge) => equal(*charge, sent, "the row of the same intent"),
        other => Err(instead("the same intent again is Same", &other)),
    }
}

/// One merchant_uid, one request; the fields that differ are named.
pub(super) async fn another_intent_under_the_uid_is_a_conflict(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let first = intended(&*journal, intent("order-1", 1_000)?).await?;
    let dearer = intent("order-1", 2_000)?.with_buyer(Buyer::default().with_name("홍길동")?);
    match journal.intend(dearer, at(60)).await? {
        Intended::Conflict(fields) => {
            equal(fields, vec![Field::Amount, Field::BuyerName], "the fields that differ")?;
        }
        other => return Err(instead("another intent under the same merchant_uid is a conflict", &other)),
    }
    equal(standing(&*journal, &uid("order-1")?).await?, first, "the row as it is found")
}

/// What was asked for is kept whole, in any script.
pub(super) async fn an_intent_keeps_every_part(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let total = Money::won(110_000)?;
    let amount =
        ChargeAmount::new(total)?.with_tax_free(Money::won(10_000)?)?.with_vat(Money::won(9_090)?)?;
    let buyer = Buyer::default()
        .with_name("홍길동")?
        .with_email("hong@example.com")?
        .with_tel("+82 10-0000-0000")?
        .with_addr("서울특별시 중구 '1' \"2\"; --")?
        .with_postcode("04524")?;
    let method = ChargeMethod::CardRegistering(CustomerUid::parse("customer/1?&%")?);
    let intent = ChargeIntent::new(uid("order-1")?, method, amount, OrderName::parse("사과 🍎 '1kg'")?)
        .with_installments(Installments::new(12, total)?)
        .with_pg("settle.my_mid".parse()?)
        .with_buyer(buyer)
        .with_custom_data(CustomData::parse("{\"a\":\"\\u0000 '\"}")?);
    intended(&*journal, intent.clone()).await?;
    equal(standing(&*journal, &uid("order-1")?).await?.intent(), &intent, "the intent as it is found")?;
    match journal.intend(intent, at(60)).await? {
        Intended::Same(_) => Ok(()),
        other => Err(instead("the same intent again is Same", &other)),
    }
}
