//! Gateways made for one test: a mock, and one that is slow.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_memory::MemoryGateway;
use keyin_app::{ChargeBillingKey, Charging};
use keyin_domain::{AbsenceWindow, Attempts, ChargeState, MerchantUid, NotSentCause, UnknownCause};
use keyin_ports::{
    ChargeError, ChargeRequest, Clock, MockPaymentGateway, PaymentGateway, ReadError, Reply, SendPermit,
};

use crate::front::{Front, with_front};
use crate::stage::{Stage, WAIT, key_intent};

#[tokio::test]
async fn a_mocked_gateway_is_handed_the_permit_of_this_charge() {
    let stage = Stage::set();
    let mut gateway = MockPaymentGateway::new();
    gateway.expect_charge().once().returning(|request, permit| {
        assert_eq!(request.intent().merchant_uid(), permit.merchant_uid());
        assert_eq!(permit.epoch().get(), 1);
        Err(ChargeError::NotSent(NotSentCause::NoToken))
    });
    gateway.expect_look_up().never().returning(|_| Ok(Attempts::none()));
    let charging =
        Charging { gateway: Arc::new(gateway), window: AbsenceWindow::default(), ..stage.charging.clone() };
    let outcome = ChargeBillingKey::new(charging).run(key_intent("order-1", "gildong"), WAIT).await.unwrap();
    assert_eq!(outcome.charge.not_sent_cause(), Some(NotSentCause::NoToken));
    assert_eq!(outcome.charge.state(), ChargeState::NotSent);
}

/// Charges and lets the caller wait in vain for a minute; its look-ups hang until it is mended.
struct Slow {
    stage: Arc<Stage>,
    hangs: bool,
}

#[async_trait]
impl Front for Slow {
    fn behind(&self) -> &MemoryGateway {
        &self.stage.gateway
    }

    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let _ = self.stage.gateway.charge(request, permit).await;
        self.stage.sleep(Duration::from_secs(60)).await;
        Err(ChargeError::Unknown(UnknownCause::TimedOut))
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        if self.hangs {
            std::future::pending::<()>().await;
        }
        self.stage.gateway.look_up(uid).await
    }
}

async fn pay_slowly(hangs: bool, read_lag: Duration) -> (ChargeState, Duration) {
    let stage = Arc::new(Stage::set());
    stage.register_key_only("gildong").await;
    stage.gateway.set_read_lag(read_lag);
    let slow = Arc::new(Slow { stage: stage.clone(), hangs });
    let paying = ChargeBillingKey::new(with_front(&stage, slow));
    let outcome = stage.drive(paying.run(key_intent("order-1", "gildong"), WAIT)).await.unwrap();
    (outcome.charge.state(), stage.clock.monotonic().since_start())
}

#[tokio::test]
async fn the_wait_begins_when_the_reply_is_lost_not_when_the_charge_is_sent() {
    let (state, took) = pay_slowly(false, Duration::from_secs(63)).await;
    assert_eq!(state, ChargeState::Succeeded, "the payment shows three seconds after the time-out");
    assert_eq!(took, Duration::from_secs(65));
}

#[tokio::test]
async fn a_look_up_that_hangs_does_not_hold_the_caller() {
    let (state, took) = pay_slowly(true, Duration::ZERO).await;
    assert_eq!((state, took), (ChargeState::Unknown, Duration::from_secs(60 + 20 + 5)));
}
