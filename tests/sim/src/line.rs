//! A process's line to the gateway: what gets lost on it, and how long the process waits.

mod scheduling;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use keyin_domain::{
    AbsenceWindow, Attempts, ImpUid, MerchantUid, NotSentCause, Payment, Refusal, RefusalKind, UnknownCause,
};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, Clock, PaymentGateway, ReadError, Reply,
    RevokeError, ScheduleError, SendPermit, UnavailableCause,
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

/// A call without an answer.
#[derive(Clone, Copy, Debug)]
enum Broken {
    NotSent(NotSentCause),
    Unknown(UnknownCause),
}

/// Writes down once what a broken call is to each kind of caller.
macro_rules! broken_is {
    ($($error:ident),+) => {
        $(impl From<Broken> for $error {
            fn from(broken: Broken) -> Self {
                match broken {
                    Broken::NotSent(cause) => Self::NotSent(cause),
                    Broken::Unknown(cause) => Self::Unknown(cause),
                }
            }
        })+
    };
}

broken_is!(ChargeError, ScheduleError, RevokeError);

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

    fn check(&self, uid: &MerchantUid, permit: &SendPermit) -> Result<(), Broken> {
        if permit.merchant_uid() != uid {
            return Err(Broken::NotSent(NotSentCause::PermitForeign));
        }
        if !permit.holds_at(self.clock.monotonic()) {
            return Err(Broken::NotSent(NotSentCause::PermitExpired));
        }
        Ok(())
    }

    async fn send(&self, request: &ChargeRequest, permit: &SendPermit) -> Result<Reply, ChargeError> {
        self.check(request.intent().merchant_uid(), permit)?;
        self.process.stall_before_send().await;
        let (told, answer) = oneshot::channel();
        let work = Arc::clone(&self.gateway).work(request.intent().clone(), told);
        self.hand_over(work, answer).await?
    }

    /// Puts the work on its way, unless the request gets lost, and waits for the answer.
    async fn hand_over<T>(
        &self,
        work: impl Future<Output = ()> + Send + 'static,
        answer: oneshot::Receiver<T>,
    ) -> Result<T, Broken> {
        let road = self.road();
        match road {
            Road::Closed => return Err(Broken::NotSent(NotSentCause::Unreachable)),
            Road::RequestLost => return Err(Broken::Unknown(self.notice().await)),
            Road::Clear | Road::ReplyLost => {}
        }
        tokio::spawn(work);
        if road == Road::ReplyLost {
            return Err(Broken::Unknown(self.notice().await));
        }
        tokio::select! {
            biased;
            reply = answer => reply.map_err(|_| Broken::Unknown(UnknownCause::ConnectionLost)),
            () = self.clock.sleep(self.window.gateway_timeout) => Err(Broken::Unknown(UnknownCause::TimedOut)),
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
