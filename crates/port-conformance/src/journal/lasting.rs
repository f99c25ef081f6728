//! Stores that outlast their journals.

use std::sync::Arc;

use keyin_domain::{Attempts, Charge, ChargeState, Epoch, Evidence, PaymentStatus, UnknownCause};
use keyin_ports::{ChargeEvent, ChargeFilter, Journal, ListedBy};

use super::claiming::one_wins;
use super::crowds::write_at_once;
use super::history::all_events;
use super::lists;
use super::rows::{at, claimed, in_flight, intended, intent, learned, not_sent, paid, record, standing, uid};
use super::{JournalFixture, Store};
use crate::case::{Stopped, Verdict, equal};

async fn lasting_store(fixture: &dyn JournalFixture) -> Result<Box<dyn Store>, Stopped> {
    let store = fixture.empty_store().await;
    if store.outlasts_its_journals() { Ok(store) } else { Err(Stopped::Unsupported) }
}

/// Rows, epochs, what was remembered of look-ups, the history: all of it.
pub(super) async fn everything_is_there_when_the_store_is_opened_again(
    fixture: &dyn JournalFixture,
) -> Verdict {
    let store = lasting_store(fixture).await?;
    let journal = store.open().await;
    let bought = intent("paid", 1_000)?;
    let sent = in_flight(&*journal, bought.clone()).await?;
    learned(&*journal, &sent, sent.epoch(), paid(&bought, "imps_1")?, 2).await?;
    let doubtful = intent("unknown", 1_000)?;
    let sent = in_flight(&*journal, doubtful.clone()).await?;
    let row = learned(&*journal, &sent, sent.epoch(), Evidence::NoAnswer(UnknownCause::TimedOut), 2).await?;
    let failed = || record(&doubtful, "imps_failed", PaymentStatus::Failed);
    let early = Evidence::LookedUp { attempts: Attempts::new(vec![failed()?]), asked_at: at(3) };
    learned(&*journal, &row, row.epoch(), early, 3).await?;
    let before = rows(&*journal).await?;
    let history = all_events(&*journal).await?;
    drop(journal);

    let journal = store.open().await;
    equal(rows(&*journal).await?, before, "the rows")?;
    equal(all_events(&*journal).await?, history.clone(), "the history")?;
    // What was seen before still counts: one more agreeing look-up after the window settles the charge.
    let late = Evidence::LookedUp { attempts: Attempts::new(vec![failed()?]), asked_at: at(86_400) };
    let settled = journal.record(&uid("unknown")?, Epoch::new(1), late, at(86_400)).await?;
    equal(settled.state(), ChargeState::Declined, "the state after the window")?;
    let used = settled.used_records().to_vec();
    drop(journal);

    let journal = store.open().await;
    equal(standing(&*journal, &uid("unknown")?).await?.used_records(), &used[..], "the records used up")?;
    let after = all_events(&*journal).await?;
    equal(&after[..history.len()], &history[..], "the history so far")?;
    equal(after.len(), history.len() + 1, "events")
}

async fn rows(journal: &dyn Journal) -> Result<Vec<Charge>, Stopped> {
    Ok(vec![standing(journal, &uid("paid")?).await?, standing(journal, &uid("unknown")?).await?])
}

/// What one writes the other reads.
pub(super) async fn two_journals_on_one_store_are_one_journal(fixture: &dyn JournalFixture) -> Verdict {
    let store = lasting_store(fixture).await?;
    let (ours, theirs) = (store.open().await, store.open().await);
    let seen = intended(&*ours, intent("order-1", 1_000)?).await?;
    equal(standing(&*theirs, &uid("order-1")?).await?, seen.clone(), "the row at the other")?;
    let sent = claimed(&*theirs, &seen, 1).await?;
    equal(standing(&*ours, &uid("order-1")?).await?, sent, "the row at the first")?;
    equal(all_events(&*ours).await?, all_events(&*theirs).await?, "the history at both")
}

/// Two processes, one permit.
pub(super) async fn of_claims_through_two_journals_one_wins(fixture: &dyn JournalFixture) -> Verdict {
    let store = lasting_store(fixture).await?;
    let (ours, theirs) = (store.open().await, store.open().await);
    for order in 0..8 {
        let seen = intended(&*ours, intent(&format!("order-{order}"), 1_000)?).await?;
        let journals: Vec<Arc<dyn Journal>> =
            (0..8).map(|turn| if turn % 2 == 0 { Arc::clone(&ours) } else { Arc::clone(&theirs) }).collect();
        one_wins(&journals, &seen).await?;
    }
    Ok(())
}

/// Lists, sweeps and histories are those of before.
pub(super) async fn lists_and_sweeps_are_there_when_the_store_is_opened_again(
    fixture: &dyn JournalFixture,
) -> Verdict {
    let store = lasting_store(fixture).await?;
    let journal = store.open().await;
    let bought = intent("paid", 1_000)?;
    let sent = in_flight(&*journal, bought.clone()).await?;
    learned(&*journal, &sent, sent.epoch(), paid(&bought, "imps_1")?, 2).await?;
    not_sent(&*journal, "not-sent").await?;
    intended(&*journal, intent("intent", 1_000)?).await?;
    let before = views(&*journal).await?;
    equal(before.0.iter().map(Vec::len).collect(), vec![3, 1, 1, 1], "what each walk shows")?;
    drop(journal);
    equal(views(&*store.open().await).await?, before, "what lists, sweeps and histories show")
}

type Views = (Vec<Vec<Charge>>, Vec<ChargeEvent>);

async fn views(journal: &dyn Journal) -> Result<Views, Stopped> {
    let all = ChargeFilter::default();
    let by_payment = ChargeFilter { by: ListedBy::Paid, ..all.clone() };
    let rows = vec![
        lists::walk(journal, &all, 2).await?,
        lists::walk(journal, &by_payment, 2).await?,
        journal.sweepable(at(2 * 3_600), None, 9).await?,
        journal.unsettled(None, 9).await?,
    ];
    Ok((rows, journal.history(&uid("not-sent")?, 0, 9).await?))
}

/// Two processes with many writers each.
pub(super) async fn of_many_writers_through_two_journals_each_is_written_down(
    fixture: &dyn JournalFixture,
) -> Verdict {
    let store = lasting_store(fixture).await?;
    write_at_once(&[store.open().await, store.open().await]).await
}
