//! A long walk of chance through every operation, against a plain model.

mod dice;
mod model;

use keyin_domain::decline::Decline;
use keyin_domain::{
    Attempts, Charge, Epoch, Evidence, Mismatch, NotSentCause, PaymentStatus, Refusal, RefusalKind,
    UnknownCause,
};
use keyin_ports::{Begun, Claim, Intended, Journal, JournalError};

use self::dice::Dice;
use self::model::Model;
use super::JournalFixture;
use super::history::all_events;
use super::rows::{at, card_intent, deadlines, intent, record, send_before, uid};
use crate::case::{Stopped, Verdict, broken, equal, instead};

const WALKS: u64 = 6;
const STEPS: i64 = 200;
const NAMES: [&str; 5] = ["a", "B", "c-1", "c_2", "9"];

/// Whatever the order of things, the journal stands where the domain's own functions lead.
pub(super) async fn a_random_walk_goes_as_the_domain_says(fixture: &dyn JournalFixture) -> Verdict {
    for seed in 1..=WALKS {
        let journal = fixture.empty_store().await.open().await;
        let named = |stopped| match stopped {
            Stopped::Broken(how) => broken(format!("seed {seed}: {how}")),
            Stopped::Unsupported => Stopped::Unsupported,
        };
        walk(&*journal, Dice::new(seed)).await.map_err(named)?;
    }
    Ok(())
}

async fn walk(journal: &dyn Journal, mut dice: Dice) -> Verdict {
    let mut model = Model::default();
    let mut rows_seen: Vec<Charge> = Vec::new();
    // Steps of an hour: the window ends now and then within a walk.
    for step in 1..=STEPS {
        let seconds = step * 3_600;
        match dice.below(10) {
            0..=1 => intend(journal, &mut model, &mut dice, seconds).await?,
            2..=4 => claim(journal, &mut model, &mut dice, &rows_seen, seconds).await?,
            _ => learn(journal, &mut model, &mut dice, seconds).await?,
        }
        rows_seen.extend(model.rows().cloned());
        let keep_from = rows_seen.len().saturating_sub(20);
        rows_seen.drain(..keep_from);
        agree(journal, &model, &mut dice).await?;
    }
    let history: Vec<_> =
        all_events(journal).await?.into_iter().map(|event| model::Entry::of(&event)).collect();
    equal(&history, model.history(), "the history at the end of the walk")
}

async fn intend(journal: &dyn Journal, model: &mut Model, dice: &mut Dice, seconds: i64) -> Verdict {
    let name = dice.one_of(&NAMES);
    let won = if dice.below(4) == 0 { 2_000 } else { 1_000 };
    let intent = if name == "a" { card_intent(name, won)? } else { intent(name, won)? };
    if dice.below(2) == 0 {
        let expected = model.begin(&intent, deadlines(seconds));
        let found = journal.begin(intent, deadlines(seconds), send_before()).await?;
        let end = match &found {
            Begun::Won { permit, .. } => permit.send_before(),
            Begun::Same(_) | Begun::Conflict(_) => send_before(),
        };
        return equal(found, Begun::claimed(expected, end), "what became of a beginning");
    }
    let expected = model.intend(&intent, at(seconds));
    let found: Intended = journal.intend(intent, at(seconds)).await?;
    equal(found, expected, "what became of an intent")
}

async fn claim(
    journal: &dyn Journal,
    model: &mut Model,
    dice: &mut Dice,
    rows_seen: &[Charge],
    seconds: i64,
) -> Verdict {
    // Mostly the row as it stands, sometimes one remembered from before.
    let name = uid(dice.one_of(&NAMES))?;
    let remembered = dice.below(3) == 0 && !rows_seen.is_empty();
    let seen = if remembered {
        rows_seen.get(dice.below(rows_seen.len())).cloned()
    } else {
        model.row(&name).cloned()
    };
    let Some(seen) = seen else {
        let stranger = Charge::intended(intent(name.as_str(), 1_000)?, at(0));
        return match journal.claim(&stranger, deadlines(seconds), send_before()).await {
            Err(JournalError::Missing) => Ok(()),
            other => Err(instead("a claim of a charge that was never intended is Missing", &other)),
        };
    };
    let expected = model.claim(&seen, deadlines(seconds));
    match (journal.claim(&seen, deadlines(seconds), send_before()).await?, expected) {
        (Claim::Won { charge, permit }, Ok(row)) => {
            equal(&charge, &row, "the row of a won claim")?;
            equal(permit.merchant_uid(), seen.intent().merchant_uid(), "the charge of the permit")?;
            equal(permit.epoch(), row.epoch(), "the epoch of the permit")
        }
        (Claim::Lost(charge), Err(row)) => equal(charge, row, "the row of a lost claim"),
        (found, expected) => Err(broken(format!("a claim: expected {expected:?}, found {found:?}"))),
    }
}

async fn learn(journal: &dyn Journal, model: &mut Model, dice: &mut Dice, seconds: i64) -> Verdict {
    let name = uid(dice.one_of(&NAMES))?;
    let Some(row) = model.row(&name).cloned() else {
        return match journal.record(&name, Epoch::new(1), Evidence::LeaseOver, at(seconds)).await {
            Err(JournalError::Missing) => Ok(()),
            other => Err(instead("evidence about a charge that was never intended is Missing", &other)),
        };
    };
    let epoch = match dice.below(5) {
        0 => Epoch::new(row.epoch().get().saturating_sub(1)),
        1 => row.epoch().next(),
        _ => row.epoch(),
    };
    let evidence = some_evidence(&row, dice, seconds)?;
    let expected = model.learn(&name, epoch, &evidence, at(seconds));
    let found = journal.record(&name, epoch, evidence, at(seconds)).await?;
    equal(Some(found), expected, "the row after evidence")
}

fn some_evidence(row: &Charge, dice: &mut Dice, seconds: i64) -> Result<Evidence, Stopped> {
    let imp_uid = format!("imps_{}", dice.below(3));
    let failed = || record(row.intent(), &format!("{imp_uid}f"), PaymentStatus::Failed);
    let looked_up = |attempts| Evidence::LookedUp { attempts, asked_at: at(seconds) };
    // A payment ends the story of a charge, so it is rare.
    let evidence = match dice.below(24) {
        0 => Evidence::Paid(Box::new(record(row.intent(), &imp_uid, PaymentStatus::Paid)?)),
        1 => looked_up(Attempts::new(vec![failed()?, record(row.intent(), &imp_uid, PaymentStatus::Paid)?])),
        2 => looked_up(Attempts::new(vec![record(row.intent(), &imp_uid, PaymentStatus::Ready)?])),
        3 => Evidence::Mismatched(Mismatch::Currency),
        4 => Evidence::Declined { decline: Decline::unspecified("no"), record: None },
        5..=6 => looked_up(Attempts::new(vec![failed()?])),
        7..=10 => looked_up(Attempts::none()),
        11..=12 => Evidence::LeaseOver,
        13 => Evidence::CardLost,
        14..=15 => Evidence::Refused(Refusal::new(RefusalKind::NoChannel, "no")),
        16..=19 => Evidence::NoAnswer(UnknownCause::ConnectionLost),
        _ => Evidence::NotSent(NotSentCause::NoToken),
    };
    Ok(evidence)
}

async fn agree(journal: &dyn Journal, model: &Model, dice: &mut Dice) -> Verdict {
    let name = uid(dice.one_of(&NAMES))?;
    equal(journal.find(&name).await?, model.row(&name).cloned(), "the row as it is found")?;
    let after = (dice.below(2) == 0).then_some(name);
    let limit = dice.below(4);
    let expected = model.unsettled(after.as_ref(), limit);
    equal(journal.unsettled(after, limit as u32).await?, expected, "a page of unsettled charges")
}
