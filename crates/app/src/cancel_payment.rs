//! Cancel a payment, in part or in full, once.

mod locating;
mod problem;
mod request;

use std::time::Duration;

use keyin_domain::{CancelReason, Charge, Evidence, Money, Payment, PaymentRef, UnknownCause};
use keyin_ports::{CancelError, JournalError, Monotonic};

pub use problem::CancelProblem;

use locating::unread;
use request::request_for;

use crate::Charging;
use crate::settling::LAST_LOOK;

/// How often a payment is read again after a lost reply.
const READ_AGAIN: Duration = Duration::from_secs(1);

/// A cancel as somebody orders it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelOrder {
    /// Which payment.
    pub reference: PaymentRef,
    /// How much to give back; none means all that is left.
    pub amount: Option<Money>,
    /// The tax-free part of it. None means what follows from the journal's charge, and is else not told to the
    /// gateway: most PGs take that for zero, some do not if the payment has such a part.
    pub tax_free: Option<Money>,
    /// The VAT in it, which has to be told where it was stated at payment. None means what follows from the journal's
    /// charge.
    pub vat: Option<Money>,
    /// What the caller believes is left to give back; none means whatever the gateway says now. Stating it
    /// makes a repeated order harmless.
    pub balance: Option<Money>,
    /// Why.
    pub reason: CancelReason,
    /// How long to look for an outcome that is not known.
    pub wait: Duration,
}

/// What became of a cancel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// The payment as it now stands.
    pub payment: Payment,
    /// All of it had been given back before: this call sent nothing, or changed nothing. Of a test payment the PG's
    /// word for that is enough, although the gateway's record still shows a balance.
    pub already: bool,
}

/// Cancels payments.
#[derive(Clone)]
pub struct CancelPayment {
    charging: Charging,
}

impl CancelPayment {
    /// Over these ports.
    pub fn new(charging: Charging) -> Self {
        Self { charging }
    }

    /// Gives money back once. The gateway is always told the amount and the balance it is taken from, so it
    /// refuses a repeat; after a lost reply the payment is read until it shows the cancel or the wait is
    /// over.
    ///
    /// Tax parts that the order does not state are told where they follow from the journal's charge: those of a whole
    /// payment, and of part of one that is tax-free throughout. Which parts earlier cancels took is not known.
    ///
    /// # Errors
    /// [`CancelProblem`].
    pub async fn run(&self, order: &CancelOrder) -> Result<Cancelled, CancelProblem> {
        let before = self.locate(&order.reference).await?;
        // An earlier cancel may have been cut off before the journal knew of it.
        let (before, charge) = self.learn(before).await;
        if before.balance().is_zero() && order.amount.is_none() {
            return Ok(Cancelled { payment: before, already: true });
        }
        let request = request_for(order, &before, charge.as_ref())?;
        let amount = request.amount;
        if self.charging.stop.is_asked() {
            return Err(CancelProblem::Stopped);
        }
        match self.charging.gateway.cancel(request).await {
            Ok(payment) => Ok(Cancelled { payment: self.keep(payment).await, already: false }),
            Err(CancelError::Unknown(cause)) => self.find_out(before, amount, cause, order.wait).await,
            Err(CancelError::AlreadyCancelled) => self.cancelled_elsewhere(&before).await,
            Err(CancelError::NotFound) => Err(CancelProblem::NotFound),
            Err(error @ (CancelError::Declined(_) | CancelError::Refused(_) | CancelError::NotSent(_))) => {
                Err(CancelProblem::Gateway(error))
            }
        }
    }

    /// The PG says that all was given back before. The gateway's record has to show it, except for a test
    /// payment: those the PG takes back by itself every evening without the gateway's knowledge.
    async fn cancelled_elsewhere(&self, before: &Payment) -> Result<Cancelled, CancelProblem> {
        let payment = self.charging.gateway.find(before.imp_uid()).await.map_err(unread)?;
        let payment = self.keep(payment).await;
        if payment.balance().is_zero() || payment.details().sandbox {
            Ok(Cancelled { payment, already: true })
        } else {
            Err(CancelProblem::Gateway(CancelError::AlreadyCancelled))
        }
    }

    /// As [`learn`](Self::learn), for the payment alone.
    async fn keep(&self, payment: Payment) -> Payment {
        self.learn(payment).await.0
    }

    /// Lets the journal know, if the charge was made through it; returns what it knows to have become of the
    /// payment since, if the read lagged, and the charge. The gateway's word stands without it: the next look at
    /// the charge brings it in again.
    async fn learn(&self, payment: Payment) -> (Payment, Option<Charge>) {
        match self.note(&payment).await {
            Ok(charge) => {
                let known = charge.as_ref().and_then(Charge::payment);
                let known = known.filter(|known| payment.is_behind(known)).cloned();
                (known.unwrap_or(payment), charge)
            }
            Err(error) => {
                tracing::warn!(merchant_uid = %payment.merchant_uid(), %error, "the cancel is not in the journal yet");
                (payment, None)
            }
        }
    }

    async fn note(&self, payment: &Payment) -> Result<Option<Charge>, JournalError> {
        let uid = payment.merchant_uid();
        let Some(charge) = self.charging.journal.find(uid).await? else { return Ok(None) };
        let evidence = Evidence::Paid(Box::new(payment.clone()));
        let now = self.charging.clock.now();
        self.charging.journal.record(uid, charge.epoch(), evidence, now).await.map(Some)
    }

    /// Reads the payment until it shows the cancel, `wait` is over or the stop is asked for.
    async fn find_out(
        &self,
        before: Payment,
        amount: Money,
        cause: UnknownCause,
        wait: Duration,
    ) -> Result<Cancelled, CancelProblem> {
        let until = self.charging.clock.monotonic().after(wait);
        let expected = before.cancelled().checked_add(amount);
        let read = self.charging.within(until.after(LAST_LOOK), self.read_until(&before, expected, until));
        match self.charging.stop.unless_asked(read).await.flatten().flatten() {
            Some(payment) => Ok(Cancelled { payment: self.keep(payment).await, already: false }),
            None => Err(CancelProblem::Unknown { cause, balance: before.balance() }),
        }
    }

    async fn read_until(
        &self,
        before: &Payment,
        expected: Option<Money>,
        until: Monotonic,
    ) -> Option<Payment> {
        let clock = &self.charging.clock;
        loop {
            if let Ok(payment) = self.charging.gateway.find(before.imp_uid()).await
                && Some(payment.cancelled()) == expected
            {
                return Some(payment);
            }
            let now = clock.monotonic();
            if now >= until {
                return None;
            }
            clock.sleep_until(now.after(READ_AGAIN).min(until)).await;
        }
    }
}
