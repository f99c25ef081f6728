//! A gateway whose caller may end at any of its steps.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_domain::{Attempts, ImpUid, MerchantUid, Payment};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply, SendPermit,
};

use crate::crash::{around, step};

pub(crate) struct CrashingGateway(pub(crate) Arc<dyn PaymentGateway>);

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl PaymentGateway for CrashingGateway {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        step(&request);
        let reply = self.0.charge(request, permit).await;
        step(&reply);
        reply
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        around(self.0.look_up(uid)).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        around(self.0.find(uid)).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        around(self.0.cancel(request)).await
    }
}
