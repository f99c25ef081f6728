//! List charges from the journal alone.

use std::sync::Arc;

use keyin_domain::{Charge, PaymentStatus};
use keyin_ports::{ChargeFilter, Journal, JournalError};

const PAGE: u32 = 500;

/// Which charges are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChargeList {
    /// Those that the journal filters.
    pub filter: ChargeFilter,
    /// Those of which the gateway's word is this ([`Charge::gateway_status`]); none for any.
    pub status: Option<PaymentStatus>,
    /// At most so many; none for all.
    pub limit: Option<u64>,
}

/// Lists charges, newest first.
#[derive(Clone)]
pub struct ListCharges {
    journal: Arc<dyn Journal>,
}

impl ListCharges {
    /// Over this journal.
    pub fn new(journal: Arc<dyn Journal>) -> Self {
        Self { journal }
    }

    /// Tells `report` of each charge, page by page, so that memory does not grow with their number, until it
    /// says that it wants no more. Returns how many were told.
    ///
    /// # Errors
    /// [`JournalError`].
    pub async fn run(
        &self,
        list: &ChargeList,
        mut report: impl FnMut(&Charge) -> bool + Send,
    ) -> Result<u64, JournalError> {
        let limit = list.limit.unwrap_or(u64::MAX);
        let (mut told, mut after) = (0, None);
        if limit == 0 {
            return Ok(told);
        }
        loop {
            let page = self.journal.list(&list.filter, after, PAGE).await?;
            for charge in page.iter().filter(|charge| has_status(charge, list.status)) {
                told += 1;
                if !report(charge) || told >= limit {
                    return Ok(told);
                }
            }
            after = page.last().and_then(|last| list.filter.by.position_of(last));
            if after.is_none() {
                return Ok(told);
            }
        }
    }
}

fn has_status(charge: &Charge, wanted: Option<PaymentStatus>) -> bool {
    wanted.is_none_or(|wanted| charge.gateway_status() == Some(wanted))
}
