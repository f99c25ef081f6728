//! Looking again, long after the end.

use keyin_domain::{Attempts, Charge, ChargeState, Evidence, MerchantUid};
use keyin_ports::Journal;

use super::JournalFixture;
use super::evidence::answers;
use super::rows::{at, card_intent, claimed, in_flight, intended, intent, learned, moment, not_sent, uid};
use crate::case::{Stopped, Verdict, broken, equal, must};

const HOUR: i64 = 3_600;

/// Sweeps are at certain hours after the claim, to the nanosecond, and a look-up stands for one that is due.
pub(super) async fn a_charge_is_swept_when_it_is_due(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let row = not_sent(&*journal, "order-1").await?;
    equal(row.next_sweep(), Some(at(1 + HOUR)), "the first sweep")?;
    let just_before = moment(1 + HOUR, 123_456_788);
    equal(journal.sweepable(just_before, None, 9).await?, Vec::new(), "what is due a nanosecond early")?;
    equal(journal.sweepable(at(1 + HOUR), None, 9).await?, vec![row.clone()], "what is due in time")?;
    let nothing = Evidence::LookedUp { attempts: Attempts::none(), asked_at: at(1 + HOUR) };
    let swept = learned(&*journal, &row, row.epoch(), nothing, 1 + HOUR).await?;
    equal(journal.sweepable(at(1 + HOUR), None, 9).await?, Vec::new(), "what is due after a sweep")?;
    equal(swept.next_sweep(), Some(at(1 + 6 * HOUR)), "the second sweep")?;
    equal(journal.sweepable(at(1 + 6 * HOUR), None, 9).await?, vec![swept.clone()], "what is due later")?;
    claimed(&*journal, &swept, 2 * HOUR).await?;
    equal(journal.sweepable(at(1_000 * HOUR), None, 9).await?, Vec::new(), "what is due while it is sent")
}

/// In the order of their uids, beginning behind one, whatever the size of the pages.
pub(super) async fn sweepable_charges_come_in_pages(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    let mut names = vec!["b", "a", "_", "-", "Z", "10", "9", "ab", "a-"];
    for name in &names {
        not_sent(&*journal, name).await?;
    }
    intended(&*journal, intent("aa", 1_000)?).await?;
    names.sort_unstable();
    for limit in [1, 2, 3, 9, 100] {
        let found = walk(&*journal, limit).await?;
        let found: Vec<&str> = found.iter().map(|charge| charge.intent().merchant_uid().as_str()).collect();
        equal(&found, &names, "the uids in the order of the sweep")?;
    }
    equal(journal.sweepable(at(2 * HOUR), None, 0).await?, Vec::new(), "a page of nothing")
}

async fn walk(journal: &dyn Journal, limit: u32) -> Result<Vec<Charge>, Stopped> {
    let (mut found, mut after) = (Vec::new(), None::<MerchantUid>);
    loop {
        let page = journal.sweepable(at(2 * HOUR), after.clone(), limit).await?;
        must(page.len() <= limit as usize, "a page holds no more than asked for")?;
        let Some(last) = page.last() else { return Ok(found) };
        let last = last.intent().merchant_uid().clone();
        must(
            after.is_none_or(|after| last > after),
            "a page lies behind the uid it is asked to begin behind",
        )?;
        after = Some(last);
        found.extend(page);
    }
}

/// Where no payment can hide nobody looks again.
pub(super) async fn what_hides_no_payment_is_not_swept(fixture: &dyn JournalFixture) -> Verdict {
    let journal = fixture.empty_store().await.open().await;
    intended(&*journal, intent("intent", 1_000)?).await?;
    in_flight(&*journal, intent("in-flight", 1_000)?).await?;
    let lost = intended(&*journal, card_intent("card-lost", 1_000)?).await?;
    learned(&*journal, &lost, lost.epoch(), Evidence::CardLost, 2).await?;
    let mut expected = Vec::new();
    for kind in 0..answers("order-0")?.len() {
        let name = format!("order-{kind}");
        let Some((evidence, state)) = answers(&name)?.into_iter().nth(kind) else { continue };
        let sent = in_flight(&*journal, intent(&name, 1_000)?).await?;
        let row = learned(&*journal, &sent, sent.epoch(), evidence, 2).await?;
        use ChargeState as S;
        let hides = matches!(state, S::Declined | S::Refused | S::NotSent);
        expected.extend(hides.then_some(row));
    }
    equal(expected.len(), 4, "answers after which a payment may hide")?;
    let far = at(365 * 24 * HOUR);
    equal(journal.sweepable(far, None, 100).await?, expected.clone(), "what is swept")?;
    // After the last sweep a charge is left alone.
    let Some(last) = expected.pop() else { return Err(broken("there are charges to sweep")) };
    let nothing = Evidence::LookedUp { attempts: Attempts::none(), asked_at: far };
    let name = last.intent().merchant_uid().clone();
    let done = journal.record(&name, last.epoch(), nothing, far).await?;
    equal(done.next_sweep(), None, "the sweep after the last one")?;
    must(!journal.sweepable(far, None, 100).await?.contains(&done), "a charge is not swept for ever")?;
    equal(journal.sweepable(far, Some(uid("zzz")?), 100).await?, Vec::new(), "a page behind every uid")
}
