//! [`PaymentGateway`], told of.

use async_trait::async_trait;
use keyin_domain::{Attempts, CustomerUid, ImpUid, MerchantUid, Payment};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply, SendPermit,
};
use tracing::info_span;

use super::watch::{Kind, watched};
use super::{Traced, outcome};

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: PaymentGateway + ?Sized> PaymentGateway for Traced<P> {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        let span = info_span!(
            "gateway_call",
            operation = "charge",
            merchant_uid = request.intent().merchant_uid().as_str(),
            customer_uid = request.intent().method().customer_uid().map(CustomerUid::as_str),
            epoch = permit.epoch().get(),
        );
        watched(&*self.clock, span, Kind::Change, self.inner.charge(request, permit), outcome::of_charge)
            .await
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        let span = info_span!("gateway_call", operation = "look_up", merchant_uid = uid.as_str());
        watched(&*self.clock, span, Kind::Read, self.inner.look_up(uid), outcome::of_read).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        let span = info_span!("gateway_call", operation = "find", imp_uid = uid.as_str());
        watched(&*self.clock, span, Kind::Read, self.inner.find(uid), outcome::of_read).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        let span = info_span!("gateway_call", operation = "cancel", imp_uid = request.imp_uid.as_str());
        watched(&*self.clock, span, Kind::Change, self.inner.cancel(request), outcome::of_cancel).await
    }
}
