use keyin_app::Consequence::NothingSent;
use keyin_app::{BillingKeyTaken, CardDoubt, Operation, Unsupported};
use keyin_domain::{Money, Pg};

use super::told;

#[test]
fn a_card_that_does_not_look_right_is_doubted_without_its_number() {
    told(&CardDoubt::Luhn, "card.luhn", NothingSent, &[]);
    told(&CardDoubt::Expired, "card.expired", NothingSent, &[]);
}

#[test]
fn a_key_that_is_taken_is_told() {
    told(&BillingKeyTaken, "billing_key.taken", NothingSent, &["customer_uid"]);
}

#[test]
fn a_text_that_is_no_value_is_told_by_its_field_and_rule() {
    let problem = Money::won(u64::MAX).unwrap_err();
    told(&problem, "invalid.amount.out_of_range", NothingSent, &[]);
}

#[test]
fn what_a_pg_does_not_offer_is_told_with_its_name() {
    let pg = || Some(Pg::parse("settle").unwrap());
    for (operation, code) in [
        (Operation::CardPayment, "unsupported.card_payment"),
        (Operation::CardPaymentRegistering, "unsupported.card_payment_registering"),
        (Operation::BillingKeyPayment, "unsupported.billing_key_payment"),
        (Operation::StandaloneBillingKey, "unsupported.standalone_billing_key"),
    ] {
        told(&Unsupported { pg: pg(), operation }, code, NothingSent, &["settle"]);
    }
    let unnamed = Unsupported { pg: None, operation: Operation::StandaloneBillingKey };
    told(&unnamed, "unsupported.pg_not_set", NothingSent, &["PG"]);
}
