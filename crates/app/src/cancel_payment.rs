//! Cancel a payment, in part or in full, once.

use std::time::Duration;

use keyin_domain::{CancelReason, Charge, Evidence, Money, Payment, PaymentRef, UnknownCause};
use keyin_ports::{CancelError, CancelRequest, JournalError, Monotonic, ReadError};

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
    /// The tax-free part of it; none means none.
    pub tax_free: Option<Money>,
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
    /// All of it had been given back before: this call sent nothing, or changed nothing.
    pub already: bool,
}

/// Why nothing was cancelled, or why it is not known.
#[derive(Debug, thiserror::Error)]
pub enum CancelProblem {
    /// There is no such payment, or none that was captured. Nothing was sent.
    #[error("there is no such payment to cancel")]
    NotFound,
    /// Several payments with something left stand under this merchant_uid: name one by its imp_uid. Nothing
    /// was sent.
    #[error("several payments stand under this merchant_uid")]
    Ambiguous,
    /// More than is left. Nothing was sent.
    #[error("{asked} is more than the {left} that is left")]
    TooMuch {
        /// What was asked for.
        asked: Money,
        /// What is left.
        left: Money,
    },
    /// The amounts are in another currency than the payment. Nothing was sent.
    #[error("the payment is in another currency")]
    OtherCurrency,
    /// The balance is not what the caller believes: most likely the cancel was made before. Nothing was sent.
    #[error("{left} is left, not {believed}")]
    BalanceDiffers {
        /// What the caller believes.
        believed: Money,
        /// What is left.
        left: Money,
    },
    /// The stop was asked for before the cancel was sent. Nothing was sent.
    #[error("stopped before anything was sent")]
    Stopped,
    /// The payment could not be read. Nothing was sent.
    #[error("the payment could not be read")]
    Unread(#[source] ReadError),
    /// The gateway's answer: nothing was given back by this call.
    #[error(transparent)]
    Gateway(CancelError),
    /// Whether money was given back is not known. The same order with this balance stated is safe to repeat.
    #[error("whether the payment was cancelled is unknown: {}", .cause.code())]
    Unknown {
        /// Why.
        cause: UnknownCause,
        /// What was left before.
        balance: Money,
    },
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
    /// # Errors
    /// [`CancelProblem`].
    pub async fn run(&self, order: &CancelOrder) -> Result<Cancelled, CancelProblem> {
        let before = self.locate(&order.reference).await?;
        // An earlier cancel may have been cut off before the journal knew of it.
        let before = self.keep(before).await;
        if before.balance().is_zero() && order.amount.is_none() {
            return Ok(Cancelled { payment: before, already: true });
        }
        let request = request_for(order, &before)?;
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

    async fn locate(&self, reference: &PaymentRef) -> Result<Payment, CancelProblem> {
        let found = match reference {
            PaymentRef::Imp(uid) => vec![self.charging.gateway.find(uid).await.map_err(unread)?],
            PaymentRef::Merchant(uid) => {
                self.charging.gateway.look_up(uid).await.map_err(unread)?.records().to_vec()
            }
        };
        let captured: Vec<Payment> = found.into_iter().filter(Payment::was_captured).collect();
        let mut open = captured.iter().filter(|payment| !payment.balance().is_zero());
        match (open.next(), open.next()) {
            (Some(_), Some(_)) => Err(CancelProblem::Ambiguous),
            (Some(only), None) => Ok(only.clone()),
            (None, _) => captured.first().cloned().ok_or(CancelProblem::NotFound),
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

    /// Lets the journal know, if the charge was made through it; returns what it knows to have become of the
    /// payment since, if the read lagged. The gateway's word stands without it: the next look at the charge
    /// brings it in again.
    async fn keep(&self, payment: Payment) -> Payment {
        match self.note(&payment).await {
            Ok(charge) => {
                let known = charge.as_ref().and_then(Charge::payment);
                known.filter(|known| payment.is_behind(known)).cloned().unwrap_or(payment)
            }
            Err(error) => {
                tracing::warn!(merchant_uid = %payment.merchant_uid(), %error, "the cancel is not in the journal yet");
                payment
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

fn request_for(order: &CancelOrder, payment: &Payment) -> Result<CancelRequest, CancelProblem> {
    let left = payment.balance();
    let amount = order.amount.unwrap_or(left);
    let tax_free = order.tax_free.unwrap_or(Money::zero(left.currency()));
    let believed = order.balance.unwrap_or(left);
    if [amount, tax_free, believed].iter().any(|money| money.currency() != left.currency()) {
        return Err(CancelProblem::OtherCurrency);
    }
    if believed != left {
        return Err(CancelProblem::BalanceDiffers { believed, left });
    }
    if amount.is_zero() || amount.minor() > left.minor() {
        return Err(CancelProblem::TooMuch { asked: amount, left });
    }
    Ok(CancelRequest {
        imp_uid: payment.imp_uid().clone(),
        amount,
        tax_free,
        balance: left,
        reason: order.reason.clone(),
    })
}

fn unread(error: ReadError) -> CancelProblem {
    match error {
        ReadError::NotFound => CancelProblem::NotFound,
        other => CancelProblem::Unread(other),
    }
}
