//! An adapter that falls, as a bug would make it: whoever waits is told what is known of the money, and never that
//! nothing was charged once a request may be out.

use std::sync::Arc;

use keyin_adapter_memory::Call;
use keyin_app::{
    AddSchedule, ChargeBillingKey, ChargeProblem, Charging, Explain, ScheduleProblem, Scheduling,
};
use keyin_domain::jiff::SignedDuration;
use keyin_domain::{Charge, ChargeMethod, ChargeState, ScheduleTime, UnknownCause};
use keyin_ports::{
    Clock, Intended, MockJournal, MockPaymentGateway, MockSchedules, ReadError, UnavailableCause,
};

use crate::stage::{Stage, WAIT, customer, intent, key_intent};

fn nobody_answers() -> ReadError {
    ReadError::Unavailable(UnavailableCause::NoAnswer)
}

#[tokio::test]
async fn a_gateway_that_falls_while_it_charges_leaves_an_unknown() {
    let stage = Stage::set();
    let mut gateway = MockPaymentGateway::new();
    gateway.expect_charge().once().returning(|_, _| panic!("a bug of the adapter"));
    gateway.expect_look_up().returning(|_| Err(nobody_answers()));
    let charging = Charging { gateway: Arc::new(gateway), ..stage.charging.clone() };
    let paying = ChargeBillingKey::new(charging);
    let outcome = stage.drive(paying.run(key_intent("order-1", "gildong"), WAIT)).await.unwrap();
    assert_eq!(outcome.charge.state(), ChargeState::Unknown);
    assert_eq!(outcome.charge.unknown_cause(), Some(UnknownCause::Interrupted));
    assert_eq!(stage.row("order-1").await.state(), ChargeState::Unknown);
}

#[tokio::test]
async fn a_scheduler_that_falls_while_it_takes_an_order_leaves_an_unknown() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let mut schedules = MockSchedules::new();
    schedules.expect_find().returning(|_| Err(nobody_answers()));
    schedules.expect_add().once().returning(|_, _| panic!("a bug of the adapter"));
    let schedules = Arc::new(schedules);
    let charging = Charging { schedules: Some(schedules.clone()), ..stage.charging.clone() };
    let at = ScheduleTime::new(stage.clock.now() + SignedDuration::from_hours(24)).unwrap();
    let asked = intent("order-1", ChargeMethod::Scheduled { customer_uid: customer("gildong"), at });
    let adding = AddSchedule::new(Scheduling::new(charging, schedules));
    let outcome = stage.drive(adding.run(asked, WAIT)).await.unwrap();
    let charge = outcome.charge.unwrap();
    assert_eq!(
        (charge.state(), charge.unknown_cause()),
        (ChargeState::Unknown, Some(UnknownCause::Interrupted))
    );
}

#[tokio::test]
async fn a_journal_that_falls_may_have_been_written_to() {
    let mut journal = MockJournal::new();
    journal.expect_find().returning(|_| Ok(None));
    journal.expect_begin().once().returning(|_, _, _| panic!("a bug of the journal"));
    let stage = Stage::with_journal(Arc::new(journal));
    let problem = stage.pay_key(key_intent("order-1", "gildong")).await.unwrap_err();
    assert!(matches!(problem, ChargeProblem::StoreAfterSend { said: "intent", .. }), "{problem:?}");
    assert_eq!(Explain::code(&problem), "store.after_send");
    assert_eq!(stage.sends(), 0);
}

#[tokio::test]
async fn a_journal_that_falls_at_the_claim_of_an_order_may_have_been_written_to() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    let at = ScheduleTime::new(stage.clock.now() + SignedDuration::from_hours(24)).unwrap();
    let asked = intent("order-1", ChargeMethod::Scheduled { customer_uid: customer("gildong"), at });
    let mut journal = MockJournal::new();
    journal.expect_find().returning(|_| Ok(None));
    journal
        .expect_intend()
        .returning(|intent, now| Ok(Intended::New(Box::new(Charge::intended(intent, now)))));
    journal.expect_claim().once().returning(|_, _, _| panic!("a bug of the journal"));
    let charging = Charging { journal: Arc::new(journal), ..stage.charging.clone() };
    let adding = AddSchedule::new(Scheduling::new(charging, stage.gateway.clone()));
    let problem = stage.drive(adding.run(asked, WAIT)).await.unwrap_err();
    assert!(matches!(problem, ScheduleProblem::StoreAfterSend { said: "claimed", .. }), "{problem:?}");
    assert_eq!(stage.gateway.calls(Call::Schedule), 0);
}
