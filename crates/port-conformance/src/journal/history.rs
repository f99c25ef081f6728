//! The one history.

use std::sync::Arc;

use keyin_domain::{ChargeState, Epoch, Evidence, ImpUid, NotSentCause, UnknownCause};
use keyin_ports::{ChargeEvent, Journal};
use tokio::task::JoinSet;

use super::JournalFixture;
use super::rows::{
    at, claimed, deadlines, in_flight, intended, intent, learned, not_sent, paid, send_before, uid,
};
use crate::case::{Stopped, Verdict, broken, equal, must};

/// The whole history.
pub(super) async fn all_events(journal: &dyn Journal) -> Result<Vec<ChargeEvent>, Stopped> {
    let (mut events, mut after) = (Vec::new(), 0);
    loop {
        let page = journal.events(after, 7).await?;
        must(page.len() <= 7, "a page holds no more than asked for")?;
        let Some(last) = page.last() else { return Ok(events) };
        must(last.number > after, "numbers grow from page to page")?;
        after = last.number;
        events.extend(page);
    }
}

/// What, when, which send, from where to where.
pub(super) async fn every_change_is_one_event(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let sent = in_flight(&*journal, intent.clone()).await?;
    let unreachable = Evidence::NotSent(NotSentCause::Unreachable);
    let row = learned(&*journal, &sent, sent.epoch(), unreachable, 2).await?;
    let sent = claimed(&*journal, &row, 3).await?;
    learned(&*journal, &sent, sent.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), 4).await?;
    // The payment turns out to be of the first send.
    learned(&*journal, &sent, Epoch::new(1), paid(&intent, "imps_1")?, 5).await?;

    use ChargeState as S;
    let expected = [
        (at(0), 0, "intended", None, S::Intent, None),
        (at(1), 1, "claimed", Some(S::Intent), S::InFlight, None),
        (at(2), 1, "not_sent", Some(S::InFlight), S::NotSent, None),
        (at(3), 2, "claimed", Some(S::NotSent), S::InFlight, None),
        (at(4), 2, "no_answer", Some(S::InFlight), S::Unknown, None),
        (at(5), 1, "paid", Some(S::Unknown), S::Succeeded, Some("imps_1")),
    ];
    let events = all_events(&*journal).await?;
    equal(events.len(), expected.len(), "events")?;
    for (event, (at, epoch, what, from, to, imp_uid)) in events.into_iter().zip(expected) {
        let imp_uid = imp_uid.map(ImpUid::parse).transpose()?;
        let expected = ChargeEvent {
            number: event.number,
            merchant_uid: uid("order-1")?,
            at,
            epoch: Epoch::new(epoch),
            what: what.to_owned(),
            from,
            to,
            imp_uid,
        };
        equal(event, expected, "the event")?;
    }
    Ok(())
}

/// A repeat, a lost claim and stale evidence leave no trace.
pub(super) async fn what_changes_nothing_is_no_event(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let seen = intended(&*journal, intent("order-1", 1_000)?).await?;
    let sent = claimed(&*journal, &seen, 1).await?;
    let doubt = Evidence::NoAnswer(UnknownCause::TimedOut);
    learned(&*journal, &sent, sent.epoch(), doubt.clone(), 2).await?;
    let before = all_events(&*journal).await?;
    journal.intend(intent("order-1", 1_000)?, at(3)).await?;
    journal.intend(intent("order-1", 2_000)?, at(3)).await?;
    journal.claim(&seen, deadlines(4), send_before()).await?;
    learned(&*journal, &sent, Epoch::BEFORE_FIRST, doubt.clone(), 5).await?;
    learned(&*journal, &sent, sent.epoch(), doubt, 6).await?;
    equal(all_events(&*journal).await?, before, "the history")
}

/// A reader who remembers the last number misses nothing.
pub(super) async fn events_come_in_pages_and_their_numbers_grow(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    equal(journal.events(0, 10).await?, Vec::new(), "the history of an empty journal")?;
    for order in 0..5 {
        in_flight(&*journal, intent(&format!("order-{order}"), 1_000)?).await?;
    }
    let events = all_events(&*journal).await?;
    equal(events.len(), 10, "events")?;
    must(events.iter().all(|event| event.number > 0), "numbers begin above 0")?;
    must(events.windows(2).all(|pair| pair[0].number < pair[1].number), "numbers grow")?;
    equal(journal.events(0, 0).await?, Vec::new(), "a page of nothing")?;
    equal(journal.events(events[3].number, 2).await?, events[4..6].to_vec(), "a page from the middle")?;
    equal(journal.events(events[9].number, 2).await?, Vec::new(), "a page behind the end")?;
    equal(journal.events(u64::MAX, 2).await?, Vec::new(), "a page behind every end")
}

/// Nobody else's events, in the numbers of the whole history.
pub(super) async fn the_history_of_a_charge_is_its_own(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut rows = Vec::new();
    for name in ["order-1", "order-2", "ORDER-1"] {
        rows.push(intended(&*journal, intent(name, 1_000)?).await?);
    }
    for row in &rows {
        claimed(&*journal, row, 1).await?;
    }
    let events = all_events(&*journal).await?;
    for row in &rows {
        let name = row.intent().merchant_uid();
        let own: Vec<_> = events.iter().filter(|event| &event.merchant_uid == name).cloned().collect();
        equal(own.len(), 2, "events of one charge in the whole history")?;
        equal(journal.history(name, 0, 100).await?, own, "the history of one charge")?;
    }
    equal(journal.history(&uid("order")?, 0, 100).await?, Vec::new(), "the history of a stranger")
}

/// A reader who remembers the last number misses nothing, here too.
pub(super) async fn a_history_comes_in_pages(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut row = not_sent(&*journal, "order-1").await?;
    not_sent(&*journal, "order-2").await?;
    for turn in 1..4 {
        let sent = claimed(&*journal, &row, 10 * turn).await?;
        let unreachable = Evidence::NotSent(NotSentCause::Unreachable);
        row = learned(&*journal, &sent, sent.epoch(), unreachable, 10 * turn + 1).await?;
    }
    let name = uid("order-1")?;
    let whole = journal.history(&name, 0, 100).await?;
    equal(whole.len(), 9, "events")?;
    must(whole.windows(2).all(|pair| pair[0].number < pair[1].number), "numbers grow")?;
    for limit in [1, 2, 4, 9] {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let page = journal.history(&name, after, limit).await?;
            must(page.len() <= limit as usize, "a page holds no more than asked for")?;
            let Some(last) = page.last() else { break };
            must(last.number > after, "numbers grow from page to page")?;
            after = last.number;
            found.extend(page);
        }
        equal(&found, &whole, "the history in pages")?;
    }
    equal(journal.history(&name, 0, 0).await?, Vec::new(), "a page of nothing")?;
    equal(journal.history(&name, u64::MAX, 9).await?, Vec::new(), "a page behind every end")
}

/// For each charge the events chain: each begins where the one before ended.
pub(super) async fn concurrent_changes_are_all_in_the_history(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut tasks = JoinSet::new();
    for order in 0..16 {
        let journal = Arc::clone(&journal);
        tasks.spawn(async move {
            let intent = intent(&format!("order-{order}"), 1_000)?;
            let sent = in_flight(&*journal, intent.clone()).await?;
            let doubt = Evidence::NoAnswer(UnknownCause::TimedOut);
            learned(&*journal, &sent, sent.epoch(), doubt, 2).await?;
            learned(&*journal, &sent, sent.epoch(), paid(&intent, &format!("imps_{order}"))?, 3).await
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|_| broken("a change among many does not panic"))??;
    }
    let events = all_events(&*journal).await?;
    equal(events.len(), 16 * 4, "events")?;
    for order in 0..16 {
        let uid = uid(&format!("order-{order}"))?;
        let mut from = None;
        for event in events.iter().filter(|event| event.merchant_uid == uid) {
            equal(event.from, from, "where an event begins")?;
            from = Some(event.to);
        }
        equal(from, Some(ChargeState::Succeeded), "where the history of a paid charge ends")?;
    }
    Ok(())
}
