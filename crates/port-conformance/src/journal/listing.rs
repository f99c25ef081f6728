//! Finding charges again.

use keyin_domain::{Charge, ChargeState, Evidence, MerchantUid, UnknownCause};
use keyin_ports::Journal;

use super::JournalFixture;
use super::evidence::answers;
use super::rows::{at, card_intent, claimed, in_flight, intended, intent, learned, standing, uid};
use crate::case::{Stopped, Verdict, equal, must};

/// By its own uid, and by no other.
pub(super) async fn a_charge_is_found_by_its_uid(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let first = intended(&*journal, intent("order-1", 1_000)?).await?;
    let second = intended(&*journal, intent("ORDER-1", 2_000)?).await?;
    equal(journal.find(&uid("order-1")?).await?, Some(first), "the charge as it is found")?;
    equal(journal.find(&uid("ORDER-1")?).await?, Some(second), "the charge of the uid in capitals")?;
    equal(journal.find(&uid("order-2")?).await?, None, "a charge that was never intended")
}

async fn walk(journal: &dyn Journal, limit: u32) -> Result<Vec<Charge>, Stopped> {
    let (mut found, mut after) = (Vec::new(), None::<MerchantUid>);
    loop {
        let page = journal.unsettled(after.clone(), limit).await?;
        must(page.len() <= limit as usize, "a page holds no more than asked for")?;
        let begins_behind = page
            .first()
            .is_none_or(|first| after.as_ref().is_none_or(|after| first.intent().merchant_uid() > after));
        must(begins_behind, "a page begins behind the uid it is asked to")?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.intent().merchant_uid().clone());
        found.extend(page);
    }
}

/// A walk ends although every row stays unsettled, whatever the size of its pages.
pub(super) async fn unsettled_charges_come_in_pages(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    // Written in another order than they are walked in; capitals, digits and signs have their place too.
    let mut names = vec!["b", "a", "_", "-", "Z", "10", "9", "ab", "a-"];
    for name in &names {
        intended(&*journal, intent(name, 1_000)?).await?;
    }
    names.sort_unstable();
    for limit in [1, 2, 3, 9, 100] {
        let found = walk(&*journal, limit).await?;
        let found: Vec<&str> = found.iter().map(|charge| charge.intent().merchant_uid().as_str()).collect();
        equal(&found, &names, "the uids in the order of the walk")?;
    }
    equal(journal.unsettled(None, 0).await?, Vec::new(), "a page of nothing")?;
    let behind = journal.unsettled(Some(uid("aa")?), 1).await?;
    equal(
        behind.first().map(|c| c.intent().merchant_uid().as_str()),
        Some("ab"),
        "the first behind a uid that is not there",
    )
}

/// Only what look-ups may still settle is listed, as it stands.
pub(super) async fn settled_charges_are_not_listed(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut expected = vec![intended(&*journal, intent("intent", 1_000)?).await?];
    expected.push(in_flight(&*journal, intent("in-flight", 1_000)?).await?);
    for kind in 0..answers("order-0")?.len() {
        let name = format!("order-{kind}");
        let Some((evidence, _)) = answers(&name)?.into_iter().nth(kind) else { continue };
        let sent = in_flight(&*journal, intent(&name, 1_000)?).await?;
        let row = learned(&*journal, &sent, sent.epoch(), evidence, 2).await?;
        expected.extend(row.state().is_unsettled().then_some(row));
    }
    let lost = intended(&*journal, card_intent("card-lost", 1_000)?).await?;
    let lost = learned(&*journal, &lost, lost.epoch(), Evidence::CardLost, 2).await?;
    equal(lost.state(), ChargeState::Abandoned, "the state of a charge whose card is lost")?;
    expected.sort_by(|a, b| a.intent().merchant_uid().cmp(b.intent().merchant_uid()));
    equal(walk(&*journal, 2).await?, expected, "the unsettled charges")?;

    // A charge comes back into the list when it is claimed again, and goes when it is settled.
    let again = claimed(&*journal, &standing(&*journal, &uid("card-lost")?).await?, 3).await?;
    must(walk(&*journal, 100).await?.contains(&again), "a charge that is claimed again is listed")?;
    let doubt = Evidence::NoAnswer(UnknownCause::TimedOut);
    let row = journal.record(&uid("card-lost")?, again.epoch(), doubt, at(4)).await?;
    must(walk(&*journal, 100).await?.contains(&row), "a charge in doubt is listed as it stands")
}
