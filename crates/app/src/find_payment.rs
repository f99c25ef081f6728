//! Find a payment by either of its numbers.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{Attempts, Charge, ChargeState, Executor, ImpUid, MerchantUid, Payment, PaymentRef};
use keyin_ports::{JournalError, ReadError};

use crate::Charging;

/// What is known of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The journal's row, if the charge was made through it.
    pub charge: Option<Charge>,
    /// The gateway's records, newest first.
    pub payments: Vec<Payment>,
}

/// Why nothing was found.
#[derive(Debug, thiserror::Error)]
pub enum FindProblem {
    /// Neither the journal nor the gateway knows it.
    #[error("no such payment")]
    NotFound,
    /// The gateway's answer.
    #[error(transparent)]
    Gateway(#[from] ReadError),
    /// The journal could not be used.
    #[error(transparent)]
    Store(#[from] JournalError),
}

/// Finds payments.
#[derive(Clone)]
pub struct FindPayment {
    charging: Charging,
}

impl FindPayment {
    /// Over these ports.
    pub fn new(charging: Charging) -> Self {
        Self { charging }
    }

    /// Reads the payment at the gateway, and lets the journal learn what it says: an open charge may settle,
    /// cancels made elsewhere come in, and a payment found after the end is seen. If the gateway is not
    /// available, the journal's row alone is the answer.
    ///
    /// # Errors
    /// [`FindProblem`].
    pub async fn run(&self, reference: &PaymentRef) -> Result<Found, FindProblem> {
        match reference {
            PaymentRef::Merchant(uid) => self.by_merchant_uid(uid).await,
            PaymentRef::Imp(uid) => self.by_imp_uid(uid).await,
        }
    }

    async fn by_imp_uid(&self, uid: &ImpUid) -> Result<Found, FindProblem> {
        let asked_at = self.charging.clock.now();
        let payment = match self.charging.gateway.find(uid).await {
            Ok(payment) => payment,
            Err(ReadError::NotFound) => return Err(FindProblem::NotFound),
            Err(error) => return Err(error.into()),
        };
        let mut charge = self.charging.journal.find(payment.merchant_uid()).await?;
        if let Some(row) = &charge {
            let row = self.charging.look(row.clone()).await?;
            charge = Some(self.take_in(row, &payment, asked_at).await?);
        }
        Ok(Found { charge, payments: vec![payment] })
    }

    /// Where the look-up by the merchant_uid cannot be read, the payment itself still tells that it was captured.
    async fn take_in(
        &self,
        row: Charge,
        payment: &Payment,
        asked_at: Timestamp,
    ) -> Result<Charge, JournalError> {
        if row.state() == ChargeState::Unknown && payment.was_captured() {
            self.charging.learn(&row, Attempts::new(vec![payment.clone()]), asked_at).await
        } else {
            Ok(row)
        }
    }

    async fn by_merchant_uid(&self, uid: &MerchantUid) -> Result<Found, FindProblem> {
        let mut charge = self.charging.journal.find(uid).await?;
        if let Some(row) = &charge {
            charge = Some(self.charging.taken_over(row.clone()).await?);
        }
        let asked_at = self.charging.clock.now();
        match self.charging.gateway.look_up(uid).await {
            Ok(attempts) => {
                let mut payments = attempts.records().to_vec();
                payments.sort_by_key(|payment| std::cmp::Reverse(payment.details().started_at));
                match &charge {
                    // The payments alone do not tell how it stands with the gateway's scheduler.
                    Some(row) if row.executor() == Executor::Scheduler => {
                        charge = Some(self.charging.look(row.clone()).await?);
                    }
                    Some(row) => charge = Some(self.charging.learn(row, attempts, asked_at).await?),
                    None if payments.is_empty() => return Err(FindProblem::NotFound),
                    None => {}
                }
                Ok(Found { charge, payments })
            }
            Err(_) if charge.is_some() => Ok(Found { charge, payments: Vec::new() }),
            Err(error) => Err(error.into()),
        }
    }
}
