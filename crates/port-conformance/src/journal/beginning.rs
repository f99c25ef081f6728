//! Writing down and claiming in one step.

use std::sync::Arc;

use keyin_domain::{Charge, ChargeState, Epoch};
use keyin_ports::{Begun, Journal};
use tokio::task::JoinSet;

use super::JournalFixture;
use super::history::all_events;
use super::rows::{deadlines, ends_in_time, intended, intent, send_before, standing, uid};
use crate::case::{Verdict, broken, equal, instead};

/// The row, the permit and the history are those of an intent and a claim.
pub(super) async fn a_new_charge_is_begun_in_one_step(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let (charge, permit) = match journal.begin(intent.clone(), deadlines(1), send_before()).await? {
        Begun::Won { charge, permit } => (*charge, permit),
        other => return Err(instead("a new charge is begun", &other)),
    };
    equal(permit.merchant_uid(), &uid("order-1")?, "the charge of the permit")?;
    equal(permit.epoch(), Epoch::new(1), "the send of the permit")?;
    ends_in_time(&permit)?;
    equal(&charge, &Charge::begun(intent, deadlines(1)), "the row as the domain says")?;
    equal(standing(&*journal, &uid("order-1")?).await?, charge, "the row as it is found")?;
    let events = all_events(&*journal).await?;
    let told: Vec<_> =
        events.iter().map(|event| (event.what.as_str(), event.epoch.get(), event.to)).collect();
    let expected = [("intended", 0, ChargeState::Intent), ("claimed", 1, ChargeState::InFlight)];
    equal(told, expected.to_vec(), "the history")
}

/// What was written down before is told and left, whatever its state.
pub(super) async fn what_was_written_down_before_is_not_begun(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let written = intended(&*journal, intent("order-1", 1_000)?).await?;
    match journal.begin(intent("order-1", 1_000)?, deadlines(1), send_before()).await? {
        Begun::Same(charge) => equal(*charge, written.clone(), "the row that is told")?,
        other => return Err(instead("what was written down before is the same", &other)),
    }
    match journal.begin(intent("order-1", 2_000)?, deadlines(1), send_before()).await? {
        Begun::Conflict(fields) => equal(fields.is_empty(), false, "no field that differs")?,
        other => return Err(instead("another intent under the uid is a conflict", &other)),
    }
    equal(standing(&*journal, &uid("order-1")?).await?, written, "the row afterwards")?;
    equal(all_events(&*journal).await?.len(), 1, "events")
}

/// Of any number of callers one may send.
pub(super) async fn of_sixty_four_that_begin_a_charge_one_wins(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let journal: Arc<dyn Journal> = Arc::clone(&journal);
        let intent = intent("order-1", 1_000)?;
        tasks.spawn(async move { journal.begin(intent, deadlines(1), send_before()).await });
    }
    let mut won = 0;
    while let Some(ended) = tasks.join_next().await {
        match ended.map_err(|_| broken("a beginning among many does not panic"))?? {
            Begun::Won { .. } => won += 1,
            Begun::Same(charge) => equal(charge.state(), ChargeState::InFlight, "the row told to a loser")?,
            other @ Begun::Conflict(_) => return Err(instead("the same request is the same", &other)),
        }
    }
    equal(won, 1, "charges begun")?;
    equal(all_events(&*journal).await?.len(), 2, "events")
}
