//! A person's word on charges in review and on payments found late.

use std::time::Duration;

use keyin_adapter_memory::{Call, Fault};
use keyin_app::{CancelOrder, CancelPayment, Consequence, DecideCharge, DecideProblem, Explain, Ruling};
use keyin_domain::{Charge, ChargeState, Evidence, ImpUid, Mismatch, PaymentRef, ReviewReason};
use keyin_ports::{Clock, PaymentGateway};

use crate::stage::{Stage, cancel_order, key_intent, uid, won};

const UID: &str = "order-1";

async fn decide(stage: &Stage, ruling: Ruling) -> Result<Charge, DecideProblem> {
    DecideCharge::new(stage.charging.clone()).run(&PaymentRef::Merchant(uid(UID)), &ruling).await
}

async fn look_at(stage: &Stage) -> Charge {
    let asked_at = stage.clock.now();
    let attempts = stage.gateway.look_up(&uid(UID)).await.unwrap();
    let epoch = stage.row(UID).await.epoch();
    let evidence = Evidence::LookedUp { attempts, asked_at };
    stage.journal.record(&uid(UID), epoch, evidence, asked_at).await.unwrap()
}

async fn payments(stage: &Stage) -> Vec<ImpUid> {
    let attempts = stage.gateway.look_up(&uid(UID)).await.unwrap();
    attempts.records().iter().map(|payment| payment.imp_uid().clone()).collect()
}

async fn give_back(stage: &Stage, payment: &ImpUid) {
    let order = CancelOrder { reference: PaymentRef::Imp(payment.clone()), ..cancel_order(UID, None) };
    let cancel = CancelPayment::new(stage.charging.clone());
    stage.drive(async move { cancel.run(&order).await }).await.unwrap();
}

/// One payment of an order that was denied and then charged after all.
async fn late_paid() -> Stage {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.pay_key(key_intent(UID, "gildong")).await.unwrap();
    for _ in 0..2 {
        stage.let_the_window_pass();
        look_at(&stage).await;
    }
    stage.gateway.carry_out_held();
    assert_eq!(look_at(&stage).await.state(), ChargeState::LatePaid);
    stage
}

/// Two payments under one merchant_uid.
async fn paid_twice() -> Stage {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.pay_key(key_intent(UID, "gildong")).await.unwrap();
    for _ in 0..2 {
        stage.let_the_window_pass();
        look_at(&stage).await;
    }
    stage.pay_key(key_intent(UID, "gildong")).await.unwrap();
    stage.gateway.carry_out_held();
    assert_eq!(look_at(&stage).await.review_reason(), Some(ReviewReason::PaidTwice));
    stage
}

#[tokio::test]
async fn a_payment_found_late_is_adopted() {
    let stage = late_paid().await;
    let payment = payments(&stage).await.remove(0);
    let charge = decide(&stage, Ruling::Adopt(payment.clone())).await.unwrap();
    assert_eq!((charge.state(), charge.imp_uid()), (ChargeState::Succeeded, Some(&payment)));
    assert!(charge.is_decided());
    let again = stage.pay_key(key_intent(UID, "gildong")).await.unwrap();
    assert_eq!((again.replayed, stage.captures(UID)), (true, 1));
    let problem = decide(&stage, Ruling::Adopt(payment)).await.unwrap_err();
    assert!(matches!(problem, DecideProblem::NotForAPerson { state: ChargeState::Succeeded }), "{problem:?}");
}

#[tokio::test]
async fn money_that_nobody_would_own_is_given_back_first() {
    let stage = late_paid().await;
    let payment = payments(&stage).await.remove(0);
    let problem = decide(&stage, Ruling::NoPayment).await.unwrap_err();
    assert!(
        matches!(&problem, DecideProblem::Unowned { imp_uid, balance } if (imp_uid, *balance) == (&payment, won(3_000))),
        "{problem:?}"
    );
    assert_eq!(problem.consequence(), Consequence::NothingSent);
    assert_eq!(stage.row(UID).await.state(), ChargeState::LatePaid);
    give_back(&stage, &payment).await;
    let charge = decide(&stage, Ruling::NoPayment).await.unwrap();
    assert_eq!((charge.state(), charge.imp_uid()), (ChargeState::NotCharged, None));
    let paid = stage.pay_key(key_intent(UID, "gildong")).await.unwrap();
    assert_eq!((paid.charge.state(), paid.replayed), (ChargeState::Succeeded, false));
    assert_ne!(paid.charge.imp_uid(), Some(&payment));
    assert_eq!(look_at(&stage).await.state(), ChargeState::Succeeded, "what was dismissed is passed over");
}

#[tokio::test]
async fn of_two_payments_one_is_adopted_once_the_other_was_given_back() {
    let stage = paid_twice().await;
    let (kept, surplus) = match payments(&stage).await.as_slice() {
        [one, other] => (one.clone(), other.clone()),
        other => panic!("{other:?}"),
    };
    let problem = decide(&stage, Ruling::Adopt(kept.clone())).await.unwrap_err();
    assert!(matches!(&problem, DecideProblem::Unowned { imp_uid, .. } if *imp_uid == surplus), "{problem:?}");
    give_back(&stage, &surplus).await;
    let charge = decide(&stage, Ruling::Adopt(kept.clone())).await.unwrap();
    assert_eq!((charge.state(), charge.imp_uid()), (ChargeState::Succeeded, Some(&kept)));
    assert_eq!(look_at(&stage).await.state(), ChargeState::Succeeded);
}

#[tokio::test]
async fn an_absence_is_not_taken_before_the_window_is_over() {
    let stage = Stage::set();
    stage.register_key_only("gildong").await;
    stage.gateway.inject_times(Call::Charge, Fault::HoldRequest, 1);
    stage.gateway.inject(Call::LookUp, Fault::Status(503));
    stage.pay_key(key_intent(UID, "gildong")).await.unwrap();
    stage.gateway.heal();
    let differs = Evidence::Mismatched(Mismatch::Amount);
    let epoch = stage.row(UID).await.epoch();
    stage.journal.record(&uid(UID), epoch, differs, stage.clock.now()).await.unwrap();
    let problem = decide(&stage, Ruling::NoPayment).await.unwrap_err();
    let end = stage.row(UID).await.deadlines().unwrap().settle_after;
    assert!(matches!(problem, DecideProblem::TooEarly { until } if until == end), "{problem:?}");
    let left = Duration::try_from(end.duration_since(stage.clock.now())).unwrap();
    stage.clock.advance(left - Duration::from_secs(1));
    assert!(matches!(decide(&stage, Ruling::NoPayment).await, Err(DecideProblem::TooEarly { .. })));
    stage.clock.advance(Duration::from_secs(1));
    assert_eq!(decide(&stage, Ruling::NoPayment).await.unwrap().state(), ChargeState::NotCharged);
}

#[tokio::test]
async fn nothing_is_guessed() {
    let stage = late_paid().await;
    let stranger = ImpUid::parse("imps_999999999999").unwrap();
    let problem = decide(&stage, Ruling::Adopt(stranger.clone())).await.unwrap_err();
    assert!(matches!(problem, DecideProblem::Unowned { .. }), "{problem:?}");
    give_back(&stage, &payments(&stage).await[0]).await;
    let problem = decide(&stage, Ruling::Adopt(stranger.clone())).await.unwrap_err();
    assert!(matches!(problem, DecideProblem::NotCaptured), "{problem:?}");
    let decide = DecideCharge::new(stage.charging.clone());
    for reference in [PaymentRef::Imp(stranger), PaymentRef::Merchant(uid("nobody"))] {
        let problem = decide.run(&reference, &Ruling::NoPayment).await.unwrap_err();
        assert!(matches!(problem, DecideProblem::NotFound), "{problem:?}");
    }
    stage.gateway.inject(Call::LookUp, Fault::Unreachable);
    let problem = decide.run(&PaymentRef::Merchant(uid(UID)), &Ruling::NoPayment).await.unwrap_err();
    assert_eq!(problem.consequence(), Consequence::Unavailable, "{problem:?}");
    assert_eq!(stage.row(UID).await.state(), ChargeState::LatePaid);
    assert!(stage.clock.monotonic().since_start() > Duration::ZERO);
}

#[tokio::test]
async fn a_charge_is_named_by_its_payment_too() {
    let stage = late_paid().await;
    let payment = payments(&stage).await.remove(0);
    let by_payment = DecideCharge::new(stage.charging.clone());
    let charge = by_payment.run(&PaymentRef::Imp(payment.clone()), &Ruling::Adopt(payment)).await.unwrap();
    assert_eq!((charge.intent().merchant_uid(), charge.state()), (&uid(UID), ChargeState::Succeeded));
}
