//! The one way of a charge: intend → pace → claim → send → record → settle; intend and claim are one step where the
//! pace lets it through at once.

use std::sync::Arc;
use std::time::Duration;

use keyin_domain::{
    AbsenceWindow, Card, Charge, ChargeIntent, ChargeState, Deadlines, Epoch, Evidence, MerchantUid, Payment,
    Pg, UnknownCause,
};
use keyin_ports::{
    Begun, ChargeError, ChargeRequest, Claim, Clock, Intended, Journal, JournalError, Monotonic, Pace,
    PaymentGateway, Reply, Schedules, SendPermit,
};

use crate::settling::{LAST_LOOK, awaits_outcome};
use crate::{ChargeProblem, Stop};

/// The ports and settings that every charge needs. Cheap to clone.
#[derive(Clone)]
pub struct Charging {
    /// Where the money moves.
    pub gateway: Arc<dyn PaymentGateway>,
    /// The gateway's own scheduler, where charges are given to it: what it makes can only be settled with it.
    pub schedules: Option<Arc<dyn Schedules>>,
    /// Where every step is written down.
    pub journal: Arc<dyn Journal>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Calls a second.
    pub pace: Arc<dyn Pace>,
    /// When an absence may be believed.
    pub window: AbsenceWindow,
    /// The wish to end.
    pub stop: Stop,
}

/// How long an outcome that is not known is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) time: Duration,
    pub(crate) others: Others,
}

/// What to do about a charge that somebody else is sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// Wait for it.
    Await,
    /// Return at once and tell that it is in flight.
    Leave,
}

impl From<Duration> for Wait {
    fn from(time: Duration) -> Self {
        Self { time, others: Others::Await }
    }
}

/// How a charge stands when the use case returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeOutcome {
    /// The journal's row.
    pub charge: Charge,
    /// The outcome is that of an earlier request: this call sent nothing.
    pub replayed: bool,
}

impl Charging {
    /// Charges at most once, and looks for an outcome that is not known until `wait` is over.
    ///
    /// If the same request is under way or unknown, it is settled first; only a charge that certainly was
    /// not made is then sent. It runs in a task of its own: a caller who drops the future once it was polled
    /// cuts nothing.
    pub(crate) async fn charge_once(
        &self,
        intent: ChargeIntent,
        card: Option<Card>,
        wait: Duration,
    ) -> Result<ChargeOutcome, ChargeProblem> {
        let request = ChargeRequest::new(intent, card)?;
        self.begin(request, wait.into()).await
    }

    /// The same, begun at once: what is returned only waits, and is small.
    pub(crate) fn begin(
        &self,
        request: ChargeRequest,
        wait: Wait,
    ) -> impl Future<Output = Result<ChargeOutcome, ChargeProblem>> + Send + use<> {
        let this = self.clone();
        let whole = tokio::spawn(async move { this.go_the_whole_way(request, wait).await });
        async move {
            whole.await.unwrap_or_else(|fall| {
                let source = JournalError::Unavailable(Box::new(fall));
                Err(ChargeProblem::StoreAfterSend { said: ChargeState::Intent.as_str(), source })
            })
        }
    }

    async fn go_the_whole_way(
        &self,
        request: ChargeRequest,
        wait: Wait,
    ) -> Result<ChargeOutcome, ChargeProblem> {
        if self.stop.is_asked() {
            return Err(ChargeProblem::Stopped);
        }
        // Whoever may send at once needs one step of the journal, not two.
        let standing = if self.pace.admit_now() {
            let (deadlines, send_before) = self.deadlines();
            match self.journal.begin(request.intent().clone(), deadlines, send_before).await? {
                Begun::Won { permit, charge } => {
                    drop(charge);
                    return self.send_and_settle(request, permit, wait).await;
                }
                Begun::Same(charge) => self.catch_up(charge, wait).await?,
                Begun::Conflict(fields) => return Err(ChargeProblem::Conflict(fields)),
            }
        } else {
            match self.journal.intend(request.intent().clone(), self.clock.now()).await? {
                Intended::New(charge) => charge,
                Intended::Same(charge) => self.catch_up(charge, wait).await?,
                Intended::Conflict(fields) => return Err(ChargeProblem::Conflict(fields)),
            }
        };
        if standing.state().may_claim() {
            self.claim_and_send(request, standing, wait).await
        } else {
            Ok(ChargeOutcome { charge: *standing, replayed: true })
        }
    }

    async fn claim_and_send(
        &self,
        request: ChargeRequest,
        standing: Box<Charge>,
        wait: Wait,
    ) -> Result<ChargeOutcome, ChargeProblem> {
        if self.stop.unless_asked(self.pace.admit()).await.is_none() {
            return Err(ChargeProblem::Stopped);
        }
        let (deadlines, send_before) = self.deadlines();
        match self.journal.claim(&standing, deadlines, send_before).await? {
            Claim::Won { permit, charge } => {
                drop((standing, charge));
                self.send_and_settle(request, permit, wait).await
            }
            Claim::Lost(charge) => {
                let charge = self.catch_up(charge, wait).await?;
                Ok(ChargeOutcome { charge: *charge, replayed: true })
            }
        }
    }

    /// No row is kept while the call is out: thousands may be.
    async fn send_and_settle(
        &self,
        request: ChargeRequest,
        permit: SendPermit,
        wait: Wait,
    ) -> Result<ChargeOutcome, ChargeProblem> {
        let mut charge = self.send(request, permit).await?;
        if is_worth_a_look(&charge) {
            charge = Box::pin(self.after_send(charge, wait.time)).await?;
        }
        Ok(ChargeOutcome { charge: *charge, replayed: false })
    }

    /// Settles what somebody else sent, or an earlier run did. A journal that fails on the way leaves that
    /// unknown, although this run has sent nothing.
    pub(crate) async fn catch_up(
        &self,
        charge: Box<Charge>,
        wait: Wait,
    ) -> Result<Box<Charge>, ChargeProblem> {
        let is_left = wait.others == Others::Leave && self.is_being_sent(&charge);
        if is_left || !awaits_outcome(&charge) {
            return Ok(charge);
        }
        let said = charge.state().as_str();
        let settled = Box::pin(self.settle(*charge, wait.time)).await;
        settled.map(Box::new).map_err(|source| ChargeProblem::StoreAfterSend { said, source })
    }

    /// Both count from before the claim, so a slow commit only shortens them.
    pub(crate) fn deadlines(&self) -> (Deadlines, Monotonic) {
        let deadlines = self.window.deadlines(self.clock.now());
        (deadlines, self.clock.monotonic().after(self.window.send_deadline))
    }

    /// In a task of its own too, so that an adapter that falls leaves an unknown and not a row in flight.
    async fn send(&self, request: ChargeRequest, permit: SendPermit) -> Result<Box<Charge>, ChargeProblem> {
        let uid = request.intent().merchant_uid().clone();
        let epoch = permit.epoch();
        let this = self.clone();
        let sender = tokio::spawn(async move { this.send_and_record(request, permit).await });
        match sender.await {
            Ok(recorded) => recorded,
            Err(_) => self.record(&uid, epoch, Evidence::NoAnswer(UnknownCause::Interrupted)).await,
        }
    }

    async fn send_and_record(
        &self,
        request: ChargeRequest,
        permit: SendPermit,
    ) -> Result<Box<Charge>, ChargeProblem> {
        let uid = request.intent().merchant_uid().clone();
        let epoch = permit.epoch();
        let asked = request.intent().pg().cloned();
        let evidence = evidence_of(self.gateway.charge(request, permit).await);
        if let (Some(asked), Evidence::Paid(payment)) = (asked, &evidence) {
            alarm_if_other_pg(&asked, payment);
        }
        self.record(&uid, epoch, evidence).await
    }

    pub(crate) async fn record(
        &self,
        uid: &MerchantUid,
        epoch: Epoch,
        evidence: Evidence,
    ) -> Result<Box<Charge>, ChargeProblem> {
        let said = evidence.as_str();
        let recorded = self.journal.record(uid, epoch, evidence, self.clock.now()).await;
        recorded.map(Box::new).map_err(|source| ChargeProblem::StoreAfterSend { said, source })
    }

    /// Settles what is unknown. A decline told in words alone is looked up once, because the gateway may
    /// hold a record of it all the same; that it is a decline stands without.
    async fn after_send(&self, charge: Box<Charge>, wait: Duration) -> Result<Box<Charge>, ChargeProblem> {
        let settled = if is_told_in_words_alone(&charge) {
            let end = self.clock.monotonic().after(LAST_LOOK);
            self.within(end, Box::pin(self.look((*charge).clone()))).await.unwrap_or(Ok(*charge))
        } else {
            self.settle(*charge, wait).await
        };
        settled.map(Box::new).map_err(|source| ChargeProblem::StoreAfterSend { said: "looked_up", source })
    }
}

/// Whether looking it up may tell more of a charge that was just sent. Most are not, so what the look needs is
/// put on the heap only then: thousands of charges may be under way at once.
fn is_worth_a_look(charge: &Charge) -> bool {
    awaits_outcome(charge) || is_told_in_words_alone(charge)
}

fn is_told_in_words_alone(charge: &Charge) -> bool {
    charge.decline().is_some() && charge.imp_uid().is_none()
}

/// The gateway falls back to the merchant's default PG when it does not know the one that was asked for. The
/// payment is made all the same, so this is told and nothing else.
fn alarm_if_other_pg(asked: &Pg, payment: &Payment) {
    let Some(used) = &payment.details().pg else { return };
    if asked.code() != used.code()
        || asked.mid().is_some_and(|mid| used.mid().is_some_and(|other| other != mid))
    {
        tracing::warn!(merchant_uid = %payment.merchant_uid(), %asked, %used, "paid through another PG than asked");
    }
}

pub(crate) fn evidence_of(answer: Result<Reply, ChargeError>) -> Evidence {
    match answer {
        Ok(Reply::Paid(payment)) => Evidence::Paid(payment),
        Ok(Reply::Declined { decline, record }) => Evidence::Declined { decline, record },
        Err(error) => evidence_of_error(error),
    }
}

pub(crate) fn evidence_of_error(error: ChargeError) -> Evidence {
    match error {
        ChargeError::NotSent(cause) => Evidence::NotSent(cause),
        ChargeError::Refused(refusal) => Evidence::Refused(refusal),
        ChargeError::Unknown(cause) => Evidence::NoAnswer(cause),
        ChargeError::Mismatch(difference) => Evidence::Mismatched(difference),
    }
}
