//! Schedules: as they are ordered, and as the gateway reports them.

use bytes::Bytes;
use keyin_domain::{
    Currency, CustomerUid, Decline, ImpUid, MerchantUid, Mismatch, Money, PaymentStatus, Schedule,
    ScheduleDetails, ScheduleStatus, ScheduleTime,
};
use keyin_ports::{ForeignSchedule, ListedSchedule, ScheduleRequest};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::amount;
use super::charge::Order;
use super::value::{Text, Whole};

/// `POST /subscribe/payments/schedule`, always of one: what becomes of several if one is refused is not known.
#[derive(Serialize)]
struct Add<'a> {
    customer_uid: &'a str,
    schedules: [Item<'a>; 1],
}

#[derive(Serialize)]
struct Item<'a> {
    schedule_at: i64,
    #[serde(flatten)]
    order: Order<'a>,
}

/// The body of an order. None if it cannot be written.
pub(crate) fn add_body(request: &ScheduleRequest) -> Option<Bytes> {
    let order = Order::without_key(request.intent());
    let item = Item { schedule_at: request.at().as_second(), order };
    written(&Add { customer_uid: request.customer_uid().as_str(), schedules: [item] })
}

#[derive(Serialize)]
struct NewTime {
    schedule_at: i64,
}

/// The body of a new time.
pub(crate) fn time_body(at: ScheduleTime) -> Option<Bytes> {
    written(&NewTime { schedule_at: at.as_second() })
}

/// `POST /subscribe/payments/unschedule`. Without a merchant_uid all of the customer's are taken back, so it is left
/// out only where that is what was asked for.
#[derive(Serialize)]
struct Unschedule<'a> {
    customer_uid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_uid: Option<[&'a str; 1]>,
}

/// The body that takes one schedule back.
pub(crate) fn unschedule_body(customer: &CustomerUid, uid: &MerchantUid) -> Option<Bytes> {
    written(&Unschedule { customer_uid: customer.as_str(), merchant_uid: Some([uid.as_str()]) })
}

/// The body that takes back all of a customer's.
pub(crate) fn unschedule_all_body(customer: &CustomerUid) -> Option<Bytes> {
    written(&Unschedule { customer_uid: customer.as_str(), merchant_uid: None })
}

/// Nothing secret is in any of them: the card stays with the PG.
fn written(body: &impl Serialize) -> Option<Bytes> {
    serde_json::to_vec(body).ok().map(Bytes::from)
}

/// The fields of `ScheduleResultAnnotation` that are used here; the rest is ignored.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ScheduleRecord<'a> {
    #[serde(borrow)]
    merchant_uid: Text<'a>,
    #[serde(borrow)]
    customer_uid: Text<'a>,
    #[serde(borrow)]
    imp_uid: Text<'a>,
    schedule_at: Whole,
    executed_at: Whole,
    revoked_at: Whole,
    #[serde(borrow)]
    amount: Option<&'a RawValue>,
    #[serde(borrow)]
    currency: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    schedule_status: Text<'a>,
    #[serde(borrow)]
    payment_status: Text<'a>,
    #[serde(borrow)]
    fail_reason: Text<'a>,
}

impl ScheduleRecord<'_> {
    /// In what it differs from the order. What it does not tell differs.
    pub(crate) fn mismatch(&self, uid: &MerchantUid, total: Money) -> Option<Mismatch> {
        if self.merchant_uid.get() != Some(uid.as_str()) {
            Some(Mismatch::MerchantUid)
        } else if self.currency.get().is_none() || self.currency_or_won() != Some(total.currency()) {
            Some(Mismatch::Currency)
        } else if self.amount() != Some(total) {
            Some(Mismatch::Amount)
        } else {
            None
        }
    }

    /// Won, as the API's default, where none is told. None if the one told cannot be read.
    fn currency_or_won(&self) -> Option<Currency> {
        match self.currency.get() {
            Some(code) => Currency::parse(&code.to_ascii_uppercase()).ok(),
            None => Some(Currency::KRW),
        }
    }

    fn amount(&self) -> Option<Money> {
        amount::read(self.amount?, self.currency_or_won()?)
    }

    fn status(&self) -> Option<ScheduleStatus> {
        ScheduleStatus::from_word(self.schedule_status.get()?)
    }

    /// The schedule. None if a part of it cannot be read, or if its parts contradict each other.
    pub(crate) fn into_schedule(self) -> Option<Schedule> {
        let payment = match self.payment_status.get() {
            None => None,
            Some(word) => Some(PaymentStatus::from_word(word)?),
        };
        let imp_uid = match self.imp_uid.get() {
            None => None,
            Some(text) => Some(ImpUid::parse(text).ok()?),
        };
        let details = ScheduleDetails {
            merchant_uid: MerchantUid::parse(self.merchant_uid.get()?).ok()?,
            customer_uid: CustomerUid::parse(self.customer_uid.get()?).ok()?,
            at: ScheduleTime::new(self.schedule_at.time()?).ok()?,
            amount: self.amount()?,
            status: self.status()?,
            payment,
            imp_uid,
            // A PG's text may repeat what it was sent.
            fail_reason: self.fail_reason.get().map(|text| Decline::unspecified(text).pg_text().to_owned()),
            executed_at: self.executed_at.time(),
            revoked_at: self.revoked_at.time(),
            name: self.name.owned(),
        };
        Schedule::new(details).ok()
    }

    /// The schedule, whoever made it; none as with [`into_schedule`](Self::into_schedule), or if it has no uids at
    /// all.
    pub(crate) fn into_listed(self) -> Option<ListedSchedule> {
        let (uid, customer) = (self.merchant_uid.get()?, self.customer_uid.get()?);
        if MerchantUid::parse(uid).is_ok() && CustomerUid::parse(customer).is_ok() {
            return self.into_schedule().map(|schedule| ListedSchedule::Schedule(Box::new(schedule)));
        }
        Some(ListedSchedule::Foreign(ForeignSchedule {
            merchant_uid: uid.to_owned(),
            customer_uid: customer.to_owned(),
            at: self.schedule_at.time()?,
            amount: self.amount()?,
            status: self.status()?,
        }))
    }
}
