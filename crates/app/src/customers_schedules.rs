//! What the journal takes for scheduled of one customer.

use keyin_domain::{Charge, ChargeState, CustomerUid};
use keyin_ports::{ChargeFilter, JournalError};

use crate::Scheduling;

const PAGE: u32 = 500;

impl Scheduling {
    /// The customer's charges that the scheduler holds, as far as the journal knows.
    pub(crate) async fn held(&self, customer: &CustomerUid) -> Result<Vec<Charge>, JournalError> {
        let filter = ChargeFilter {
            states: vec![ChargeState::Scheduled],
            customer_uid: Some(customer.clone()),
            ..ChargeFilter::default()
        };
        let (mut held, mut after) = (Vec::new(), None);
        loop {
            let page = self.charging.journal.list(&filter, after, PAGE).await?;
            after = page.last().and_then(|last| filter.by.position_of(last));
            held.extend(page);
            if after.is_none() {
                return Ok(held);
            }
        }
    }

    /// Asks about each of them: they may have been taken back or run, by somebody else or by an order whose answer was
    /// lost. Returns them as they stand now.
    pub(crate) async fn learn_held(&self, customer: &CustomerUid) -> Result<Vec<Charge>, JournalError> {
        let mut learnt = Vec::new();
        for charge in self.held(customer).await? {
            learnt.push(self.ask(charge).await?.charge);
        }
        Ok(learnt)
    }
}
