//! Gateways with a bug.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_adapter_memory::ManualClock;
use keyin_domain::{Attempts, ImpUid, MerchantUid, NotSentCause, Payment};
use keyin_port_conformance::{gateway, run};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, Clock, PaymentGateway, ReadError, Reply,
    SendPermit,
};

use crate::fixture::{Fixture, Ports};

#[derive(Clone, Copy)]
enum Bug {
    TimeOutMeansNotSent,
    SendsAgainOnDoubt,
    PassesOverThePermit,
    UnavailableMeansNone,
    LooksUpTheNewestAlone,
    CancelsWhateverTheBalance,
}

struct Faulty {
    inner: Arc<dyn PaymentGateway>,
    clock: Arc<ManualClock>,
    bug: Bug,
}

impl Faulty {
    fn fresh_permit(&self, uid: &MerchantUid) -> SendPermit {
        let send_before = self.clock.monotonic().after(Duration::from_secs(5));
        SendPermit::issue(uid.clone(), keyin_domain::Epoch::new(1), send_before)
    }
}

#[async_trait]
impl PaymentGateway for Faulty {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let intent = request.intent().clone();
        let permit = match self.bug {
            Bug::PassesOverThePermit => self.fresh_permit(intent.merchant_uid()),
            _ => permit,
        };
        let answer = self.inner.charge(request, permit).await;
        match (self.bug, answer) {
            (Bug::TimeOutMeansNotSent, Err(ChargeError::Unknown(_))) => {
                Err(ChargeError::NotSent(NotSentCause::Unreachable))
            }
            (Bug::SendsAgainOnDoubt, Err(ChargeError::Unknown(_))) if intent.method().needs_card() => {
                let card = keyin_domain::Card::new(
                    keyin_domain::CardNumber::parse("1234-1234-1234-1234").unwrap(),
                    keyin_domain::Expiry::parse("2019-01").unwrap(),
                );
                let permit = self.fresh_permit(intent.merchant_uid());
                self.inner.charge(ChargeRequest::new(intent, Some(card)).unwrap(), permit).await
            }
            (_, answer) => answer,
        }
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        match (self.bug, self.inner.look_up(uid).await) {
            (Bug::UnavailableMeansNone, Err(ReadError::Unavailable(_))) => Ok(Attempts::none()),
            (Bug::LooksUpTheNewestAlone, Ok(attempts)) => {
                Ok(Attempts::new(attempts.records().last().cloned().into_iter().collect()))
            }
            (_, answer) => answer,
        }
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        match (self.bug, self.inner.find(uid).await) {
            (Bug::UnavailableMeansNone, Err(ReadError::Unavailable(_))) => Err(ReadError::NotFound),
            (_, answer) => answer,
        }
    }

    async fn cancel(&self, mut request: CancelRequest) -> Result<Payment, CancelError> {
        if let (Bug::CancelsWhateverTheBalance, Ok(payment)) =
            (self.bug, self.inner.find(&request.imp_uid).await)
        {
            request.balance = payment.balance();
        }
        self.inner.cancel(request).await
    }
}

async fn found_by(bug: Bug) -> Vec<&'static str> {
    let fixture = Fixture::new(|bare, clock| Ports {
        gateway: Arc::new(Faulty { inner: bare.gateway, clock, bug }),
        ..bare
    });
    let report = run(gateway::CASES, &fixture, &[]).await.unwrap();
    report.failed.into_iter().map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_time_out_taken_for_not_sent_is_found() {
    let found = found_by(Bug::TimeOutMeansNotSent).await;
    for case in [
        "a_lost_reply_is_unknown_and_can_be_looked_up",
        "a_lost_request_is_unknown",
        "a_server_fault_is_unknown",
    ] {
        assert!(found.contains(&case), "{found:?}");
    }
}

#[tokio::test]
async fn a_second_send_on_doubt_is_found() {
    let found = found_by(Bug::SendsAgainOnDoubt).await;
    assert!(found.contains(&"a_lost_reply_is_unknown_and_can_be_looked_up"), "{found:?}");
    assert!(found.contains(&"a_garbled_reply_is_unknown"), "{found:?}");
}

#[tokio::test]
async fn a_permit_passed_over_is_found() {
    let found = found_by(Bug::PassesOverThePermit).await;
    assert_eq!(found, ["an_expired_permit_sends_nothing", "a_foreign_permit_sends_nothing"]);
}

#[tokio::test]
async fn an_absence_made_of_a_fault_is_found() {
    let found = found_by(Bug::UnavailableMeansNone).await;
    assert_eq!(found, ["a_failed_look_up_is_no_absence", "a_failed_read_is_never_not_found"]);
}

#[tokio::test]
async fn attempts_left_out_are_found() {
    assert_eq!(found_by(Bug::LooksUpTheNewestAlone).await, ["all_attempts_are_found"]);
}

#[tokio::test]
async fn a_balance_passed_over_is_found() {
    let found = found_by(Bug::CancelsWhateverTheBalance).await;
    assert_eq!(found, ["a_wrong_balance_is_refused", "a_lost_cancel_reply_is_unknown"]);
}
