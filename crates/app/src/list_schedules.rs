//! List the schedules that the gateway holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{CustomerUid, ScheduleStatus};
use keyin_ports::{ListedSchedule, ReadError, SchedulePage, ScheduleWindow, Schedules};

/// A gateway whose pages never end is not believed.
const MOST_PAGES: u32 = 100_000;

/// Which schedules are shown: those whose time lies between two whole seconds, the first included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleList {
    /// From this second on.
    pub from: Timestamp,
    /// Until just before this one.
    pub to: Timestamp,
    /// Those that stand so; none for any.
    pub status: Option<ScheduleStatus>,
    /// Of this billing key; none for all.
    pub customer_uid: Option<CustomerUid>,
}

/// Where a schedule stands among those of a customer.
fn place(listed: &ListedSchedule) -> (Timestamp, String) {
    (listed.at(), listed.merchant_uid().to_owned())
}

/// Lists schedules, earliest first, whoever made them.
#[derive(Clone)]
pub struct ListSchedules {
    schedules: Arc<dyn Schedules>,
}

impl ListSchedules {
    /// Over this port.
    pub fn new(schedules: Arc<dyn Schedules>) -> Self {
        Self { schedules }
    }

    /// Tells `report` of each, in windows as long as the gateway takes and page by page, until it says that it wants
    /// no more. Returns how many were told. One that is moved during the walk may be missed or told twice.
    ///
    /// # Errors
    /// [`ReadError`]; what was told until then is true.
    pub async fn run(
        &self,
        asked: &ScheduleList,
        mut report: impl FnMut(&ListedSchedule) -> bool + Send,
    ) -> Result<u64, ReadError> {
        let mut told = 0;
        for window in ScheduleWindow::cut(asked.from, asked.to) {
            // The gateway tells those of one customer newest first; they are few, and put in order here.
            let mut of_customer = BTreeMap::new();
            let mut page = 1;
            loop {
                let SchedulePage { list, next } = self.page(asked, window, page).await?;
                if asked.customer_uid.is_some() {
                    let before = of_customer.len();
                    of_customer.extend(list.into_iter().map(|one| (place(&one), one)));
                    // A gateway that knows no pages tells the same ones again.
                    if of_customer.len() == before {
                        break;
                    }
                } else {
                    for schedule in &list {
                        told += 1;
                        if !report(schedule) {
                            return Ok(told);
                        }
                    }
                }
                match next {
                    None => break,
                    Some(next) if next > MOST_PAGES => return Err(ReadError::Protocol),
                    Some(next) => page = next,
                }
            }
            for schedule in of_customer.values() {
                told += 1;
                if !report(schedule) {
                    return Ok(told);
                }
            }
        }
        Ok(told)
    }

    async fn page(
        &self,
        asked: &ScheduleList,
        window: ScheduleWindow,
        page: u32,
    ) -> Result<SchedulePage, ReadError> {
        match &asked.customer_uid {
            None => self.schedules.list(window, asked.status, page).await,
            Some(customer) => self.schedules.list_of(customer, window, asked.status, page).await,
        }
    }
}
