//! Charges that the gateway's scheduler makes.

mod again;
mod anothers;
mod deciding;
mod elsewhere;
mod moving;
mod pages;
mod paid;
mod revoking;
mod taking_back;

use std::time::Duration;

use keyin_adapter_memory::{Call, CardScript, Fault};
use keyin_app::{
    AddSchedule, CancelSchedule, ListSchedules, MoveSchedule, OpenSchedules, Patience, ResolveUnknown,
    RetrySchedule, RevokeBillingKey, RevokeProblem, ScheduleList, ScheduleOutcome, ScheduleProblem,
    ShowSchedule, Unscheduled,
};
use keyin_domain::jiff::SignedDuration;
use keyin_domain::{
    CancelReason, Charge, ChargeAmount, ChargeIntent, ChargeMethod, ChargeState, Epoch, Field, Money,
    ScheduleStatus, ScheduleTime, UnknownCause,
};
use keyin_ports::{BillingKeys, Clock, ReadError, ScheduleRequest, Schedules, SendPermit};

use crate::stage::{GOOD_CARD, HOUR, Stage, WAIT, card, customer, intent, key_intent, uid};

const DAY: i64 = 86_400;

/// So many seconds from now.
fn later(stage: &Stage, seconds: i64) -> ScheduleTime {
    ScheduleTime::new(stage.clock.now() + SignedDuration::from_secs(seconds)).unwrap()
}

fn scheduled(name: &str, customer_name: &str, at: ScheduleTime) -> ChargeIntent {
    intent(name, ChargeMethod::Scheduled { customer_uid: customer(customer_name), at })
}

async fn add(stage: &Stage, intent: &ChargeIntent) -> Result<ScheduleOutcome, ScheduleProblem> {
    stage.drive(AddSchedule::new(stage.scheduling()).run(intent.clone(), WAIT)).await
}

/// A key, and a charge of it a day from now.
async fn with_schedule(stage: &Stage, name: &str) -> ChargeIntent {
    if BillingKeys::find(&*stage.gateway, &customer("gildong")).await.is_err() {
        stage.register_key_only("gildong").await;
    }
    let intent = scheduled(name, "gildong", later(stage, DAY));
    assert_eq!(state(add(stage, &intent).await), ChargeState::Scheduled);
    intent
}

fn state(outcome: Result<ScheduleOutcome, ScheduleProblem>) -> ChargeState {
    outcome.unwrap().charge.unwrap().state()
}

async fn show(stage: &Stage, name: &str) -> Result<ScheduleOutcome, ScheduleProblem> {
    stage.drive(ShowSchedule::new(stage.scheduling()).run(&uid(name))).await
}

async fn cancel(stage: &Stage, name: &str) -> Result<Unscheduled, ScheduleProblem> {
    stage.drive(CancelSchedule::new(stage.scheduling()).run(&uid(name), WAIT)).await
}

async fn shift(stage: &Stage, name: &str, at: ScheduleTime) -> Result<ScheduleOutcome, ScheduleProblem> {
    stage.drive(MoveSchedule::new(stage.scheduling()).run(&uid(name), at, WAIT)).await
}

async fn retry(stage: &Stage, name: &str) -> Result<ScheduleOutcome, ScheduleProblem> {
    stage.drive(RetrySchedule::new(stage.scheduling()).run(&uid(name), WAIT)).await
}

/// The right to give an order about it, as somebody else would have it.
fn permit(stage: &Stage, name: &str, epoch: Epoch) -> SendPermit {
    SendPermit::issue(uid(name), epoch, stage.clock.monotonic().after(Duration::from_secs(5)))
}

/// A schedule a day from now that the journal does not know.
async fn scheduled_elsewhere(stage: &Stage, name: &str) {
    if BillingKeys::find(&*stage.gateway, &customer("gildong")).await.is_err() {
        stage.register_key_only("gildong").await;
    }
    let request = ScheduleRequest::new(scheduled(name, "gildong", later(stage, DAY))).unwrap();
    stage.gateway.add(request, permit(stage, name, Epoch::new(1))).await.unwrap();
}

fn approve(stage: &Stage) {
    stage.gateway.script_card(card(GOOD_CARD).number().masked(), CardScript::Approve);
}

/// Its run was declined.
async fn declined(stage: &Stage, name: &str) -> Charge {
    with_schedule(stage, name).await;
    stage.decline_the_card();
    stage.clock.advance(Duration::from_secs(86_401));
    let charge = show(stage, name).await.unwrap().charge.unwrap();
    assert_eq!(charge.state(), ChargeState::Declined);
    charge
}

#[tokio::test]
async fn what_is_scheduled_is_charged_by_the_gateway_alone_and_settled_after_its_time() {
    let stage = Stage::set();
    let order = with_schedule(&stage, "order-1").await;
    assert!(stage.pay_key(key_intent("order-1", "gildong")).await.is_err());
    stage.clock.advance(Duration::from_secs(86_400 + 599));
    let resolve = ResolveUnknown::new(stage.charging.clone());
    let early = resolve.run(Patience::Once, |_| {}).await.unwrap();
    assert_eq!((early.swept, early.settled, early.open), (0, 0, 0), "it is not yet time to look");
    stage.clock.advance(Duration::from_secs(1));
    let mut told = Vec::new();
    let settled = resolve.run(Patience::Once, |charge| told.push(charge.state())).await.unwrap();
    assert_eq!((settled.swept, settled.settled, settled.open), (1, 1, 0));
    assert_eq!(told, [ChargeState::Succeeded]);
    assert_eq!((stage.captures("order-1"), stage.sends()), (1, 0));
    let again = add(&stage, &order).await.unwrap();
    assert!(again.replayed);
    assert_eq!(again.charge.unwrap().state(), ChargeState::Succeeded);
}

#[tokio::test]
async fn another_request_under_the_uid_is_a_conflict() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    let other_time = scheduled("order-1", "gildong", later(&stage, 2 * DAY));
    let conflict = add(&stage, &other_time).await.unwrap_err();
    assert!(matches!(conflict, ScheduleProblem::Conflict(fields) if fields == [Field::ScheduleAt]));
    stage.pay_key(key_intent("order-2", "gildong")).await.unwrap();
    let ours = scheduled("order-2", "gildong", later(&stage, DAY));
    assert!(matches!(add(&stage, &ours).await, Err(ScheduleProblem::Conflict(_))));
    assert!(matches!(show(&stage, "order-2").await, Err(ScheduleProblem::NotFound)));
}

#[tokio::test]
async fn a_time_too_soon_is_not_written_down() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let soon = scheduled("order-1", "gildong", later(&stage, 59));
    assert!(matches!(add(&stage, &soon).await, Err(ScheduleProblem::TooSoon { .. })));
    assert_eq!(stage.journal.find(&uid("order-1")).await.unwrap(), None);
    let in_time = scheduled("order-1", "gildong", later(&stage, 60));
    assert_eq!(state(add(&stage, &in_time).await), ChargeState::Scheduled);
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_and_no_second_order_given() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Schedule, Fault::LoseReply, 1);
    let order = scheduled("order-1", "gildong", later(&stage, DAY));
    assert_eq!(state(add(&stage, &order).await), ChargeState::Scheduled);
    assert_eq!(stage.gateway.calls(Call::Schedule), 1);
}

#[tokio::test]
async fn a_lost_order_may_be_given_again_once_it_is_certain() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Schedule, Fault::LoseRequest, 1);
    let order = scheduled("order-1", "gildong", later(&stage, DAY));
    assert_eq!(state(add(&stage, &order).await), ChargeState::Unknown);
    assert_eq!(state(add(&stage, &order).await), ChargeState::Unknown, "nothing is certain yet");
    assert_eq!(stage.gateway.calls(Call::Schedule), 0);
    stage.let_the_window_pass();
    assert_eq!(state(add(&stage, &order).await), ChargeState::Scheduled);
    assert_eq!(stage.gateway.calls(Call::Schedule), 1);
}

#[tokio::test]
async fn what_was_not_sent_or_refused_may_be_asked_for_again() {
    let stage = Stage::set();
    let order = scheduled("order-1", "gildong", later(&stage, DAY));
    assert_eq!(state(add(&stage, &order).await), ChargeState::Refused, "there is no such key");
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Schedule, Fault::Unreachable, 1);
    assert_eq!(state(add(&stage, &order).await), ChargeState::NotSent);
    assert_eq!(state(add(&stage, &order).await), ChargeState::Scheduled);
}

#[tokio::test]
async fn of_many_that_add_at_once_one_gives_the_order() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let order = scheduled("order-1", "gildong", later(&stage, DAY));
    let adders = (0..16).map(|_| add(&stage, &order));
    for outcome in futures::future::join_all(adders).await {
        assert_eq!(state(outcome), ChargeState::Scheduled);
    }
    assert_eq!(stage.gateway.calls(Call::Schedule), 1);
}

#[tokio::test]
async fn a_list_crosses_windows_and_pages_in_the_order_of_the_times() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.register_key_only("other").await;
    stage.gateway.set_schedules_a_page(2);
    for month in 0..10 {
        for (name, whose) in [("a", "gildong"), ("b", "other"), ("c", "gildong")] {
            let at = later(&stage, 30 * DAY * (9 - month) + DAY);
            let order = scheduled(&format!("order-{name}-{month}"), whose, at);
            add(&stage, &order).await.unwrap();
        }
    }
    let mut asked = ScheduleList {
        from: stage.clock.now(),
        to: later(&stage, 365 * DAY).get(),
        status: Some(ScheduleStatus::Scheduled),
        customer_uid: None,
    };
    let list = ListSchedules::new(stage.gateway.clone());
    for (whose, expected) in [(None, 30), (Some("gildong"), 20), (Some("nobody"), 0)] {
        asked.customer_uid = whose.map(customer);
        let mut told = Vec::new();
        let count = list.run(&asked, |listed| {
            told.push((listed.at(), listed.merchant_uid().to_owned()));
            true
        });
        assert_eq!(count.await.unwrap(), expected);
        assert!(told.is_sorted_by_key(|(at, _)| *at));
        told.sort();
        told.dedup();
        assert_eq!(told.len() as u64, expected);
    }
    assert_eq!(list.run(&asked, |_| false).await.unwrap(), 0);
    asked.customer_uid = None;
    assert_eq!(list.run(&asked, |_| false).await.unwrap(), 1, "no more than is wanted");
    stage.gateway.inject(Call::ListSchedules, Fault::Status(502));
    assert!(matches!(list.run(&asked, |_| true).await, Err(ReadError::Unavailable(_))));
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_leaves_the_journals_word() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.gateway.inject(Call::FindSchedule, Fault::Status(502));
    let shown = show(&stage, "order-1").await.unwrap();
    assert_eq!((shown.schedule, shown.charge.unwrap().state()), (None, ChargeState::Scheduled));
    stage.clock.advance(25 * HOUR);
    // The payment alone is enough to know that it is paid.
    assert_eq!(state(show(&stage, "order-1").await), ChargeState::Succeeded);
}
