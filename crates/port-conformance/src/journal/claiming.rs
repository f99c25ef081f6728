//! The right to send.

use std::sync::Arc;

use keyin_domain::{Charge, ChargeState, Epoch, Evidence, NotSentCause, UnknownCause};
use keyin_ports::{Claim, Journal, JournalError};
use tokio::task::JoinSet;

use super::JournalFixture;
use super::rows::{
    at, claimed, deadlines, ends_in_time, in_flight, intended, intent, learned, not_sent, paid, send_before,
    standing, uid,
};
use crate::case::{Verdict, broken, equal, instead};

async fn must_lose(journal: &dyn Journal, seen: &Charge) -> Verdict {
    let before = standing(journal, seen.intent().merchant_uid()).await?;
    match journal.claim(seen, deadlines(100), send_before()).await? {
        Claim::Lost(charge) => equal(*charge, before.clone(), "the row told to the loser")?,
        other => return Err(instead("the claim loses", &other)),
    }
    equal(standing(journal, seen.intent().merchant_uid()).await?, before, "the row after a lost claim")
}

/// The permit is for this charge, this send, until when it was asked for.
pub(super) async fn a_claim_wins_once_and_yields_its_permit(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let seen = intended(&*journal, intent("order-1", 1_000)?).await?;
    let (charge, permit) = match journal.claim(&seen, deadlines(1), send_before()).await? {
        Claim::Won { charge, permit } => (*charge, permit),
        other => return Err(instead("the first claim is won", &other)),
    };
    equal(permit.merchant_uid(), seen.intent().merchant_uid(), "the charge of the permit")?;
    equal(permit.epoch(), Epoch::new(1), "the send of the permit")?;
    ends_in_time(&permit)?;
    equal(charge.state(), ChargeState::InFlight, "the state")?;
    equal(charge.epoch(), Epoch::new(1), "the epoch")?;
    equal(charge.deadlines(), Some(deadlines(1)), "the deadlines")?;
    equal(Ok(&charge), seen.claim(deadlines(1)).as_ref(), "the row as the domain says")?;
    equal(standing(&*journal, &uid("order-1")?).await?, charge, "the row as it is found")
}

/// Whoever saw the same row comes too late.
pub(super) async fn a_second_claim_of_the_same_row_loses(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let seen = intended(&*journal, intent("order-1", 1_000)?).await?;
    claimed(&*journal, &seen, 1).await?;
    must_lose(&*journal, &seen).await
}

/// Paid is paid.
pub(super) async fn a_settled_charge_cannot_be_claimed(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let sent = in_flight(&*journal, intent.clone()).await?;
    let settled = learned(&*journal, &sent, sent.epoch(), paid(&intent, "imps_1")?, 2).await?;
    equal(settled.state(), ChargeState::Succeeded, "the state after a payment")?;
    must_lose(&*journal, &settled).await
}

/// Nothing is sent while somebody may be sending, or the outcome is unknown.
pub(super) async fn a_charge_in_doubt_cannot_be_claimed(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let sent = in_flight(&*journal, intent("order-1", 1_000)?).await?;
    must_lose(&*journal, &sent).await?;
    let lost = Evidence::NoAnswer(UnknownCause::TimedOut);
    let unknown = learned(&*journal, &sent, sent.epoch(), lost, 2).await?;
    equal(unknown.state(), ChargeState::Unknown, "the state without an answer")?;
    must_lose(&*journal, &unknown).await
}

/// A row that has moved on and come back to a state that may be claimed is another row.
pub(super) async fn a_claim_of_a_stale_row_loses(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let first = not_sent(&*journal, "order-1").await?;
    let sent = claimed(&*journal, &first, 3).await?;
    let again = Evidence::NotSent(NotSentCause::Unreachable);
    let second = learned(&*journal, &sent, sent.epoch(), again, 4).await?;
    equal(second.state(), first.state(), "the state of both rows")?;
    must_lose(&*journal, &first).await?;
    claimed(&*journal, &second, 5).await.map(|_| ())
}

/// The number of a send only grows.
pub(super) async fn a_charge_not_sent_is_claimed_again_with_the_next_epoch(
    fixture: &dyn JournalFixture,
) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let seen = not_sent(&*journal, "order-1").await?;
    equal(seen.state(), ChargeState::NotSent, "the state when nothing was sent")?;
    match journal.claim(&seen, deadlines(3), send_before()).await? {
        Claim::Won { charge, permit } => {
            equal(charge.epoch(), Epoch::new(2), "the epoch of the second claim")?;
            equal(permit.epoch(), Epoch::new(2), "the epoch of its permit")
        }
        other => Err(instead("a charge that was not sent may be claimed again", &other)),
    }
}

/// A row of another journal is no claim here.
pub(super) async fn a_claim_of_nothing_is_missing(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let stranger = Charge::intended(intent("order-1", 1_000)?, at(0));
    match journal.claim(&stranger, deadlines(1), send_before()).await {
        Err(JournalError::Missing) => Ok(()),
        other => Err(instead("a claim of a charge that was never intended is Missing", &other)),
    }
}

/// Of any number of callers one wins.
pub(super) async fn of_sixty_four_claims_one_wins(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let seen = intended(&*journal, intent("order-1", 1_000)?).await?;
    let journals: Vec<Arc<dyn Journal>> = (0..64).map(|_| Arc::clone(&journal)).collect();
    one_wins(&journals, &seen).await
}

/// Claims the row through each of the journals at once.
pub(super) async fn one_wins(journals: &[Arc<dyn Journal>], seen: &Charge) -> Verdict {
    let mut tasks = JoinSet::new();
    for journal in journals {
        let (journal, seen) = (Arc::clone(journal), seen.clone());
        tasks.spawn(async move { journal.claim(&seen, deadlines(1), send_before()).await });
    }
    let mut won = 0;
    while let Some(ended) = tasks.join_next().await {
        match ended.map_err(|_| broken("a claim among many does not panic"))?? {
            Claim::Won { .. } => won += 1,
            Claim::Lost(charge) => equal(charge.state(), ChargeState::InFlight, "the row told to a loser")?,
        }
    }
    equal(won, 1, "claims won")
}
