use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::Currency;

fn won(amount: u64) -> Money {
    Money::won(amount).unwrap()
}

fn details(status: PaymentStatus, cancelled: u64) -> PaymentDetails {
    let (imp_uid, merchant_uid) = (ImpUid::parse("imps_1").unwrap(), MerchantUid::parse("order-1").unwrap());
    PaymentDetails {
        cancelled: won(cancelled),
        paid_at: Some(Timestamp::UNIX_EPOCH),
        ..PaymentDetails::new(imp_uid, merchant_uid, status, won(3_000))
    }
}

fn payment(status: PaymentStatus, cancelled: u64) -> Payment {
    Payment::new(details(status, cancelled)).unwrap()
}

fn never_paid(status: PaymentStatus) -> Payment {
    Payment::new(PaymentDetails { paid_at: None, ..details(status, 0) }).unwrap()
}

#[test]
fn the_amounts_tell_what_the_money_did() {
    use PaymentStatus::{Cancelled, Failed, Paid, Ready};
    for (payment, standing, balance) in [
        (payment(Ready, 0), Standing::Pending, 0),
        (payment(Failed, 0), Standing::Failed, 0),
        (payment(Paid, 0), Standing::Paid, 3_000),
        (payment(Paid, 1), Standing::PartlyCancelled, 2_999),
        (payment(Cancelled, 0), Standing::Paid, 3_000),
        (payment(Cancelled, 2_999), Standing::PartlyCancelled, 1),
        (payment(Cancelled, 3_000), Standing::FullyCancelled, 0),
        (never_paid(Paid), Standing::Paid, 3_000),
        (never_paid(Cancelled), Standing::Failed, 0),
    ] {
        assert_eq!((payment.standing(), payment.balance()), (standing, won(balance)), "{payment:?}");
        let moved_money = !matches!(standing, Standing::Pending | Standing::Failed);
        assert_eq!(payment.was_captured(), moved_money, "{payment:?}");
    }
}

#[test]
fn more_is_never_given_back_than_was_paid() {
    assert!(Payment::new(details(PaymentStatus::Cancelled, 3_000)).is_ok());
    let too_much = Payment::new(details(PaymentStatus::Cancelled, 3_001));
    assert_eq!(too_much, Err(InvalidPayment::CancelledTooMuch));
}

#[test]
fn all_amounts_of_a_payment_are_in_one_currency() {
    let dollar = Money::from_minor(1, Currency::USD).unwrap();
    let total = PaymentDetails { cancelled: dollar, ..details(PaymentStatus::Cancelled, 0) };
    assert_eq!(Payment::new(total), Err(InvalidPayment::CurrencyDiffers));
    let cancel = |amount| Cancellation { amount, cancelled_at: None, reason: None, cancellation_id: None };
    let one = PaymentDetails {
        cancels: vec![cancel(won(1)), cancel(dollar)],
        ..details(PaymentStatus::Cancelled, 2)
    };
    assert_eq!(Payment::new(one), Err(InvalidPayment::CurrencyDiffers));
}

#[test]
fn a_payment_gives_its_parts_back() {
    let parts = details(PaymentStatus::Cancelled, 1_000);
    let payment = Payment::try_from(parts.clone()).unwrap();
    assert_eq!(payment.details(), &parts);
    assert_eq!((payment.imp_uid(), payment.merchant_uid()), (&parts.imp_uid, &parts.merchant_uid));
    assert_eq!((payment.amount(), payment.cancelled()), (won(3_000), won(1_000)));
    assert_eq!(payment.status(), PaymentStatus::Cancelled);
    assert_eq!(PaymentDetails::from(payment), parts);
}

#[test]
fn the_words_are_the_gateways() {
    let words = PaymentStatus::ALL.map(PaymentStatus::as_str);
    assert_eq!(words, ["ready", "paid", "cancelled", "failed"]);
    for status in PaymentStatus::ALL {
        assert_eq!(PaymentStatus::from_word(status.as_str()), Some(status));
    }
    assert_eq!(PaymentStatus::from_word("Paid"), None);
}

proptest! {
    #[test]
    fn what_was_given_back_and_what_is_left_are_what_was_captured(
        status in proptest::sample::select(PaymentStatus::ALL.to_vec()),
        cancelled in 0u64..=3_000,
    ) {
        let payment = payment(status, cancelled);
        let captured = if payment.was_captured() { 3_000 } else { cancelled };
        prop_assert_eq!(payment.balance().minor() + payment.cancelled().minor(), captured);
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_stored_payment_is_checked_on_the_way_in() {
    let payment = payment(PaymentStatus::Cancelled, 1_000);
    let json = serde_json::to_value(&payment).unwrap();
    assert_eq!(serde_json::from_value::<Payment>(json.clone()).unwrap(), payment);
    let mut too_much = json;
    too_much["cancelled"]["minor"] = 3_001.into();
    assert!(serde_json::from_value::<Payment>(too_much).is_err());
}
