//! The payment port: charges and cancels, and the reads that settle them.

use async_trait::async_trait;
use keyin_domain::{Attempts, ImpUid, MerchantUid, Payment};
use keyin_ports::{
    CancelError, CancelRequest, ChargeError, ChargeRequest, PaymentGateway, ReadError, Reply, SendPermit,
};

use crate::call::Outgoing;
use crate::gateway::{IamportGateway, Inner};
use crate::messages::{OwnWord, own_word};
use crate::wire::page::Page;
use crate::wire::payment::PaymentRecord;
use crate::wire::value::OtherPage;
use crate::{cancel, charge, read};

/// Payments on a page; the API allows 1–1000.
const PER_PAGE: u16 = 100;

/// More pages than any merchant_uid has attempts for: a gateway that goes on is not believed.
const MOST_PAGES: i64 = 100;

#[async_trait]
impl PaymentGateway for IamportGateway {
    async fn charge(&self, request: ChargeRequest, permit: SendPermit) -> Result<Reply, ChargeError> {
        charge::charge(self.inner(), &request, &permit).await
    }

    async fn look_up(&self, uid: &MerchantUid) -> Result<Attempts, ReadError> {
        look_up(self.inner(), uid).await
    }

    async fn find(&self, uid: &ImpUid) -> Result<Payment, ReadError> {
        find(self.inner(), uid).await
    }

    async fn cancel(&self, request: CancelRequest) -> Result<Payment, CancelError> {
        cancel::cancel(self.inner(), request).await
    }
}

/// Only these words say that there is no such payment; an empty 404 page may come from anywhere.
pub(crate) fn no_such_payment(_: u16, message: &str) -> bool {
    own_word(message) == Some(OwnWord::NoPayment)
}

async fn find(inner: &Inner, uid: &ImpUid) -> Result<Payment, ReadError> {
    let query = if inner.include_sandbox { "?include_sandbox=true" } else { "" };
    let url = inner.addresses.of("/payments", uid.as_str(), query).ok_or(ReadError::Protocol)?;
    let answer = read::ask(&inner.line, &Outgoing::get(&url)).await?;
    let payment = read::answered::<PaymentRecord<'_>>(&answer, no_such_payment)?.into_payment();
    payment.filter(|payment| payment.imp_uid() == uid).ok_or(ReadError::Protocol)
}

async fn look_up(inner: &Inner, uid: &MerchantUid) -> Result<Attempts, ReadError> {
    let mut found = Found::default();
    for number in 1..=MOST_PAGES {
        match page(inner, uid, number, &mut found).await {
            Ok(More::Yes) => {}
            Ok(More::No) => return found.attempts(),
            Err(ReadError::NotFound) if number == 1 => return Ok(Attempts::none()),
            // Behind the last page some of the API's lists answer with an error.
            Err(ReadError::NotFound) => return found.attempts(),
            Err(error) => return Err(error),
        }
    }
    Err(ReadError::Protocol)
}

/// What the pages held so far.
#[derive(Default)]
struct Found {
    records: Vec<Payment>,
    /// How many records the gateway says there are.
    total: usize,
    /// Whether there was one that could not be read.
    unreadable: bool,
}

impl Found {
    /// All of it. That nothing was captured is only believed if all records are there and could be read; a payment that
    /// was captured is believed beside others that could not.
    fn attempts(self) -> Result<Attempts, ReadError> {
        let complete = !self.unreadable && self.records.len() >= self.total;
        if complete || self.records.iter().any(Payment::was_captured) {
            Ok(Attempts::new(self.records))
        } else {
            Err(ReadError::Protocol)
        }
    }
}

/// Whether there is another page.
enum More {
    Yes,
    No,
}

async fn page(inner: &Inner, uid: &MerchantUid, number: i64, found: &mut Found) -> Result<More, ReadError> {
    let sandbox = if inner.include_sandbox { "&include_sandbox=true" } else { "" };
    let query = format!("?page={number}&limit={PER_PAGE}&sorting=-started{sandbox}");
    let url = inner.addresses.of("/payments/findAll", uid.as_str(), &query).ok_or(ReadError::Protocol)?;
    let answer = read::ask(&inner.line, &Outgoing::get(&url)).await?;
    let beyond_the_last = |status| number > 1 && status == 400;
    let page = read::answered::<Page<'_>>(&answer, |status, message| {
        no_such_payment(status, message) || beyond_the_last(status)
    })?;
    let list = match page.list {
        Some(list) => list,
        None if number > 1 => return Ok(More::No),
        None => return Err(ReadError::Protocol),
    };
    found.total = found.total.max(page.total.0.and_then(|total| usize::try_from(total).ok()).unwrap_or(0));
    let is_empty = list.is_empty();
    for record in list {
        let Some(payment) = record.into_payment() else {
            found.unreadable = true;
            continue;
        };
        if payment.merchant_uid() != uid {
            return Err(ReadError::Protocol);
        }
        // A record that came in between moves those behind it to the next page, where they show again.
        if found.records.iter().all(|earlier| earlier.imp_uid() != payment.imp_uid()) {
            found.records.push(payment);
        }
    }
    match page.next {
        OtherPage::None => Ok(More::No),
        OtherPage::Number(_) | OtherPage::Beside if is_empty => Ok(More::No),
        OtherPage::Number(next) if next != number + 1 => Err(ReadError::Protocol),
        OtherPage::Number(_) | OtherPage::Beside => Ok(More::Yes),
    }
}
