//! Charges to be made.

use std::time::Duration;

use keyin_adapter_iamport::IamportGateway;
use keyin_domain::{
    Card, CardNumber, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, Epoch, Expiry, MerchantUid,
    Money, OrderName, Payment,
};
use keyin_ports::{ChargeError, ChargeRequest, Clock, PaymentGateway, Reply, SendPermit};

use crate::setting::HandClock;

/// The card of the guide.
pub(crate) const GOOD_CARD: &str = "1234-1234-1234-1234";
pub(crate) const PRICE: u64 = 3_000;

pub(crate) fn won(amount: u64) -> Money {
    Money::won(amount).unwrap()
}

pub(crate) fn uid(text: &str) -> MerchantUid {
    MerchantUid::parse(text).unwrap()
}

pub(crate) fn customer(text: &str) -> CustomerUid {
    CustomerUid::parse(text).unwrap()
}

pub(crate) fn card(number: &str) -> Card {
    Card::new(CardNumber::parse(number).unwrap(), Expiry::parse("2019-01").unwrap())
}

pub(crate) fn intent(merchant_uid: &str, method: ChargeMethod) -> ChargeIntent {
    let amount = ChargeAmount::new(won(PRICE)).unwrap();
    ChargeIntent::new(uid(merchant_uid), method, amount, OrderName::parse("월간 이용권").unwrap())
}

/// A permit that holds for five seconds.
pub(crate) fn permit(merchant_uid: &str, clock: &HandClock) -> SendPermit {
    let send_before = clock.monotonic().after(Duration::from_secs(5));
    SendPermit::issue(uid(merchant_uid), Epoch::new(1), send_before)
}

/// Charges with a permit of its own; a billing-key charge takes no card.
pub(crate) async fn charge(
    gateway: &IamportGateway,
    clock: &HandClock,
    intent: ChargeIntent,
    number: &str,
) -> Result<Reply, ChargeError> {
    let permit = permit(intent.merchant_uid().as_str(), clock);
    let card = intent.method().needs_card().then(|| card(number));
    gateway.charge(ChargeRequest::new(intent, card).unwrap(), permit).await
}

/// Charges the good card.
pub(crate) async fn key_in(
    gateway: &IamportGateway,
    clock: &HandClock,
    merchant_uid: &str,
) -> Result<Reply, ChargeError> {
    charge(gateway, clock, intent(merchant_uid, ChargeMethod::Card), GOOD_CARD).await
}

pub(crate) fn paid(reply: Result<Reply, ChargeError>) -> Payment {
    match reply {
        Ok(Reply::Paid(payment)) => *payment,
        other => panic!("paid was expected: {other:?}"),
    }
}
