//! A journal that fails: before sending nothing is sent, after sending the outcome is unknown.

use std::sync::Arc;

use futures::FutureExt;
use keyin_adapter_memory::{Call, Fault, MemoryJournal};
use keyin_app::{ChargeBillingKey, ChargeProblem, Charging, Consequence, Explain, Patience, ResolveUnknown};
use keyin_domain::ChargeState;
use keyin_ports::{Clock, Journal, JournalError, MockJournal, Pace};

use crate::stage::{Stage, WAIT, key_intent};

pub(crate) fn gone() -> JournalError {
    JournalError::Unavailable("the disk is gone".into())
}

/// A journal that works but for the steps that `break_it` makes fail. The one in memory never waits.
pub(crate) fn failing(
    inner: &Arc<MemoryJournal>,
    break_it: impl FnOnce(&mut MockJournal),
) -> Arc<dyn Journal> {
    let mut journal = MockJournal::new();
    break_it(&mut journal);
    let [a, b, c, d, e] = std::array::from_fn(|_| inner.clone());
    journal.expect_begin().returning(move |intent, deadlines, before| {
        e.begin(intent, deadlines, before).now_or_never().unwrap()
    });
    journal.expect_intend().returning(move |intent, now| a.intend(intent, now).now_or_never().unwrap());
    journal
        .expect_claim()
        .returning(move |seen, deadlines, before| b.claim(seen, deadlines, before).now_or_never().unwrap());
    journal.expect_record().returning(move |uid, epoch, evidence, now| {
        c.record(uid, epoch, evidence, now).now_or_never().unwrap()
    });
    journal.expect_find().returning(move |uid| d.find(uid).now_or_never().unwrap());
    Arc::new(journal)
}

/// Lets everybody through, but nobody at once.
struct NotAtOnce;

#[async_trait::async_trait]
impl Pace for NotAtOnce {
    fn admit_now(&self) -> bool {
        false
    }

    async fn admit(&self) {}
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_sends_nothing() {
    for step in ["begin", "intend", "claim"] {
        let mut stage = Stage::with_journal(failing(&Arc::default(), |journal| match step {
            "begin" => drop(journal.expect_begin().returning(|_, _, _| Err(gone()))),
            "intend" => drop(journal.expect_intend().returning(|_, _| Err(gone()))),
            _ => drop(journal.expect_claim().returning(|_, _, _| Err(gone()))),
        }));
        if step != "begin" {
            stage.charging.pace = Arc::new(NotAtOnce);
        }
        stage.register_key_only("gildong").await;
        let before = stage.sends();
        let problem = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap_err();
        assert!(matches!(problem, ChargeProblem::Store(_)), "{step}: {problem:?}");
        assert_eq!((problem.consequence(), stage.sends() - before), (Consequence::Unavailable, 0));
    }
}

#[tokio::test]
async fn a_journal_that_fails_after_the_send_leaves_an_unknown_that_is_settled_later() {
    let inner: Arc<MemoryJournal> = Arc::default();
    let stage = Stage::with_journal(failing(&inner, |journal| {
        journal.expect_record().times(1).returning(|_, _, _, _| Err(gone()));
    }));
    stage.register_key_only("gildong").await;
    let problem = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::StoreAfterSend { said: "paid", .. }), "{problem:?}");
    assert_eq!((problem.consequence(), stage.captures("order-1")), (Consequence::Unknown, 1));

    stage.let_the_window_pass();
    let mended = keyin_app::Charging { journal: inner.clone(), ..stage.charging.clone() };
    let resolve = ResolveUnknown::new(mended);
    stage.drive(resolve.run(Patience::UntilSettled, |_| ())).await.unwrap();
    let row = inner.find(&crate::stage::uid("order-1")).await.unwrap().unwrap();
    assert_eq!((row.state(), stage.captures("order-1")), (ChargeState::Succeeded, 1));
    assert!(stage.clock.now() > row.created_at());
}

#[tokio::test]
async fn a_journal_that_fails_while_an_earlier_send_is_open_does_not_say_that_nothing_was_charged() {
    let inner: Arc<MemoryJournal> = Arc::default();
    let stage = Stage::with_journal(inner.clone());
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::LoseReply, 1);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!((stage.row("order-1").await.state(), stage.captures("order-1")), (ChargeState::Unknown, 1));

    let journal = failing(&inner, |journal| {
        journal.expect_find().returning(|_| Err(gone()));
    });
    let charge = ChargeBillingKey::new(Charging { journal, ..stage.charging.clone() });
    let problem = stage.drive(charge.run(key_intent("order-1", "gildong"), WAIT)).await.unwrap_err();
    assert_eq!(problem.consequence(), Consequence::Unknown, "{problem:?}");
}
