//! All schedules of a customer that are taken back at once, and orders whose end could not be read or recorded.

use std::collections::VecDeque;
use std::sync::Arc;

use super::*;

use keyin_app::{AllUnscheduled, Consequence, Explain, Scheduling};
use keyin_domain::Evidence;
use keyin_ports::{MockSchedules, UnavailableCause};

use crate::stores::{failing, gone};

async fn cancel_all(stage: &Stage) -> Result<AllUnscheduled, ScheduleProblem> {
    stage.drive(CancelSchedule::new(stage.scheduling()).run_all(&customer("gildong"))).await
}

#[tokio::test]
async fn each_is_told_with_its_charge() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    scheduled_elsewhere(&stage, "order-2").await;
    let all = cancel_all(&stage).await.unwrap();
    let told: Vec<_> = all
        .taken
        .iter()
        .map(|taken| (taken.schedule.merchant_uid(), taken.charge.as_ref().map(Charge::state)))
        .collect();
    assert_eq!(told, [("order-1", Some(ChargeState::NotCharged)), ("order-2", None)]);
    assert!(all.others.is_empty() && all.in_doubt().next().is_none());
    // Near its time it is in doubt.
    with_schedule(&stage, "order-3").await;
    stage.clock.advance(Duration::from_secs(86_400 - 60));
    let all = cancel_all(&stage).await.unwrap();
    let in_doubt: Vec<_> = all.in_doubt().map(|charge| charge.intent().merchant_uid().as_str()).collect();
    assert_eq!(in_doubt, ["order-3"]);
}

#[tokio::test]
async fn without_an_answer_the_journal_learns_what_went() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    with_schedule(&stage, "order-2").await;
    stage.gateway.inject_times(Call::Unschedule, Fault::LoseReply, 1);
    let lost = cancel_all(&stage).await.unwrap_err();
    assert!(matches!(lost, ScheduleProblem::Undecided(_)), "{lost:?}");
    for name in ["order-1", "order-2"] {
        assert_eq!(stage.row(name).await.state(), ChargeState::NotCharged);
    }
}

#[tokio::test]
async fn where_none_waits_the_journal_learns_that_it_went_before() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
    let all = cancel_all(&stage).await.unwrap();
    assert_eq!((all.taken.len(), all.others.len()), (0, 1));
    assert_eq!(all.others[0].state(), ChargeState::NotCharged);
    assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
}

/// Whoever reads that nothing was sent would take it for still scheduled.
#[tokio::test]
async fn a_journal_that_fails_after_the_order_is_not_told_as_nothing_sent() {
    let stage = Stage::with_journal(failing(&Arc::default(), |journal| {
        let is_asked = |evidence: &Evidence| matches!(evidence, Evidence::SchedulerAsked { .. });
        let asked = journal.expect_record().withf(move |_, _, evidence, _| is_asked(evidence));
        asked.returning(|_, _, _, _| Err(gone()));
    }));
    with_schedule(&stage, "order-1").await;
    let problem = cancel(&stage, "order-1").await.unwrap_err();
    assert!(matches!(problem, ScheduleProblem::StoreAfterSend { .. }), "{problem:?}");
    assert_eq!(problem.consequence(), Consequence::Unknown);
    assert_eq!(stage.gateway.calls(Call::Unschedule), 1);
}

#[tokio::test]
async fn a_gateway_that_cannot_be_read_after_the_order_leaves_it_undecided() {
    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    let waits = Schedules::find(&*stage.gateway, &uid("order-1")).await.unwrap();
    let mut reads = VecDeque::from([
        Ok(waits.clone()),
        Err(ReadError::Unavailable(UnavailableCause::NoAnswer)),
        Ok(waits.clone()),
        Ok(waits.clone()),
    ]);
    let mut schedules = MockSchedules::new();
    schedules.expect_find().returning(move |_| reads.pop_front().unwrap());
    schedules.expect_unschedule().times(2).returning(move |_, _| Ok(waits.clone()));
    let scheduling = Scheduling::new(stage.charging.clone(), Arc::new(schedules));
    // It does not answer, or shows it as it stood before.
    for cause in [UnknownCause::TimedOut, UnknownCause::Unscheduled] {
        let cancelling = CancelSchedule::new(scheduling.clone());
        let problem = stage.drive(cancelling.run(&uid("order-1"), WAIT)).await.unwrap_err();
        assert!(matches!(problem, ScheduleProblem::Undecided(told) if told == cause), "{problem:?}");
    }
}
