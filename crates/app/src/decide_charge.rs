//! A person's word on a charge whose answers contradict each other, or whose payment was found late.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    AbsenceWindow, Attempts, Charge, ChargeState, Decision, EarliestRun, Evidence, Executor, ImpUid,
    MerchantUid, Money, Payment, PaymentRef, PaymentStatus, Schedule, ScheduleStatus,
};
use keyin_ports::{JournalError, ReadError};

use crate::Charging;

/// What a person says of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// This payment is the charge's, whatever it differs in.
    Adopt(ImpUid),
    /// No payment is: the same request may be sent again.
    NoPayment,
}

/// Why a word was not taken. Nothing was sent, nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum DecideProblem {
    /// The journal holds no such charge.
    #[error("the journal holds no such charge")]
    NotFound,
    /// The charge is not one that a person decides.
    #[error("a charge that is {state} is not for a person to decide")]
    NotForAPerson {
        /// Where it stands.
        state: ChargeState,
    },
    /// The gateway shows no such captured payment under the charge's merchant_uid.
    #[error("no such captured payment stands under the merchant_uid")]
    NotCaptured,
    /// A captured payment under the merchant_uid that would be nobody's still has a balance: cancel it first.
    #[error("{imp_uid} still has {balance} that nobody would own up to")]
    Unowned {
        /// Which payment.
        imp_uid: ImpUid,
        /// What is left of it.
        balance: Money,
    },
    /// A payment under the merchant_uid is begun and not decided.
    #[error("{imp_uid} is not decided yet")]
    Undecided {
        /// Which payment.
        imp_uid: ImpUid,
    },
    /// The gateway's scheduler still holds an order under the merchant_uid, or there is nothing to ask it by: at its
    /// time it would make a payment.
    #[error("the gateway's scheduler may still make a payment")]
    Scheduled,
    /// The gateway may still make a payment of what was sent, or its reads may not show yet the one that is
    /// known: before this time no absence is believed, a person's neither.
    #[error("before {until} a payment may still appear")]
    TooEarly {
        /// The end of the absence window.
        until: Timestamp,
    },
    /// The gateway could not be read.
    #[error(transparent)]
    Gateway(#[from] ReadError),
    /// The journal could not be used.
    #[error(transparent)]
    Store(#[from] JournalError),
}

/// Takes a person's word on charges in review and on payments found late.
#[derive(Clone)]
pub struct DecideCharge {
    charging: Charging,
}

impl DecideCharge {
    /// Over these ports.
    pub fn new(charging: Charging) -> Self {
        Self { charging }
    }

    /// Reads what the gateway holds under the charge's merchant_uid, and takes the word only if no money is
    /// left without an owner: every captured payment but the adopted one was given back in full, and the gateway's
    /// scheduler, where it was to make the charge, holds no order that would make another. That none
    /// was made is taken only after the absence window, because the same request may then be sent again. A
    /// look-up that misses the payment the journal has just learnt of lags, and decides nothing.
    ///
    /// # Errors
    /// [`DecideProblem`].
    pub async fn run(&self, reference: &PaymentRef, ruling: &Ruling) -> Result<Charge, DecideProblem> {
        let uid = self.merchant_uid(reference).await?;
        let charge = self.charging.journal.find(&uid).await?.ok_or(DecideProblem::NotFound)?;
        must_be_for_a_person(&charge)?;
        let asked_at = self.charging.clock.now();
        self.must_not_be_scheduled(&charge, ruling, asked_at).await?;
        let attempts = self.charging.gateway.look_up(&uid).await?;
        must_not_lag(&charge, &attempts, asked_at, &self.charging.window)?;
        let decision = decide(&charge, ruling, &attempts, asked_at)?;
        let now = self.charging.clock.now();
        let evidence = Evidence::Decided(decision);
        let charge = self.charging.journal.record(&uid, charge.epoch(), evidence, now).await?;
        if charge.is_decided() {
            Ok(charge)
        } else {
            Err(DecideProblem::NotForAPerson { state: charge.state() })
        }
    }

    /// Asked anew, whatever the row knows: the order that the scheduler holds may be somebody else's.
    async fn must_not_be_scheduled(
        &self,
        charge: &Charge,
        ruling: &Ruling,
        asked_at: Timestamp,
    ) -> Result<(), DecideProblem> {
        if charge.executor() == Executor::Keyin {
            return Ok(());
        }
        let Some(schedules) = &self.charging.schedules else { return Err(DecideProblem::Scheduled) };
        match schedules.find(charge.intent().merchant_uid()).await {
            Ok(order) => match ruling {
                // What was run or taken back may well be the payment that is adopted.
                Ruling::Adopt(_) if order.is_open() => Err(DecideProblem::Scheduled),
                Ruling::Adopt(_) => Ok(()),
                Ruling::NoPayment => must_not_run(charge, &order, asked_at, &self.charging.window),
            },
            Err(ReadError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn merchant_uid(&self, reference: &PaymentRef) -> Result<MerchantUid, DecideProblem> {
        match reference {
            PaymentRef::Merchant(uid) => Ok(uid.clone()),
            PaymentRef::Imp(uid) => match self.charging.gateway.find(uid).await {
                Ok(payment) => Ok(payment.merchant_uid().clone()),
                Err(ReadError::NotFound) => Err(DecideProblem::NotFound),
                Err(error) => Err(error.into()),
            },
        }
    }
}

fn must_be_for_a_person(charge: &Charge) -> Result<(), DecideProblem> {
    match charge.state() {
        ChargeState::Review | ChargeState::LatePaid => Ok(()),
        state => Err(DecideProblem::NotForAPerson { state }),
    }
}

fn decide(
    charge: &Charge,
    ruling: &Ruling,
    attempts: &Attempts,
    asked_at: Timestamp,
) -> Result<Decision, DecideProblem> {
    let adopted = |payment: &&Payment| matches!(ruling, Ruling::Adopt(uid) if payment.imp_uid() == uid);
    let captured = || attempts.records().iter().filter(|payment| payment.was_captured());
    if let Some(unowned) = captured().find(|payment| !adopted(payment) && !payment.balance().is_zero()) {
        let imp_uid = unowned.imp_uid().clone();
        return Err(DecideProblem::Unowned { imp_uid, balance: unowned.balance() });
    }
    let adopt = captured().find(adopted).map(|payment| Box::new(payment.clone()));
    match ruling {
        Ruling::Adopt(_) if adopt.is_none() => return Err(DecideProblem::NotCaptured),
        Ruling::Adopt(_) => {}
        Ruling::NoPayment => must_stay_absent(charge, attempts, asked_at)?,
    }
    let dismissed = captured().filter(|payment| !adopted(payment)).map(|payment| payment.imp_uid().clone());
    Ok(Decision { adopt, dismissed: dismissed.collect() })
}

/// One that was taken back near its time may have begun before, and its payment shows within a window.
fn must_not_run(
    charge: &Charge,
    order: &Schedule,
    asked_at: Timestamp,
    window: &AbsenceWindow,
) -> Result<(), DecideProblem> {
    match (order.status(), order.details().payment) {
        (ScheduleStatus::Executed, Some(PaymentStatus::Failed | PaymentStatus::Cancelled)) => Ok(()),
        (ScheduleStatus::Scheduled | ScheduleStatus::Executed, _) => Err(DecideProblem::Scheduled),
        (ScheduleStatus::Revoked, _) => {
            let run = EarliestRun::of(order, charge.due());
            let until = window.deadlines(run.at().get()).settle_after;
            let reach = window.deadlines(asked_at).settle_after;
            let may_show = run.may_have_begun_before(reach) && asked_at < until;
            if may_show { Err(DecideProblem::TooEarly { until }) } else { Ok(()) }
        }
    }
}

fn must_not_lag(
    charge: &Charge,
    attempts: &Attempts,
    asked_at: Timestamp,
    window: &AbsenceWindow,
) -> Result<(), DecideProblem> {
    let is_shown = |known: &Payment| {
        attempts
            .records()
            .iter()
            .any(|payment| payment.was_captured() && payment.imp_uid() == known.imp_uid())
    };
    let until = window.deadlines(charge.changed_at()).settle_after;
    match charge.payment() {
        Some(known) if !is_shown(known) && asked_at < until => Err(DecideProblem::TooEarly { until }),
        Some(_) | None => Ok(()),
    }
}

fn must_stay_absent(charge: &Charge, attempts: &Attempts, asked_at: Timestamp) -> Result<(), DecideProblem> {
    let is_undecided = |payment: &&Payment| payment.status() == PaymentStatus::Ready;
    if let Some(undecided) = attempts.records().iter().find(is_undecided) {
        return Err(DecideProblem::Undecided { imp_uid: undecided.imp_uid().clone() });
    }
    match charge.deadlines() {
        Some(deadlines) if asked_at < deadlines.settle_after => {
            Err(DecideProblem::TooEarly { until: deadlines.settle_after })
        }
        _ => Ok(()),
    }
}
