//! Orders as the cases place them.

use std::time::Duration;

use keyin_domain::{
    CancelReason, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, MerchantUid, Money, OrderName,
    Payment,
};
use keyin_ports::{CancelRequest, ChargeError, ChargeRequest, Reply, SendPermit};

use super::{Fault, GatewayFixture, Injected, TestCard};
use crate::case::{Stopped, instead};

/// What every order costs, in won.
pub(crate) const PRICE: u64 = 11_000;

/// An intent over [`PRICE`].
pub(crate) fn intent(uid: &MerchantUid, method: ChargeMethod) -> Result<ChargeIntent, Stopped> {
    let amount = ChargeAmount::new(Money::won(PRICE)?)?;
    Ok(ChargeIntent::new(uid.clone(), method, amount, OrderName::parse("conformance")?))
}

/// A permit that holds.
pub(crate) fn permit(fixture: &dyn GatewayFixture, uid: &MerchantUid) -> SendPermit {
    let send_before = fixture.clock().monotonic().after(Duration::from_secs(3600));
    SendPermit::issue(uid.clone(), keyin_domain::Epoch::new(1), send_before)
}

/// A request of that intent, with the card if its method needs one.
pub(crate) fn request(
    fixture: &dyn GatewayFixture,
    intent: ChargeIntent,
    card: TestCard,
) -> Result<ChargeRequest, Stopped> {
    let card = if intent.method().needs_card() {
        Some(fixture.card(card).ok_or(Stopped::Unsupported)?)
    } else {
        None
    };
    Ok(ChargeRequest::new(intent, card)?)
}

/// One charge with a good permit; the outer error is the suite's, the inner result the adapter's.
pub(crate) async fn charge(
    fixture: &dyn GatewayFixture,
    uid: &MerchantUid,
    method: ChargeMethod,
    card: TestCard,
) -> Result<Result<Reply, ChargeError>, Stopped> {
    let request = request(fixture, intent(uid, method)?, card)?;
    Ok(fixture.gateway().charge(request, permit(fixture, uid)).await)
}

/// A keyed-in charge with the approved card, whatever comes of it.
pub(crate) async fn charge_card(
    fixture: &dyn GatewayFixture,
    uid: &MerchantUid,
) -> Result<Result<Reply, ChargeError>, Stopped> {
    charge(fixture, uid, ChargeMethod::Card, TestCard::Approved).await
}

/// A charge that has to succeed.
pub(crate) async fn pay(
    fixture: &dyn GatewayFixture,
    uid: &MerchantUid,
    method: ChargeMethod,
) -> Result<Payment, Stopped> {
    match charge(fixture, uid, method, TestCard::Approved).await? {
        Ok(Reply::Paid(payment)) => Ok(*payment),
        other => Err(instead("a charge of the approved card is paid", &other)),
    }
}

/// A payment of a fresh order.
pub(crate) async fn paid(fixture: &dyn GatewayFixture) -> Result<Payment, Stopped> {
    pay(fixture, &fixture.merchant_uid(), ChargeMethod::Card).await
}

/// A billing key, registered with a first payment.
pub(crate) async fn registered(fixture: &dyn GatewayFixture) -> Result<CustomerUid, Stopped> {
    let customer = fixture.customer_uid();
    pay(fixture, &fixture.merchant_uid(), ChargeMethod::CardRegistering(customer.clone())).await?;
    Ok(customer)
}

/// A cancel of `amount` out of a payment, believing in `balance`, both in won.
pub(crate) fn cancel(payment: &Payment, amount: u64, balance: u64) -> Result<CancelRequest, Stopped> {
    Ok(CancelRequest {
        imp_uid: payment.imp_uid().clone(),
        amount: Money::won(amount)?,
        tax_free: None,
        vat: None,
        balance: Money::won(balance)?,
        reason: CancelReason::parse("conformance")?,
    })
}

/// Brings a fault about or skips the case.
pub(crate) async fn inject(fixture: &dyn GatewayFixture, fault: Fault) -> Result<(), Stopped> {
    match fixture.inject(fault).await {
        Injected::Done => Ok(()),
        Injected::Unsupported => Err(Stopped::Unsupported),
    }
}
