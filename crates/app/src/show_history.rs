//! Show what happened to a charge, from the journal alone.

use std::sync::Arc;

use keyin_domain::MerchantUid;
use keyin_ports::{ChargeEvent, Journal, JournalError};

const PAGE: u32 = 500;

/// Shows the history of a charge.
#[derive(Clone)]
pub struct ShowHistory {
    journal: Arc<dyn Journal>,
}

impl ShowHistory {
    /// Over this journal.
    pub fn new(journal: Arc<dyn Journal>) -> Self {
        Self { journal }
    }

    /// Every event of the charge, in order; none for a charge that was never intended.
    ///
    /// # Errors
    /// [`JournalError`].
    pub async fn run(&self, uid: &MerchantUid) -> Result<Vec<ChargeEvent>, JournalError> {
        let mut events: Vec<ChargeEvent> = Vec::new();
        loop {
            let after = events.last().map_or(0, |event| event.number);
            let page = self.journal.history(uid, after, PAGE).await?;
            if page.is_empty() {
                return Ok(events);
            }
            events.extend(page);
        }
    }
}
