//! What is taken back before its time.

use super::*;

use keyin_app::FindPayment;
use keyin_domain::PaymentRef;

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
    let settled = stage.resolve().await;
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

/// The payments alone do not tell that there will be none.
#[tokio::test]
async fn who_asks_for_the_payment_learns_that_the_schedule_was_taken_back() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
    let find = FindPayment::new(stage.charging.clone());
    let found = find.run(&PaymentRef::Merchant(uid("order-1"))).await.unwrap();
    assert_eq!((found.charge.unwrap().state(), found.payments), (ChargeState::NotCharged, Vec::new()));
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
async fn a_lost_cancel_is_read_back_as_long_as_the_wait_lasts() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.gateway.inject_times(Call::Unschedule, Fault::LoseRequest, 1);
    let uid = uid("order-1");
    let somebody_else = async {
        stage.sleep(Duration::from_secs(3)).await;
        stage.gateway.unschedule(&customer("gildong"), &uid).await.unwrap();
    };
    let cancelling = CancelSchedule::new(stage.scheduling());
    let cancelling = cancelling.run(&uid, WAIT);
    let (cancelled, ()) = stage.drive(async { tokio::join!(cancelling, somebody_else) }).await;
    assert_eq!(cancelled.unwrap().charge.unwrap().state(), ChargeState::NotCharged);
}

#[tokio::test]
async fn what_somebody_else_has_set_to_its_time_again_is_found_and_not_ordered() {
    let stage = Stage::set();
    let order = with_schedule(&stage, "order-1").await;
    let charge = cancel(&stage, "order-1").await.unwrap().charge.unwrap();
    let permit = permit(&stage, "order-1", charge.epoch());
    let at = later(&stage, 2 * DAY);
    stage.gateway.reschedule(&uid("order-1"), at, permit).await.unwrap();
    let told = add(&stage, &order).await.unwrap();
    assert!(told.replayed && told.schedule.is_some_and(|schedule| schedule.is_open() && schedule.at() == at));
    assert_eq!(told.charge.unwrap().state(), ChargeState::Scheduled);
    assert_eq!(stage.gateway.calls(Call::Reschedule), 1, "only theirs");
}

#[tokio::test]
async fn a_doubt_that_a_look_at_its_time_raises_is_open_and_not_settled() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.clock.advance(Duration::from_secs(86_400 - 60));
    stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
    stage.clock.advance(Duration::from_secs(60 + 600));
    let resolve = ResolveUnknown::new(stage.charging.clone());
    let seen = resolve.run(Patience::Once, |_| {}).await.unwrap();
    assert_eq!((seen.open, seen.settled, seen.swept), (1, 0, 1));
    assert_eq!(stage.row("order-1").await.unknown_cause(), Some(UnknownCause::Unscheduled));
}
