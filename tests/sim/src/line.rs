//! A process's line to the gateway: what gets lost on it, and how long the process waits.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::{
    AbsenceWindow, Attempts, BillingKey, CancelReason, CustomerUid, ImpUid, MerchantUid, NotSentCause,
    Payment, Refusal, RefusalKind, UnknownCause,
};
use keyin_ports::{
    BillingKeyRequest, BillingKeys, CancelError, CancelRequest, ChargeError, ChargeRequest, Clock,
    IssueError, PaymentGateway, ReadError, Reply, RevokeError, SendPermit, UnavailableCause,
};
use tokio::sync::oneshot;

use crate::clock::SimClock;
use crate::dice::Dice;
use crate::gateway::Gateway;
use crate::process::Process;

#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) process: Arc<Process>,
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) clock: SimClock,
    pub(crate) dice: Arc<Dice>,
    pub(crate) window: AbsenceWindow,
    /// How many of a thousand calls something happens to.
    pub(crate) trouble: u32,
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Road {
    Clear,
    /// No connection comes about.
    Closed,
    /// The request is lost after sending began.
    RequestLost,
    /// The answer is lost.
    ReplyLost,
}

impl Line {
    fn road(&self) -> Road {
        if self.gateway.is_calm() || !self.dice.happens(self.trouble) {
            return Road::Clear;
        }
        self.dice.one_of(&[Road::Closed, Road::RequestLost, Road::ReplyLost, Road::ReplyLost])
    }

    /// A connection that broke is noticed soon, or not before the time-out.
    async fn notice(&self) -> UnknownCause {
        let soon = self.dice.happens(500);
        let wait =
            if soon { self.dice.below(self.window.gateway_timeout) } else { self.window.gateway_timeout };
        self.clock.sleep(wait).await;
        if soon { UnknownCause::ConnectionLost } else { UnknownCause::TimedOut }
    }

    async fn send(&self, request: &ChargeRequest, permit: &SendPermit) -> Result<Reply, ChargeError> {
        if permit.merchant_uid() != request.intent().merchant_uid() {
            return Err(ChargeError::NotSent(NotSentCause::PermitForeign));
        }
        if !permit.holds_at(self.clock.monotonic()) {
            return Err(ChargeError::NotSent(NotSentCause::PermitExpired));
        }
        self.process.stall_before_send().await;
        let road = self.road();
        match road {
            Road::Closed => return Err(ChargeError::NotSent(NotSentCause::Unreachable)),
            Road::RequestLost => return Err(ChargeError::Unknown(self.notice().await)),
            Road::Clear | Road::ReplyLost => {}
        }
        let (told, answer) = oneshot::channel();
        tokio::spawn(Arc::clone(&self.gateway).work(request.intent().clone(), told));
        if road == Road::ReplyLost {
            return Err(ChargeError::Unknown(self.notice().await));
        }
        tokio::select! {
            biased;
            reply = answer => reply.unwrap_or(Err(ChargeError::Unknown(UnknownCause::ConnectionLost))),
            () = self.clock.sleep(self.window.gateway_timeout) => Err(ChargeError::Unknown(UnknownCause::TimedOut)),
        }
    }

    async fn read<T>(&self, answer: impl FnOnce() -> T) -> Result<T, ReadError> {
        self.process.step().await;
        let slow = if self.dice.happens(100) { 20_000 } else { 200 };
        self.clock.sleep(self.dice.below(Duration::from_millis(slow))).await;
        let answer = match self.road() {
            Road::Clear => Ok(answer()),
            Road::Closed => Err(ReadError::Unavailable(UnavailableCause::Unreachable)),
            Road::RequestLost => Err(ReadError::Unavailable(UnavailableCause::HttpStatus(503))),
            Road::ReplyLost => Err(ReadError::Protocol),
        };
        self.clock.sleep(self.dice.below(Duration::from_millis(slow))).await;
        self.process.step().await;
        answer
    }
}

#[async_trait]
impl PaymentGateway for Line {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        self.process.step().await;
        let reply = self.send(&request, &permit).await;
        self.process.step().await;
        reply
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        self.read(|| self.gateway.shown(uid)).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        self.read(|| self.gateway.find(uid)).await?.ok_or(ReadError::NotFound)
    }

    /// Nobody cancels in a schedule but the PG's own people.
    async fn cancel(&self, _: CancelRequest) -> Result<Payment, CancelError> {
        Err(CancelError::Refused(Refusal::new(RefusalKind::Unsupported, "")))
    }
}

/// No billing key is taken before the schedule begins; those that are charged were issued elsewhere.
#[async_trait]
impl BillingKeys for Line {
    async fn find(&self, _: &CustomerUid) -> Result<BillingKey, ReadError> {
        self.read(|| ()).await?;
        Err(ReadError::NotFound)
    }

    async fn issue(&self, _: BillingKeyRequest) -> Result<BillingKey, IssueError> {
        Err(IssueError::Refused(Refusal::new(RefusalKind::Unsupported, "")))
    }

    async fn revoke(&self, _: &CustomerUid, _: &CancelReason) -> Result<BillingKey, RevokeError> {
        Err(RevokeError::NotFound)
    }
}
