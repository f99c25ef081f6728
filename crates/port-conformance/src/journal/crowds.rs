//! Many callers at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use keyin_domain::{Charge, ChargeState, Epoch, Evidence, UnknownCause};
use keyin_ports::{ChargeFilter, Claim, Intended, Journal};
use tokio::task::JoinSet;

use super::JournalFixture;
use super::history::all_events;
use super::lists;
use super::rows::{
    at, claimed, deadlines, in_flight, intended, intent, learned, paid, send_before, standing, uid,
};
use crate::case::{Stopped, Verdict, broken, equal, instead, must};

/// What each of a crowd comes to.
async fn all<T: Send + 'static>(mut crowd: JoinSet<Result<T, Stopped>>) -> Result<Vec<T>, Stopped> {
    let mut ended = Vec::new();
    while let Some(one) = crowd.join_next().await {
        ended.push(one.map_err(|_| broken("a caller among many does not panic"))??);
    }
    Ok(ended)
}

/// Each of 200 that write at once, through these journals in turn.
pub(super) async fn write_at_once(journals: &[Arc<dyn Journal>]) -> Verdict {
    let mut crowd = JoinSet::new();
    for (order, journal) in (0..200_u64).zip(journals.iter().cycle()) {
        let journal = Arc::clone(journal);
        crowd.spawn(
            async move { intended(&*journal, intent(&format!("order-{order}"), 1_000 + order)?).await },
        );
    }
    let told = all(crowd).await?;
    let Some(journal) = journals.first() else { return Err(Stopped::Unsupported) };
    for charge in &told {
        let found = standing(&**journal, charge.intent().merchant_uid()).await?;
        equal(&found, charge, "a row of many as it is found")?;
    }
    let uids: BTreeSet<_> = told.iter().map(|charge| charge.intent().merchant_uid().clone()).collect();
    equal(uids.len(), 200, "charges told as written down")?;
    let events = all_events(&**journal).await?;
    equal(events.len(), 200, "events of 200 intents")?;
    let told: BTreeSet<_> = events.iter().map(|event| event.merchant_uid.clone()).collect();
    equal(told, uids, "the charges in the history")
}

/// None is lost, none is told twice, none is mixed up with its neighbour.
pub(super) async fn of_many_writers_each_is_written_down(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    write_at_once(&[journal]).await
}

/// One of them is the first; the others are told its row, or how they differ.
pub(super) async fn of_many_intents_of_one_uid_one_is_new(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    for round in 0..4 {
        let name = format!("order-{round}");
        let mut crowd = JoinSet::new();
        for turn in 0..48_u64 {
            let (journal, intent) = (Arc::clone(&journal), intent(&name, 1_000 + turn % 2)?);
            crowd.spawn(async move { Ok((intent.clone(), journal.intend(intent, at(0)).await?)) });
        }
        let answers = all(crowd).await?;
        let row = standing(&*journal, &uid(&name)?).await?;
        let (mut new, mut same, mut conflicts) = (0, 0, 0);
        for (asked, answer) in answers {
            match answer {
                Intended::New(charge) => {
                    new += 1;
                    equal(&*charge, &row, "the row of the first")?;
                    equal(&asked, row.intent(), "the intent of the first")?;
                }
                Intended::Same(charge) => {
                    same += 1;
                    equal(&*charge, &row, "the row told to the same request")?;
                    equal(&asked, row.intent(), "the intent of the same request")?;
                }
                Intended::Conflict(fields) => {
                    conflicts += 1;
                    equal(fields, row.intent().differences(&asked), "the fields that differ")?;
                }
            }
        }
        equal((new, same, conflicts), (1, 23, 24), "new, same and conflicting intents")?;
    }
    equal(all_events(&*journal).await?.len(), 4, "events")
}

/// For each of many charges, of the many who claim it one wins.
pub(super) async fn of_many_claims_of_many_charges_one_wins_each(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut rows = Vec::new();
    for order in 0..20 {
        rows.push(intended(&*journal, intent(&format!("order-{order}"), 1_000)?).await?);
    }
    let mut crowd = JoinSet::new();
    for turn in 0..200 {
        let (journal, seen) = (Arc::clone(&journal), rows[turn * 7 % 20].clone());
        crowd.spawn(async move { Ok(journal.claim(&seen, deadlines(turn as i64), send_before()).await?) });
    }
    let mut won = BTreeSet::new();
    let mut told = Vec::new();
    for claim in all(crowd).await? {
        match claim {
            Claim::Won { charge, permit } => {
                equal(permit.merchant_uid(), charge.intent().merchant_uid(), "the charge of a permit")?;
                equal(permit.epoch(), Epoch::new(1), "the send of a permit")?;
                must(won.insert(permit.merchant_uid().clone()), "a charge is won once")?;
                told.push(*charge);
            }
            Claim::Lost(charge) => told.push(*charge),
        }
    }
    equal(won.len(), 20, "charges won")?;
    for charge in &told {
        let row = standing(&*journal, charge.intent().merchant_uid()).await?;
        equal(charge, &row, "the row told to winner and losers")?;
    }
    let events = all_events(&*journal).await?;
    equal(events.iter().filter(|event| event.what == "claimed").count(), 20, "claims in the history")?;
    equal(events.len(), 40, "events")
}

/// What many learn at once is taken once, and each change is one event.
pub(super) async fn evidence_that_many_bring_at_once_is_taken_once(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let sent = in_flight(&*journal, intent.clone()).await?;
    let mut crowd = JoinSet::new();
    for turn in 0..48 {
        let (journal, sent) = (Arc::clone(&journal), sent.clone());
        let evidence = match turn % 3 {
            0 => Evidence::NoAnswer(UnknownCause::TimedOut),
            1 => paid(&intent, "imps_1")?,
            _ => Evidence::CardLost,
        };
        crowd.spawn(async move { learned(&*journal, &sent, sent.epoch(), evidence, 2).await });
    }
    let rows = all(crowd).await?;
    let row = standing(&*journal, &uid("order-1")?).await?;
    equal(row.state(), ChargeState::Succeeded, "the state after a payment among doubts")?;
    must(rows.contains(&row), "somebody is told the last row")?;
    let mut from = None;
    let history = journal.history(&uid("order-1")?, 0, 100).await?;
    for event in &history {
        equal(event.from, from, "where an event begins")?;
        from = Some(event.to);
    }
    equal(from, Some(ChargeState::Succeeded), "where the history ends")?;
    let told = |what| history.iter().filter(|event| event.what == what).count();
    equal((told("intended"), told("claimed"), told("paid")), (1, 1, 1), "each change told once")?;
    must(told("no_answer") <= 1 && history.len() == 3 + told("no_answer"), "nothing else is told")
}

/// Whoever reads while others claim and record sees what was told before, and each row with its history.
pub(super) async fn reads_amid_claims_see_whole_rows(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut crowd = JoinSet::new();
    for order in 0..24 {
        let (writer, reader) = (Arc::clone(&journal), Arc::clone(&journal));
        crowd.spawn(async move { pay_and_look(&*writer, order).await });
        crowd.spawn(async move { look_around(&*reader).await });
    }
    all(crowd).await?;
    equal(lists::walk(&*journal, &ChargeFilter::default(), 7).await?.len(), 24, "charges at the end")
}

async fn pay_and_look(journal: &dyn Journal, order: usize) -> Verdict {
    let intent = intent(&format!("order-{order}"), 1_000)?;
    let name = intent.merchant_uid().clone();
    let seen = intended(journal, intent.clone()).await?;
    let unsettled = journal.unsettled(None, 100).await?;
    must(unsettled.contains(&seen), "a charge that was told is in a walk begun afterwards")?;
    let sent = claimed(journal, &seen, 1).await?;
    equal(standing(journal, &name).await?, sent.clone(), "the row after the claim was told")?;
    let row = learned(journal, &sent, sent.epoch(), paid(&intent, &format!("imps_{order}"))?, 3).await?;
    let listed = journal.list(&ChargeFilter::default(), None, 100).await?;
    must(listed.contains(&row), "a payment that was told is in a list begun afterwards")?;
    equal(journal.history(&name, 0, 9).await?.len(), 3, "events after three changes were told")
}

async fn look_around(journal: &dyn Journal) -> Verdict {
    let listed = lists::walk(journal, &ChargeFilter::default(), 100).await?;
    let unsettled = journal.unsettled(None, 100).await?;
    for charge in listed.iter().chain(&unsettled) {
        must_be_told(journal, charge).await?;
    }
    Ok(())
}

/// A row is never seen before the event that brought it there.
async fn must_be_told(journal: &dyn Journal, charge: &Charge) -> Verdict {
    let history = journal.history(charge.intent().merchant_uid(), 0, 9).await?;
    let told = history.iter().any(|event| (event.to, event.epoch) == (charge.state(), charge.epoch()));
    if told { Ok(()) } else { Err(instead("a row that is seen stands in its history", &(charge, history))) }
}
