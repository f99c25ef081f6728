//! A gateway that is the stage's but for what a test puts in front of it.

use std::sync::Arc;

use async_trait::async_trait;
use keyin_adapter_memory::MemoryGateway;
use keyin_app::Charging;
use keyin_domain::{Attempts, ImpUid, MerchantUid, Payment};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply, SendPermit,
};

use crate::stage::Stage;

/// What stands in front of the gateway: a call of which it says nothing is passed on.
#[async_trait]
pub(crate) trait Front: Send + Sync + 'static {
    fn behind(&self) -> &MemoryGateway;

    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.behind().charge(request, permit).await
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        self.behind().look_up(uid).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        self.behind().find(uid).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        self.behind().cancel(request).await
    }
}

/// The stage's ports, with this in front of the gateway.
pub(crate) fn with_front(stage: &Stage, front: Arc<impl Front>) -> Charging {
    Charging { gateway: Arc::new(Fronted(front)), ..stage.charging.clone() }
}

struct Fronted<F>(Arc<F>);

#[async_trait]
impl<F: Front> PaymentGateway for Fronted<F> {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.0.charge(request, permit).await
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        self.0.look_up(uid).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        self.0.find(uid).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        self.0.cancel(request).await
    }
}
