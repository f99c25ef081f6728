//! [`PaymentGateway`], its reads repeated.

use async_trait::async_trait;
use keyin_domain::{Attempts, ImpUid, MerchantUid, Payment};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply, SendPermit,
};

use super::RetryReads;

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: PaymentGateway + ?Sized> PaymentGateway for RetryReads<P> {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.inner.charge(request, permit).await
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        self.read(|| self.inner.look_up(uid)).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        self.read(|| self.inner.find(uid)).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        self.inner.cancel(request).await
    }
}
