//! A payment as the gateway reports it.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    Cancellation, CardSummary, Currency, CustomerUid, Decline, ImpUid, MaskedCardNumber, MerchantUid, Mid,
    Money, Payment, PaymentDetails, PaymentStatus, Pg, PgCode,
};
use keyin_ports::{ForeignPayment, Recorded};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::amount;
use super::value::{Text, Truth, Whole};

/// The fields of `PaymentAnnotation` that are used here; the rest is ignored.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct PaymentRecord<'a> {
    #[serde(borrow)]
    pub(crate) imp_uid: Text<'a>,
    #[serde(borrow)]
    pub(crate) merchant_uid: Text<'a>,
    #[serde(borrow)]
    customer_uid: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    amount: Option<&'a RawValue>,
    #[serde(borrow)]
    cancel_amount: Option<&'a RawValue>,
    #[serde(borrow)]
    currency: Text<'a>,
    #[serde(borrow)]
    cancel_history: Option<&'a RawValue>,
    #[serde(borrow)]
    name: Text<'a>,
    started_at: Whole,
    paid_at: Whole,
    failed_at: Whole,
    cancelled_at: Whole,
    #[serde(borrow)]
    pub(crate) fail_reason: Text<'a>,
    #[serde(borrow)]
    pg_provider: Text<'a>,
    #[serde(borrow)]
    pg_id: Text<'a>,
    #[serde(borrow)]
    pg_tid: Text<'a>,
    #[serde(borrow)]
    apply_num: Text<'a>,
    #[serde(borrow)]
    card_code: Text<'a>,
    #[serde(borrow)]
    card_name: Text<'a>,
    #[serde(borrow)]
    card_number: Text<'a>,
    card_quota: Whole,
    #[serde(borrow)]
    receipt_url: Text<'a>,
    sandbox: Truth,
}

/// One entry of `cancel_history`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct CancelRecord<'a> {
    #[serde(borrow)]
    amount: Option<&'a RawValue>,
    cancelled_at: Whole,
    #[serde(borrow)]
    reason: Text<'a>,
    #[serde(borrow)]
    cancellation_id: Text<'a>,
}

impl PaymentRecord<'_> {
    /// The gateway's word; none if it is not one that is known.
    pub(crate) fn status(&self) -> Option<PaymentStatus> {
        match self.status.get()? {
            "ready" => Some(PaymentStatus::Ready),
            "paid" => Some(PaymentStatus::Paid),
            "cancelled" => Some(PaymentStatus::Cancelled),
            "failed" => Some(PaymentStatus::Failed),
            _ => None,
        }
    }

    /// When it came to that status.
    pub(crate) fn settled_at(&self, status: PaymentStatus) -> Option<Timestamp> {
        match status {
            PaymentStatus::Ready => self.started_at.time(),
            PaymentStatus::Paid => self.paid_at.time(),
            PaymentStatus::Cancelled => self.cancelled_at.time(),
            PaymentStatus::Failed => self.failed_at.time(),
        }
    }

    /// The currency, if one is told that can be read.
    pub(crate) fn currency(&self) -> Option<Currency> {
        let code = self.currency.get()?;
        Currency::parse(code).or_else(|_| Currency::parse(&code.to_ascii_uppercase())).ok()
    }

    /// The currency; won, as the API's default, where none is told. None if the one told cannot be read.
    fn currency_or_won(&self) -> Option<Currency> {
        match self.currency.get() {
            Some(_) => self.currency(),
            None => Some(Currency::KRW),
        }
    }

    /// What was asked for, taken for an amount in `currency`.
    pub(crate) fn amount_in(&self, currency: Currency) -> Option<Money> {
        amount::read(self.amount?, currency)
    }

    /// The payment. None if a number, an amount or the status of it cannot be read, or if its amounts
    /// contradict each other. A missing currency is won, as the API's default.
    pub(crate) fn into_payment(self) -> Option<Payment> {
        let currency = self.currency_or_won()?;
        let details = PaymentDetails {
            imp_uid: ImpUid::parse(self.imp_uid.get()?).ok()?,
            merchant_uid: MerchantUid::parse(self.merchant_uid.get()?).ok()?,
            status: self.status()?,
            amount: self.amount_in(currency)?,
            cancelled: amount::read_or_zero(self.cancel_amount, currency)?,
            cancels: cancels(self.cancel_history, currency),
            customer_uid: self.customer_uid.get().and_then(|uid| CustomerUid::parse(uid).ok()),
            name: self.name.owned(),
            started_at: self.started_at.time(),
            paid_at: self.paid_at.time(),
            failed_at: self.failed_at.time(),
            cancelled_at: self.cancelled_at.time(),
            fail_reason: self.fail_reason.get().map(without_card_numbers),
            pg: pg(&self.pg_provider, &self.pg_id),
            pg_tid: self.pg_tid.owned(),
            approval_number: self.apply_num.owned(),
            card: card(&self.card_number, self.card_code, self.card_name),
            installment_months: self.card_quota.0.and_then(|months| u8::try_from(months).ok()).unwrap_or(0),
            receipt_url: self.receipt_url.owned(),
            sandbox: self.sandbox.0,
        };
        Payment::new(details).ok()
    }

    /// The payment, whoever made it; none as with [`into_payment`](Self::into_payment), or if it has no
    /// merchant_uid at all.
    pub(crate) fn into_recorded(self) -> Option<Recorded> {
        match MerchantUid::parse(self.merchant_uid.get()?) {
            Ok(_) => self.into_payment().map(|payment| Recorded::Payment(Box::new(payment))),
            Err(_) => self.into_foreign().map(Recorded::Foreign),
        }
    }

    fn into_foreign(self) -> Option<ForeignPayment> {
        let currency = self.currency_or_won()?;
        let (amount, cancelled) =
            (self.amount_in(currency)?, amount::read_or_zero(self.cancel_amount, currency)?);
        let fits = cancelled.minor() <= amount.minor();
        Some(ForeignPayment {
            imp_uid: ImpUid::parse(self.imp_uid.get()?).ok()?,
            status: self.status()?,
            amount,
            cancelled,
            paid_at: self.paid_at.time(),
            cancelled_at: self.cancelled_at.time(),
            cancels: cancels(self.cancel_history, currency),
            merchant_uid: self.merchant_uid.owned()?,
        })
        .filter(|_| fits)
    }
}

/// What is told of a card. Its number is masked anew, so that never more than ten digits of it are kept.
pub(super) fn card(number: &Text<'_>, code: Text<'_>, name: Text<'_>) -> CardSummary {
    CardSummary {
        number: number.get().and_then(MaskedCardNumber::from_gateway),
        code: code.owned(),
        name: name.owned(),
    }
}

/// The PG and the merchant's id there. An id in letters that none has is left out.
pub(super) fn pg(code: &Text<'_>, mid: &Text<'_>) -> Option<Pg> {
    let code = PgCode::parse(code.get()?).ok()?;
    Some(Pg::new(code, mid.get().and_then(|mid| Mid::parse(mid).ok())))
}

/// A PG's text may repeat what it was sent.
fn without_card_numbers(text: &str) -> String {
    Decline::unspecified(text).pg_text().to_owned()
}

/// The history, oldest first. The running total decides what was given back, so an entry that cannot be
/// read is left out rather than making the payment unreadable.
fn cancels(history: Option<&RawValue>, currency: Currency) -> Vec<Cancellation> {
    let entries = history.and_then(|raw| serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok());
    let mut cancels: Vec<Cancellation> = entries
        .unwrap_or_default()
        .into_iter()
        .filter_map(|raw| serde_json::from_str::<CancelRecord<'_>>(raw.get()).ok())
        .filter_map(|record| {
            Some(Cancellation {
                amount: amount::read(record.amount?, currency)?,
                cancelled_at: record.cancelled_at.time(),
                reason: record.reason.owned(),
                cancellation_id: record.cancellation_id.owned(),
            })
        })
        .collect();
    cancels.sort_by_key(|cancel| cancel.cancelled_at);
    cancels
}
