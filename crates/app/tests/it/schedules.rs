//! Charges that the gateway's scheduler makes.

use std::sync::Arc;
use std::time::Duration;

use keyin_adapter_memory::{Call, CardScript, Fault, MemoryJournal};
use keyin_app::{
    AddSchedule, CancelSchedule, Charging, ListSchedules, MoveSchedule, OpenSchedules, Patience,
    ResolveUnknown, RetrySchedule, RevokeBillingKey, RevokeProblem, ScheduleList, ScheduleOutcome,
    ScheduleProblem, Scheduling, ShowSchedule, Unscheduled,
};
use keyin_domain::jiff::SignedDuration;
use keyin_domain::{
    CancelReason, Charge, ChargeIntent, ChargeMethod, ChargeState, Field, ScheduleStatus, ScheduleTime,
    UnknownCause,
};
use keyin_ports::{BillingKeys, Clock, ReadError, ScheduleRequest, Schedules, SendPermit};

use crate::stage::{GOOD_CARD, Stage, WAIT, card, customer, intent, key_intent, uid};

const DAY: i64 = 86_400;
const HOUR: Duration = Duration::from_secs(3_600);

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

/// The card behind the key is refused from now on.
fn decline(stage: &Stage) {
    let in_record = CardScript::FailInRecord("[CA31]한도초과".to_owned());
    stage.gateway.script_card(card(GOOD_CARD).number().masked(), in_record);
}

fn approve(stage: &Stage) {
    stage.gateway.script_card(card(GOOD_CARD).number().masked(), CardScript::Approve);
}

/// Its run was declined.
async fn declined(stage: &Stage, name: &str) -> Charge {
    with_schedule(stage, name).await;
    decline(stage);
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
async fn long_before_its_time_a_cancelled_schedule_is_not_charged() {
    let stage = Stage::set();
    let order = with_schedule(&stage, "order-1").await;
    let cancelled = cancel(&stage, "order-1").await.unwrap();
    assert_eq!(cancelled.schedule.status(), ScheduleStatus::Revoked);
    assert_eq!(cancelled.charge.unwrap().state(), ChargeState::NotCharged);
    assert!(!cancelled.already);
    assert!(cancel(&stage, "order-1").await.unwrap().already);
    // keyin still does not charge it; the gateway's scheduler may be asked again.
    assert!(stage.pay_key(key_intent("order-1", "gildong")).await.is_err());
    let again = add(&stage, &order).await.unwrap();
    assert_eq!((again.replayed, again.charge.unwrap().state()), (false, ChargeState::Scheduled));
    assert_eq!(stage.gateway.calls(Call::Reschedule), 1, "the gateway knows the number already");
    stage.clock.advance(Duration::from_secs(86_400));
    assert_eq!((stage.captures("order-1"), stage.sends()), (1, 0));
}

#[tokio::test]
async fn near_its_time_a_cancelled_schedule_is_in_doubt_for_a_window() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.clock.advance(Duration::from_secs(86_400 - 60));
    let cancelled = cancel(&stage, "order-1").await.unwrap();
    let charge = cancelled.charge.unwrap();
    assert_eq!(charge.unknown_cause(), Some(UnknownCause::Unscheduled));
    assert!(matches!(shift(&stage, "order-1", later(&stage, DAY)).await, Err(ScheduleProblem::Undecided(_))));
    stage.let_the_window_pass();
    let resolve = ResolveUnknown::new(stage.charging.clone());
    let settled = stage.drive(resolve.run(Patience::UntilSettled, |_| {})).await.unwrap();
    assert_eq!((settled.settled, settled.open), (1, 0));
    assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
}

#[tokio::test]
async fn a_lost_answer_to_a_cancel_is_read_back() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.gateway.inject_times(Call::Unschedule, Fault::LoseReply, 1);
    assert_eq!(cancel(&stage, "order-1").await.unwrap().charge.unwrap().state(), ChargeState::NotCharged);
    with_schedule(&stage, "order-2").await;
    stage.gateway.inject_times(Call::Unschedule, Fault::LoseRequest, 1);
    assert!(matches!(cancel(&stage, "order-2").await, Err(ScheduleProblem::Undecided(_))));
    assert_eq!(state(show(&stage, "order-2").await), ChargeState::Scheduled, "it still waits");
}

#[tokio::test]
async fn what_was_run_is_not_cancelled() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.clock.advance(Duration::from_secs(86_400));
    let status = ScheduleStatus::Executed;
    let refused = cancel(&stage, "order-1").await.unwrap_err();
    assert!(matches!(refused, ScheduleProblem::StandsOtherwise { status: told } if told == status));
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Succeeded, "what was read was learnt");
    assert!(matches!(cancel(&stage, "order-9").await, Err(ScheduleProblem::NotFound)));
}

#[tokio::test]
async fn what_waits_is_moved() {
    let stage = Stage::set();
    let order = with_schedule(&stage, "order-1").await;
    let at = later(&stage, 2 * DAY);
    let moved = shift(&stage, "order-1", at).await.unwrap();
    assert_eq!((moved.schedule.unwrap().at(), moved.charge.unwrap().due()), (at, Some(at)));
    stage.gateway.inject_times(Call::MoveSchedule, Fault::LoseReply, 1);
    let at = later(&stage, 3 * DAY);
    assert_eq!(shift(&stage, "order-1", at).await.unwrap().charge.unwrap().due(), Some(at));
    // The first request again is still the same one.
    let again = add(&stage, &order).await.unwrap();
    assert_eq!((again.replayed, again.charge.unwrap().due()), (true, Some(at)));
    let soon = later(&stage, 5);
    assert!(matches!(shift(&stage, "order-1", soon).await, Err(ScheduleProblem::TooSoon { .. })));
    stage.clock.advance(3 * 24 * HOUR);
    let paid = shift(&stage, "order-1", later(&stage, DAY)).await;
    assert!(matches!(paid, Err(ScheduleProblem::StandsOtherwise { .. })));
    assert_eq!(stage.captures("order-1"), 1);
}

#[tokio::test]
async fn what_was_declined_is_run_again_only_by_a_word_of_its_own() {
    let stage = Stage::set();
    let intent = declined(&stage, "order-1").await.intent().clone();
    let told = add(&stage, &intent).await.unwrap();
    assert_eq!((told.replayed, told.charge.unwrap().state()), (true, ChargeState::Declined));
    assert_eq!(state(retry(&stage, "order-1").await), ChargeState::Declined, "the card is as it was");
    approve(&stage);
    assert_eq!(state(retry(&stage, "order-1").await), ChargeState::Succeeded);
    let paid = retry(&stage, "order-1").await.unwrap();
    assert_eq!((paid.replayed, paid.charge.unwrap().state()), (true, ChargeState::Succeeded));
    assert_eq!((stage.captures("order-1"), stage.gateway.calls(Call::RetrySchedule)), (1, 2));
}

#[tokio::test]
async fn a_lost_answer_to_a_retry_is_looked_up_and_the_order_not_given_again() {
    let stage = Stage::set();
    declined(&stage, "order-1").await;
    approve(&stage);
    stage.gateway.inject_times(Call::RetrySchedule, Fault::LoseReply, 1);
    assert_eq!(state(retry(&stage, "order-1").await), ChargeState::Succeeded);
    assert_eq!(stage.captures("order-1"), 1);
    // And one that never arrived.
    declined(&stage, "order-2").await;
    stage.gateway.inject_times(Call::RetrySchedule, Fault::LoseRequest, 1);
    approve(&stage);
    assert_eq!(state(retry(&stage, "order-2").await), ChargeState::Unknown);
    assert!(matches!(retry(&stage, "order-2").await, Err(ScheduleProblem::Undecided(_))));
    stage.let_the_window_pass();
    assert_eq!(state(retry(&stage, "order-2").await), ChargeState::Succeeded);
    assert_eq!(stage.captures("order-2"), 1);
}

#[tokio::test]
async fn what_was_declined_is_set_to_a_new_time() {
    let stage = Stage::set();
    declined(&stage, "order-1").await;
    approve(&stage);
    let moved = shift(&stage, "order-1", later(&stage, DAY)).await.unwrap();
    assert_eq!(moved.charge.unwrap().state(), ChargeState::Scheduled);
    stage.clock.advance(25 * HOUR);
    assert_eq!(state(show(&stage, "order-1").await), ChargeState::Succeeded);
}

#[tokio::test]
async fn what_the_gateway_runs_again_by_itself_is_found_late() {
    let stage = Stage::set();
    let charge = declined(&stage, "order-1").await;
    approve(&stage);
    let permit = SendPermit::issue(
        uid("order-1"),
        charge.epoch(),
        stage.clock.monotonic().after(Duration::from_secs(5)),
    );
    let request = ScheduleRequest::new(charge.intent().clone()).unwrap();
    stage.gateway.retry(request, permit).await.unwrap();
    stage.clock.advance(HOUR);
    let resolve = ResolveUnknown::new(stage.charging.clone());
    let found = resolve.run(Patience::Once, |_| {}).await.unwrap();
    assert_eq!(found.late_paid, 1);
}

#[tokio::test]
async fn what_was_scheduled_elsewhere_is_shown_moved_and_cancelled_but_not_run() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let charging = Charging { journal: Arc::new(MemoryJournal::default()), ..stage.charging.clone() };
    let theirs = Scheduling::new(charging, stage.gateway.clone());
    let order = scheduled("order-1", "gildong", later(&stage, DAY));
    stage.drive(AddSchedule::new(theirs).run(order, WAIT)).await.unwrap();
    let shown = show(&stage, "order-1").await.unwrap();
    assert!(shown.charge.is_none() && shown.schedule.is_some_and(|schedule| schedule.is_open()));
    let at = later(&stage, 2 * DAY);
    assert_eq!(shift(&stage, "order-1", at).await.unwrap().schedule.unwrap().at(), at);
    assert!(cancel(&stage, "order-1").await.unwrap().charge.is_none());
    assert!(matches!(retry(&stage, "order-1").await, Err(ScheduleProblem::NotInJournal)));
    assert!(matches!(shift(&stage, "order-1", at).await, Err(ScheduleProblem::NotInJournal)));
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
async fn a_key_with_open_schedules_is_not_revoked_unless_they_go_first() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    let revoke = RevokeBillingKey::new(stage.gateway.clone(), stage.scheduling());
    let reason = CancelReason::parse("해지").unwrap();
    let gildong = customer("gildong");
    let refused = revoke.run(&gildong, &reason, OpenSchedules::Refuse).await.unwrap_err();
    assert!(matches!(refused, RevokeProblem::Scheduled { merchant_uid, .. } if merchant_uid == "order-1"));
    assert!(BillingKeys::find(&*stage.gateway, &gildong).await.is_ok());
    // Near its time it has to be settled first.
    stage.clock.advance(Duration::from_secs(86_400 - 60));
    let unfinished = revoke.run(&gildong, &reason, OpenSchedules::TakeBack).await.unwrap_err();
    assert!(matches!(unfinished, RevokeProblem::Unfinished(_)), "{unfinished:?}");
    stage.let_the_window_pass();
    let resolve = ResolveUnknown::new(stage.charging.clone());
    stage.drive(resolve.run(Patience::UntilSettled, |_| {})).await.unwrap();
    with_schedule(&stage, "order-2").await;
    assert!(revoke.run(&gildong, &reason, OpenSchedules::TakeBack).await.unwrap().is_some());
    assert_eq!(stage.row("order-2").await.state(), ChargeState::NotCharged);
    stage.clock.advance(48 * HOUR);
    assert_eq!((stage.captures("order-1"), stage.captures("order-2")), (0, 0));
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
