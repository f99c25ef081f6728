//! What something else has scheduled under a merchant_uid that keyin is then asked to charge.

use super::*;

use keyin_app::ChargeProblem;

async fn is_refused(stage: &Stage, name: &str) -> bool {
    let refused = stage.pay_key(key_intent(name, "gildong")).await;
    let nothing_written = stage.journal.find(&uid(name)).await.unwrap().is_none();
    matches!(refused, Err(ChargeProblem::ScheduledElsewhere)) && nothing_written && stage.sends() == 0
}

#[tokio::test]
async fn it_is_not_charged_by_keyin_too() {
    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    assert!(is_refused(&stage, "order-1").await);
    stage.clock.advance(2 * 24 * HOUR);
    assert!(is_refused(&stage, "order-1").await, "nor after it was paid");
    assert_eq!(stage.captures("order-1"), 1);
}

#[tokio::test]
async fn what_was_taken_back_may_be_ordered_anew_and_is_refused_too() {
    let stage = Stage::set();
    scheduled_elsewhere(&stage, "order-1").await;
    stage.gateway.unschedule(&customer("gildong"), &uid("order-1")).await.unwrap();
    assert!(is_refused(&stage, "order-1").await);
}

#[tokio::test]
async fn the_scheduler_is_asked_once_about_what_the_journal_does_not_know() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    for _ in 0..3 {
        stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    }
    assert_eq!((stage.gateway.calls(Call::FindSchedule), stage.captures("order-1")), (1, 1));
}

#[tokio::test]
async fn without_its_answer_nothing_is_sent() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    for fault in [Fault::LoseReply, Fault::Garble, Fault::Status(500), Fault::Unreachable] {
        stage.gateway.inject_times(Call::FindSchedule, fault, 1);
        let problem = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap_err();
        assert!(matches!(problem, ChargeProblem::Gateway(_)), "{problem:?}");
        assert_eq!(stage.sends(), 0);
    }
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!(stage.captures("order-1"), 1);
}

/// Who never uses the scheduler hands none over, and is spared the question.
#[tokio::test]
async fn without_a_scheduler_nobody_is_asked() {
    let mut stage = Stage::set();
    stage.charging.schedules = None;
    stage.register_key_only("gildong").await;
    stage.pay_key(key_intent("order-1", "gildong")).await.unwrap();
    assert_eq!(stage.gateway.calls(Call::FindSchedule), 0);
}
