//! What the targets ask for, always the same.

use std::time::Duration;

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    CancelReason, Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Epoch, Expiry,
    ImpUid, MerchantUid, Money, OrderName, ScheduleTime,
};
use keyin_ports::{CancelRequest, ChargeRequest, Clock, ScheduleRequest, SendPermit};

pub(crate) const MERCHANT_UID: &str = "order-1";
pub(crate) const CUSTOMER_UID: &str = "customer-1";
pub(crate) const IMP_UID: &str = "imps_000000000001";
pub(crate) const PRICE: u64 = 3_000;

pub(crate) fn merchant_uid() -> MerchantUid {
    MerchantUid::parse(MERCHANT_UID).unwrap()
}

pub(crate) fn customer_uid() -> CustomerUid {
    CustomerUid::parse(CUSTOMER_UID).unwrap()
}

pub(crate) fn imp_uid() -> ImpUid {
    ImpUid::parse(IMP_UID).unwrap()
}

pub(crate) fn price() -> Money {
    Money::won(PRICE).unwrap()
}

pub(crate) fn reason() -> CancelReason {
    CancelReason::parse("fuzzed").unwrap()
}

/// The card of the guide.
pub(crate) fn card() -> Card {
    Card::new(CardNumber::parse("1234-1234-1234-1234").unwrap(), Expiry::parse("2019-01").unwrap())
}

fn intent(method: ChargeMethod) -> ChargeIntent {
    let amount = ChargeAmount::new(price()).unwrap();
    ChargeIntent::new(merchant_uid(), method, amount, OrderName::parse("apples").unwrap())
}

/// A key-in charge, or one with a billing key.
pub(crate) fn charge(keyed_in: bool) -> ChargeRequest {
    let (method, card) = match keyed_in {
        true => (ChargeMethod::Card, Some(card())),
        false => (ChargeMethod::BillingKey(customer_uid()), None),
    };
    ChargeRequest::new(intent(method), card).unwrap()
}

/// A permit that holds.
pub(crate) fn permit(clock: &impl Clock) -> SendPermit {
    SendPermit::issue(merchant_uid(), Epoch::new(1), clock.monotonic().after(Duration::from_secs(5)))
}

pub(crate) fn cancel() -> CancelRequest {
    CancelRequest {
        imp_uid: imp_uid(),
        amount: price(),
        tax_free: None,
        vat: None,
        balance: price(),
        reason: reason(),
    }
}

/// A day from now.
pub(crate) fn later(clock: &impl Clock) -> ScheduleTime {
    let at = clock.now().as_second() + 86_400;
    ScheduleTime::new(Timestamp::from_second(at).unwrap()).unwrap()
}

pub(crate) fn schedule(clock: &impl Clock) -> ScheduleRequest {
    let method = ChargeMethod::Scheduled { customer_uid: customer_uid(), at: later(clock) };
    ScheduleRequest::new(intent(method)).unwrap()
}
