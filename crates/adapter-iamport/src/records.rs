//! The port of records: the status pages, a window at a time.

use std::collections::BTreeSet;

use async_trait::async_trait;
use keyin_domain::{ImpUid, PaymentStatus};
use keyin_ports::{PaymentRecords, ReadError, RecordWindow, Recorded, Records};

use crate::call::Outgoing;
use crate::gateway::{IamportGateway, Inner};
use crate::payments::no_such_payment;
use crate::read;
use crate::wire::page::Page;
use crate::wire::payment::PaymentRecord;

/// Payments on a page: as many as the API allows.
const PER_PAGE: u16 = 1_000;

/// More pages than one second has payments for: a gateway that goes on is not believed.
const MOST_PAGES: usize = 1_000;

/// How often the pages of one second are read, if they change while they are read.
const TRIES: usize = 3;

#[async_trait]
impl PaymentRecords for IamportGateway {
    async fn recorded(&self, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
        recorded(self.inner(), status, window).await
    }
}

/// One page is one moment. Only where a second has more payments than a page holds, pages are put together.
async fn recorded(inner: &Inner, status: PaymentStatus, window: RecordWindow) -> Result<Records, ReadError> {
    let mut all = Collected::default();
    let first = page(inner, status, window, 1).await?;
    let total = first.total;
    if all.is_whole_with(first) {
        return Ok(Records::All(all.records));
    }
    if window.seconds() > 1 {
        return Ok(Records::TooMany { total: total as u64 });
    }
    for _ in 0..TRIES {
        if let Some(records) = every_page(inner, status, window).await? {
            return Ok(Records::All(records));
        }
    }
    Err(ReadError::Protocol)
}

/// None if the pages changed while they were read.
async fn every_page(
    inner: &Inner,
    status: PaymentStatus,
    window: RecordWindow,
) -> Result<Option<Vec<Recorded>>, ReadError> {
    let mut all = Collected::default();
    let mut total = None;
    for number in 1..=MOST_PAGES {
        let page = page(inner, status, window, number).await?;
        if page.list.is_empty() || *total.get_or_insert(page.total) != page.total {
            return Ok(None);
        }
        if all.is_whole_with(page) {
            return Ok(Some(all.records));
        }
    }
    Err(ReadError::Protocol)
}

/// Records, each once.
#[derive(Default)]
struct Collected {
    records: Vec<Recorded>,
    known: BTreeSet<ImpUid>,
}

impl Collected {
    /// Takes a page in; whether everything is here now that the gateway says there is.
    fn is_whole_with(&mut self, page: StatusPage) -> bool {
        for record in page.list {
            if self.known.insert(record.imp_uid().clone()) {
                self.records.push(record);
            }
        }
        self.records.len() == page.total
    }
}

/// A page, all of whose records are what was asked for.
struct StatusPage {
    total: usize,
    list: Vec<Recorded>,
}

async fn page(
    inner: &Inner,
    status: PaymentStatus,
    window: RecordWindow,
    number: usize,
) -> Result<StatusPage, ReadError> {
    // Both ends belong to the API's periods. The order by the start stays as it is when a payment changes.
    let (from, to) = (window.from().as_second(), window.to().as_second() - 1);
    let sandbox = if inner.include_sandbox { "&include_sandbox=true" } else { "" };
    let query = format!("?page={number}&limit={PER_PAGE}&from={from}&to={to}&sorting=started{sandbox}");
    let url = inner.addresses.of("/payments/status", status.as_str(), &query).ok_or(ReadError::Protocol)?;
    let answer = read::ask(&inner.line, &Outgoing::get(&url)).await?;
    let nothing_here = |code, message: &str| no_such_payment(code, message) || (number > 1 && code == 400);
    let page = match read::answered::<Page<'_>>(&answer, nothing_here) {
        Ok(page) => page,
        Err(ReadError::NotFound) => return Ok(StatusPage { total: 0, list: Vec::new() }),
        Err(error) => return Err(error),
    };
    let total = page.total.0.and_then(|total| usize::try_from(total).ok()).ok_or(ReadError::Protocol)?;
    let records = page.list.ok_or(ReadError::Protocol)?.into_iter();
    let list: Option<Vec<Recorded>> = records.map(|record| asked_for(record, status, window)).collect();
    let list = list.filter(|list| list.len() <= total).ok_or(ReadError::Protocol)?;
    Ok(StatusPage { total, list })
}

/// The record, if it can be read, stands in that status and came to it within the window. The API does not say
/// by which of several cancels it goes, so a later one is taken, too.
fn asked_for(record: PaymentRecord<'_>, status: PaymentStatus, window: RecordWindow) -> Option<Recorded> {
    let settled_at = record.settled_at(status)?;
    let is_in_time = match status {
        PaymentStatus::Cancelled => settled_at >= window.from(),
        PaymentStatus::Ready | PaymentStatus::Paid | PaymentStatus::Failed => window.contains(settled_at),
    };
    let fits = record.status()? == status && is_in_time;
    if fits { record.into_recorded() } else { None }
}
