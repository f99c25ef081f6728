//! Taking evidence in.

use keyin_domain::decline::{DeclineForm, Verdict as Reading, classify};
use keyin_domain::{
    Attempts, ChargeState, Epoch, Evidence, ImpUid, Mismatch, NotSentCause, PaymentStatus, Refusal,
    RefusalKind, UnknownCause,
};
use keyin_ports::JournalError;

use super::JournalFixture;
use super::rows::{
    at, card_intent, claimed, in_flight, intended, intent, learned, paid, record, standing, uid,
};
use crate::case::{Stopped, Verdict, broken, equal, instead};

/// Every kind of answer to a send, and the state it leads to.
pub(super) fn answers(merchant_uid: &str) -> Result<Vec<(Evidence, ChargeState)>, Stopped> {
    let Reading::Declined(decline) = classify("[CA31]한도초과", DeclineForm::Record) else {
        return Err(broken("the suite's own text is a decline"));
    };
    let record = Some(ImpUid::parse("imps_failed")?);
    let refusal = Refusal::new(RefusalKind::UnknownCustomer, "등록되지 않은 구매자입니다.");
    Ok(vec![
        (paid(&intent(merchant_uid, 1_000)?, "imps_1")?, ChargeState::Succeeded),
        (Evidence::Declined { decline: decline.clone(), record }, ChargeState::Declined),
        (Evidence::Declined { decline, record: None }, ChargeState::Declined),
        (Evidence::Refused(refusal), ChargeState::Refused),
        (Evidence::NotSent(NotSentCause::Tls), ChargeState::NotSent),
        (Evidence::Mismatched(Mismatch::Amount), ChargeState::Review),
        (Evidence::NoAnswer(UnknownCause::HttpStatus(502)), ChargeState::Unknown),
    ])
}

/// The journal adds nothing to the rules and leaves nothing out.
pub(super) async fn each_piece_of_evidence_moves_the_row_as_the_domain_says(
    fixture: &dyn JournalFixture,
) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let kinds = answers("order-0")?.len();
    for kind in 0..kinds {
        let name = format!("order-{kind}");
        let Some((evidence, state)) = answers(&name)?.into_iter().nth(kind) else { continue };
        let sent = in_flight(&*journal, intent(&name, 1_000)?).await?;
        let expected = sent.observe(sent.epoch(), evidence.clone(), at(2));
        let row = learned(&*journal, &sent, sent.epoch(), evidence, 2).await?;
        equal(row.state(), state, "the state")?;
        equal(Ok(&row), expected.as_ref(), "the row as the domain says")?;
        equal(standing(&*journal, &uid(&name)?).await?, row, "the row as it is found")?;
    }
    Ok(())
}

/// What is learned of an earlier send decides nothing about the current one.
pub(super) async fn evidence_of_an_old_send_leaves_the_row(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let first = in_flight(&*journal, intent("order-1", 1_000)?).await?;
    let unreachable = Evidence::NotSent(NotSentCause::Unreachable);
    let row = learned(&*journal, &first, first.epoch(), unreachable.clone(), 2).await?;
    let second = claimed(&*journal, &row, 3).await?;
    let row = learned(&*journal, &second, first.epoch(), unreachable, 4).await?;
    equal(&row, &second, "the row that is returned")?;
    equal(standing(&*journal, &uid("order-1")?).await?, second, "the row as it is found")
}

/// A late contradiction of a settled charge is not an error, and changes nothing.
pub(super) async fn evidence_out_of_place_leaves_the_row(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let sent = in_flight(&*journal, intent.clone()).await?;
    let settled = learned(&*journal, &sent, sent.epoch(), paid(&intent, "imps_1")?, 2).await?;
    for late in [Evidence::NoAnswer(UnknownCause::TimedOut), Evidence::LeaseOver, Evidence::CardLost] {
        let row = learned(&*journal, &sent, sent.epoch(), late, 3).await?;
        equal(&row, &settled, "the row that is returned")?;
    }
    equal(standing(&*journal, &uid("order-1")?).await?, settled, "the row as it is found")
}

/// Money that moved is believed whichever send moved it.
pub(super) async fn a_payment_of_an_old_send_is_taken(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    let first = in_flight(&*journal, intent.clone()).await?;
    let unreachable = Evidence::NotSent(NotSentCause::Unreachable);
    let row = learned(&*journal, &first, first.epoch(), unreachable, 2).await?;
    let second = claimed(&*journal, &row, 3).await?;
    let row = learned(&*journal, &second, first.epoch(), paid(&intent, "imps_1")?, 4).await?;
    equal(row.state(), ChargeState::Succeeded, "the state")?;
    equal(row.epoch(), second.epoch(), "the epoch")?;
    equal(standing(&*journal, &uid("order-1")?).await?, row, "the row as it is found")
}

/// Evidence about a charge that nobody intended has no place here.
pub(super) async fn evidence_of_nothing_is_missing(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = intent("order-1", 1_000)?;
    match journal.record(intent.merchant_uid(), Epoch::new(1), paid(&intent, "imps_1")?, at(0)).await {
        Err(JournalError::Missing) => Ok(()),
        other => Err(instead("evidence about a charge that was never intended is Missing", &other)),
    }
}

/// Two agreeing absences, the second after the window, close a charge; the failed record is used up.
pub(super) async fn look_ups_settle_a_charge(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let intent = card_intent("order-1", 1_000)?;
    let failed = record(&intent, "imps_failed", PaymentStatus::Failed)?;
    let looked_up = |attempts, seconds| Evidence::LookedUp { attempts, asked_at: at(seconds) };
    let sent = claimed(&*journal, &intended(&*journal, intent).await?, 1).await?;
    let epoch = sent.epoch();
    let row = learned(&*journal, &sent, epoch, Evidence::NoAnswer(UnknownCause::TimedOut), 2).await?;
    let seen = looked_up(Attempts::new(vec![failed.clone()]), 3);
    let row = learned(&*journal, &row, epoch, seen, 3).await?;
    equal(row.state(), ChargeState::Unknown, "the state within the window")?;
    equal(standing(&*journal, &uid("order-1")?).await?, row.clone(), "the row as it is found")?;
    let after_window = 24 * 3600;
    let row = learned(
        &*journal,
        &row,
        epoch,
        looked_up(Attempts::new(vec![failed.clone()]), after_window),
        after_window,
    )
    .await?;
    equal(row.state(), ChargeState::Declined, "the state after the window")?;
    equal(row.used_records(), &[failed.imp_uid().clone()][..], "the records used up")?;
    equal(standing(&*journal, &uid("order-1")?).await?, row, "the row as it is found")
}
