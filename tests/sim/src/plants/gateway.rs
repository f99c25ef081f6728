//! Bugs of an adapter.

use async_trait::async_trait;
use keyin_domain::{
    Attempts, ImpUid, MerchantUid, NotSentCause, Payment, PaymentDetails, PaymentStatus, Refusal,
    RefusalKind, UnknownCause,
};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply, SendPermit,
};

use super::Plant;
use crate::line::Line;
use crate::plan::card;

pub(super) struct Planted {
    pub(super) line: Line,
    pub(super) plant: Plant,
}

impl Planted {
    async fn send_twice(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let intent = request.intent().clone();
        let second = SendPermit::issue(intent.merchant_uid().clone(), permit.epoch(), permit.send_before());
        match self.line.charge(request, permit).await {
            Err(ChargeError::Unknown(_)) => {
                let card = intent.method().needs_card().then(card);
                let again = ChargeRequest::new(intent, card).expect("the card is there if it is needed");
                self.line.charge(again, second).await
            }
            reply => reply,
        }
    }

    fn as_asked(&self, request: &MerchantUid, amount: keyin_domain::Money) -> Option<Reply> {
        let shown = self.line.gateway.shown(request);
        let captured = shown.records().iter().find(|record| record.was_captured())?;
        let payment = Payment::new(PaymentDetails { amount, ..captured.details().clone() });
        payment.ok().map(|payment| Reply::Paid(Box::new(payment)))
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl PaymentGateway for Planted {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        if self.plant == Plant::ResendOnTimeout {
            return self.send_twice(request, permit).await;
        }
        let (uid, amount) = (request.intent().merchant_uid().clone(), request.intent().amount().total());
        match (self.plant, self.line.charge(request, permit).await) {
            (Plant::TimeoutIsFailure, Err(ChargeError::Unknown(UnknownCause::TimedOut))) => {
                Err(ChargeError::NotSent(NotSentCause::Unreachable))
            }
            (Plant::DuplicateIsRefusal, Err(ChargeError::Unknown(UnknownCause::Duplicate))) => {
                Err(ChargeError::Refused(Refusal::new(RefusalKind::InvalidRequest, "")))
            }
            (Plant::AnyAmountIsPaid, Err(error @ ChargeError::Mismatch(_))) => {
                self.as_asked(&uid, amount).ok_or(error)
            }
            (_, reply) => reply,
        }
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        let found = self.line.look_up(uid).await;
        let without = |status: PaymentStatus| {
            let found = found.clone()?.records().to_vec();
            Ok(Attempts::new(found.into_iter().filter(|record| record.status() != status).collect()))
        };
        match self.plant {
            Plant::ErrorIsAbsence => found.or_else(|_| Ok(Attempts::none())),
            Plant::ReadyIsAbsence => without(PaymentStatus::Ready),
            Plant::CancelledIsUnpaid => without(PaymentStatus::Cancelled),
            _ => found,
        }
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        self.line.find(uid).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        self.line.cancel(request).await
    }
}
