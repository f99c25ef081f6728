//! Charge a billing key.

use std::time::Duration;

use keyin_domain::ChargeIntent;
use keyin_ports::ChargeRequest;

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
    /// # Errors
    /// [`ChargeProblem`]: everything but [`ChargeProblem::StoreAfterSend`] means that nothing was sent.
    pub async fn run(&self, intent: ChargeIntent, wait: Duration) -> Result<ChargeOutcome, ChargeProblem> {
        require(Operation::BillingKeyPayment, intent.pg(), true)?;
        self.charging.charge_once(intent, None, wait).await
    }

    /// The same, begun at once.
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
