//! Billing keys with schedules are not revoked as long as those may charge.

use super::*;

use keyin_app::{Consequence, Explain};
use keyin_domain::BillingKey;

async fn revoke(stage: &Stage, open: OpenSchedules) -> Result<Option<BillingKey>, RevokeProblem> {
    let reason = CancelReason::parse("해지").unwrap();
    let revoke = RevokeBillingKey::new(stage.gateway.clone(), stage.scheduling());
    stage.drive(revoke.run(&customer("gildong"), &reason, open)).await
}

fn is_scheduled(revoked: &Result<Option<BillingKey>, RevokeProblem>, name: &str) -> bool {
    matches!(revoked, Err(RevokeProblem::Scheduled { merchant_uid, .. }) if merchant_uid == name)
}

fn is_unfinished(revoked: &Result<Option<BillingKey>, RevokeProblem>, name: &str) -> bool {
    matches!(revoked, Err(RevokeProblem::Unfinished(merchant_uid)) if *merchant_uid == uid(name))
}

#[tokio::test]
async fn a_key_with_open_schedules_is_not_revoked_unless_they_go_first() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    let refused = revoke(&stage, OpenSchedules::Refuse).await;
    assert!(is_scheduled(&refused, "order-1"), "{refused:?}");
    // Near its time nothing is taken back, and what was has to be settled first.
    stage.clock.advance(Duration::from_secs(86_400 - 60));
    let refused = revoke(&stage, OpenSchedules::TakeBack).await;
    assert!(may_run(&refused, "order-1"), "{refused:?}");
    assert_eq!(stage.gateway.calls(Call::Unschedule), 0);
    assert_eq!(state(show(&stage, "order-1").await), ChargeState::Scheduled);
    cancel(&stage, "order-1").await.unwrap();
    let unfinished = revoke(&stage, OpenSchedules::TakeBack).await;
    assert!(is_unfinished(&unfinished, "order-1"), "{unfinished:?}");
    stage.let_the_window_pass();
    stage.resolve().await;
    assert_eq!(stage.gateway.calls(Call::RevokeKey), 0);
    with_schedule(&stage, "order-2").await;
    assert!(revoke(&stage, OpenSchedules::TakeBack).await.unwrap().is_some());
    assert_eq!(stage.row("order-2").await.state(), ChargeState::NotCharged);
    stage.clock.advance(48 * HOUR);
    assert_eq!((stage.captures("order-1"), stage.captures("order-2")), (0, 0));
}

fn may_run(revoked: &Result<Option<BillingKey>, RevokeProblem>, name: &str) -> bool {
    matches!(revoked, Err(RevokeProblem::MayRun { merchant_uid, .. }) if merchant_uid == name)
}

/// None goes if one of them may be run meanwhile, whoever made it.
#[tokio::test]
async fn what_was_scheduled_elsewhere_and_may_be_run_keeps_the_others_too() {
    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    stage.clock.advance(Duration::from_secs(86_400 - 60));
    with_schedule(&stage, "order-2").await;
    let refused = revoke(&stage, OpenSchedules::TakeBack).await;
    assert!(may_run(&refused, "order-1"), "{refused:?}");
    assert_eq!(state(show(&stage, "order-2").await), ChargeState::Scheduled);
}

#[tokio::test]
async fn what_fails_after_schedules_were_taken_back_names_them() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.gateway.inject_times(Call::RevokeKey, Fault::Unreachable, 1);
    let problem = revoke(&stage, OpenSchedules::TakeBack).await.unwrap_err();
    assert!(matches!(&problem, RevokeProblem::AfterTakingBack { taken, .. } if taken == &["order-1"]));
    assert_eq!(problem.consequence(), Consequence::Unknown);
    assert_eq!(stage.row("order-1").await.state(), ChargeState::NotCharged);
    assert!(revoke(&stage, OpenSchedules::TakeBack).await.unwrap().is_some());
}

/// A run that had begun goes on, and may still charge the key.
#[tokio::test]
async fn a_schedule_that_somebody_took_back_near_its_time_is_settled_first() {
    for open in [OpenSchedules::Refuse, OpenSchedules::TakeBack] {
        let stage = Stage::set();
        with_schedule(&stage, "order-1").await;
        stage.clock.advance(Duration::from_secs(86_400 - 60));
        stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
        let unfinished = revoke(&stage, open).await;
        assert!(is_unfinished(&unfinished, "order-1"), "{open:?}: {unfinished:?}");
        stage.let_the_window_pass();
        stage.resolve().await;
        assert!(revoke(&stage, open).await.unwrap().is_some(), "{open:?}");
    }
}

#[tokio::test]
async fn of_the_journals_schedules_each_counts_and_of_others_what_is_due_within_two_years() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let far = scheduled("order-1", "gildong", later(&stage, 3 * 365 * DAY));
    assert_eq!(state(add(&stage, &far).await), ChargeState::Scheduled);
    let refused = revoke(&stage, OpenSchedules::Refuse).await;
    assert!(is_scheduled(&refused, "order-1"), "{refused:?}");

    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    let two_years = 2 * 365 * DAY;
    for (at, counts) in [(later(&stage, two_years - DAY), true), (later(&stage, two_years), false)] {
        stage.gateway.move_to(&uid("order-1"), at).await.unwrap();
        let revoked = revoke(&stage, OpenSchedules::Refuse).await;
        assert_eq!((is_scheduled(&revoked, "order-1"), revoked.is_ok()), (counts, !counts), "{revoked:?}");
    }
}

#[tokio::test]
async fn a_schedule_made_elsewhere_that_is_overdue_counts_too() {
    let stage = Stage::set();
    stage.gateway.set_schedule_delay(HOUR);
    scheduled_elsewhere(&stage, "order-1").await;
    stage.clock.advance(24 * HOUR + HOUR / 2);
    let refused = revoke(&stage, OpenSchedules::Refuse).await;
    assert!(is_scheduled(&refused, "order-1"), "{refused:?}");
}

#[tokio::test]
async fn what_was_run_and_what_is_anothers_is_no_reason_to_keep_the_key() {
    let stage = Stage::set();
    with_schedule(&stage, "order-1").await;
    stage.clock.advance(25 * HOUR);
    assert_eq!(state(show(&stage, "order-1").await), ChargeState::Succeeded);
    stage.register_key_only("another").await;
    let anothers = scheduled("order-2", "another", later(&stage, DAY));
    assert_eq!(state(add(&stage, &anothers).await), ChargeState::Scheduled);
    stage.gateway.inject_times(Call::Charge, Fault::LoseRequest, 1);
    stage.pay_key(key_intent("order-3", "another")).await.unwrap();
    // Written down and not sent: there is no run that could go on.
    stage.journal.intend(key_intent("order-4", "gildong"), stage.clock.now()).await.unwrap();
    assert!(revoke(&stage, OpenSchedules::Refuse).await.unwrap().is_some());
    assert_eq!(stage.row("order-2").await.state(), ChargeState::Scheduled);
}
