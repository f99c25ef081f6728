//! Charges to be written down.

use keyin_domain::jiff::Timestamp;
use keyin_domain::{
    Charge, ChargeAmount, ChargeIntent, ChargeMethod, CustomerUid, MerchantUid, Money, OrderName,
};
use keyin_ports::{Intended, Journal};

pub(crate) fn now() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}

/// The charge of that number, of a customer of its own: a shop's list goes by customers.
pub(crate) fn intent(number: u64) -> ChargeIntent {
    let customer = CustomerUid::parse(&format!("customer-{number:08}-card-1")).unwrap();
    ChargeIntent::new(
        MerchantUid::parse(&format!("order-20260101-{number:08}")).unwrap(),
        ChargeMethod::BillingKey(customer),
        ChargeAmount::new(Money::won(11_000).unwrap()).unwrap(),
        OrderName::parse("월간 이용권").unwrap(),
    )
}

/// Writes it down, new.
pub(crate) async fn intended(journal: &dyn Journal, intent: ChargeIntent) -> Charge {
    match journal.intend(intent, now()).await.unwrap() {
        Intended::New(charge) => *charge,
        other => panic!("{other:?}"),
    }
}
