//! Charge a billing key.

use std::time::Duration;

use keyin_domain::{ChargeIntent, MerchantUid};
use keyin_ports::{ChargeRequest, ReadError};

use crate::capability::{Operation, require};
use crate::charging::Wait;
use crate::{ChargeOutcome, ChargeProblem, Charging};

/// Charges a billing key.
#[derive(Clone)]
pub struct ChargeBillingKey {
    charging: Charging,
}

impl ChargeBillingKey {
    /// Over these ports.
    pub fn new(charging: Charging) -> Self {
        Self { charging }
    }

    /// Charges the key that the intent names, at most once, and looks for an unknown outcome for `wait`. The
    /// same intent again returns the first outcome.
    ///
    /// A merchant_uid that the journal does not know costs a call before: it may be scheduled at the gateway by something
    /// else. Without [`Charging::schedules`] nobody is asked.
    ///
    /// # Errors
    /// [`ChargeProblem`]: everything but [`ChargeProblem::StoreAfterSend`] means that nothing was sent.
    pub async fn run(&self, intent: ChargeIntent, wait: Duration) -> Result<ChargeOutcome, ChargeProblem> {
        require(Operation::BillingKeyPayment, intent.pg(), true)?;
        self.refuse_if_scheduled(intent.merchant_uid()).await?;
        self.charging.charge_once(intent, None, wait).await
    }

    /// What the journal knows has its executor. About anything else the gateway's scheduler is asked: it may be going to
    /// charge it, and not even a gateway that refuses what is paid would refuse this.
    async fn refuse_if_scheduled(&self, uid: &MerchantUid) -> Result<(), ChargeProblem> {
        let Some(schedules) = &self.charging.schedules else { return Ok(()) };
        let known = self.charging.journal.find(uid).await;
        if let Ok(Some(_)) = known {
            return Ok(());
        }
        let asked = schedules.find(uid).await;
        if asked == Err(ReadError::NotFound) {
            // A journal that could not be read is left to the charge itself, which knows what an earlier send may have done.
            return Ok(());
        }
        known?;
        Err(asked.map_or_else(ChargeProblem::Gateway, |_| ChargeProblem::ScheduledElsewhere))
    }

    /// The same, begun at once and without asking the scheduler: for thousands, each of which would wait for another call.
    pub(crate) fn begin(
        &self,
        intent: ChargeIntent,
        wait: Wait,
    ) -> Result<impl Future<Output = Result<ChargeOutcome, ChargeProblem>> + Send + use<>, ChargeProblem>
    {
        require(Operation::BillingKeyPayment, intent.pg(), true)?;
        Ok(self.charging.begin(ChargeRequest::new(intent, None)?, wait))
    }
}
