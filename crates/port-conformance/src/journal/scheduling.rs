//! Charges that the gateway's scheduler makes.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    Attempts, Charge, ChargeAmount, ChargeIntent, ChargeMethod, ChargeState, CustomerUid, Evidence, Field,
    ImpUid, Money, OrderName, PaymentStatus, Schedule, ScheduleDetails, ScheduleStatus, ScheduleTime,
};
use keyin_ports::{ChargeFilter, Claim, Intended, Journal};

use super::JournalFixture;
use super::rows::{at, claimed, deadlines, in_flight, intent, learned, send_before, standing, uid};
use crate::case::{Stopped, Verdict, equal, instead, must};

const DAY: i64 = 86_400;

fn due() -> Result<ScheduleTime, Stopped> {
    Ok(ScheduleTime::new(Timestamp::from_second(at(DAY).as_second()).unwrap_or(Timestamp::MAX))?)
}

fn scheduled(merchant_uid: &str) -> Result<ChargeIntent, Stopped> {
    let method = ChargeMethod::Scheduled { customer_uid: CustomerUid::parse("customer-1")?, at: due()? };
    let amount = ChargeAmount::new(Money::won(1_000)?)?;
    Ok(ChargeIntent::new(uid(merchant_uid)?, method, amount, OrderName::parse("정기 결제")?))
}

fn told(merchant_uid: &str, status: ScheduleStatus) -> Result<Box<Schedule>, Stopped> {
    let schedule = Schedule::new(ScheduleDetails {
        merchant_uid: uid(merchant_uid)?,
        customer_uid: CustomerUid::parse("customer-1")?,
        at: due()?,
        amount: Money::won(1_000)?,
        name: None,
        status,
        payment: Some(PaymentStatus::Failed),
        imp_uid: Some(ImpUid::parse("imps_1")?),
        fail_reason: Some("[CA31]한도초과".to_owned()),
        executed_at: None,
        revoked_at: None,
    });
    schedule.map(Box::new).map_err(|error| instead("a schedule of the suite itself is sound", &error))
}

/// Held by the scheduler.
async fn held(journal: &dyn Journal, merchant_uid: &str) -> Result<Charge, Stopped> {
    let ordered = in_flight(journal, scheduled(merchant_uid)?).await?;
    let evidence = Evidence::Scheduled(told(merchant_uid, ScheduleStatus::Scheduled)?);
    let held = learned(journal, &ordered, ordered.epoch(), evidence, 2).await?;
    equal(held.state(), ChargeState::Scheduled, "the state of what the scheduler holds")?;
    Ok(held)
}

/// Run at its time, and declined.
async fn declined(journal: &dyn Journal, merchant_uid: &str) -> Result<Charge, Stopped> {
    let held = held(journal, merchant_uid).await?;
    let evidence = Evidence::SchedulerAsked {
        schedule: Some(told(merchant_uid, ScheduleStatus::Executed)?),
        attempts: Attempts::none(),
        asked_at: at(DAY + 600),
    };
    let declined = learned(journal, &held, held.epoch(), evidence, DAY + 600).await?;
    equal(declined.state(), ChargeState::Declined, "the state after a failed run")?;
    Ok(declined)
}

/// Its time, too; and it is in the lists.
pub(super) async fn a_charge_of_the_scheduler_is_kept_whole(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let held = held(&*journal, "order-1").await?;
    equal(held.due(), Some(due()?), "its time")?;
    equal(standing(&*journal, &uid("order-1")?).await?, held.clone(), "the row as it is found")?;
    equal(journal.unsettled(None, 9).await?, Vec::new(), "what look-ups may settle now")?;
    let filter = ChargeFilter {
        states: vec![ChargeState::Scheduled],
        customer_uid: Some(CustomerUid::parse("customer-1")?),
        ..ChargeFilter::default()
    };
    equal(journal.list(&filter, None, 9).await?, vec![held], "what the customer has scheduled")
}

/// To be run again: with the next epoch, and look-ups may settle it again.
pub(super) async fn an_order_about_what_was_declined_can_be_claimed_anew(
    fixture: &dyn JournalFixture,
) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let declined = declined(&*journal, "order-1").await?;
    let again = claimed(&*journal, &declined, 2 * DAY).await?;
    equal(Ok(&again), declined.instruct(deadlines(2 * DAY)).as_ref(), "the row as the domain says")?;
    equal(standing(&*journal, &uid("order-1")?).await?, again.clone(), "the row as it is found")?;
    equal(journal.unsettled(None, 9).await?, vec![again], "what is under way")
}

/// Neither by keyin nor for another order.
pub(super) async fn what_the_scheduler_holds_cannot_be_claimed(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let held = held(&*journal, "order-1").await?;
    match journal.claim(&held, deadlines(9), send_before()).await? {
        Claim::Lost(charge) => equal(*charge, held.clone(), "the row told to the loser")?,
        other => return Err(instead("what the scheduler holds cannot be claimed", &other)),
    }
    equal(standing(&*journal, &uid("order-1")?).await?, held, "the row after a lost claim")
}

/// Ten minutes after, and once more an hour after a failed run.
pub(super) async fn what_the_scheduler_holds_is_swept_after_its_time(
    fixture: &dyn JournalFixture,
) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let held = held(&*journal, "order-1").await?;
    let first = Timestamp::from_second(due()?.as_second() + 600).unwrap_or(Timestamp::MAX);
    must(held.next_sweep() == Some(first), "it is looked up ten minutes after its time")?;
    equal(journal.sweepable(at(DAY + 599), None, 9).await?, Vec::new(), "what is due before that")?;
    equal(journal.sweepable(at(DAY + 600), None, 9).await?, vec![held], "what is due then")?;
    let declined = declined(&*journal, "order-2").await?;
    equal(journal.sweepable(at(DAY + 3_599), Some(uid("order-1")?), 9).await?, Vec::new(), "before an hour")?;
    equal(journal.sweepable(at(DAY + 3_600), Some(uid("order-1")?), 9).await?, vec![declined], "after it")
}

/// The same order by keyin itself is another request, and so is another time.
pub(super) async fn who_makes_a_charge_is_part_of_the_request(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    held(&*journal, "order-1").await?;
    match journal.intend(intent("order-1", 1_000)?, at(5)).await? {
        Intended::Conflict(fields) => equal(fields, vec![Field::ScheduleAt], "what differs")?,
        other => return Err(instead("keyin does not charge what is scheduled", &other)),
    }
    match journal.intend(scheduled("order-1")?, at(5)).await? {
        Intended::Same(_) => Ok(()),
        other => Err(instead("the same order again is the same request", &other)),
    }
}
