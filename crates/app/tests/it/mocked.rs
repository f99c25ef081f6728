//! A product that swaps the gateway for a mock in its tests.

use std::sync::Arc;

use keyin_app::{ChargeBillingKey, Charging};
use keyin_domain::{AbsenceWindow, Attempts, ChargeState, NotSentCause};
use keyin_ports::{ChargeError, MockPaymentGateway};

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
