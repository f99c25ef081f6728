//! Charges that are refused, cleanly.

use keyin_domain::{ChargeMethod, PaymentStatus, RefusalKind};
use keyin_ports::{ChargeError, ReadError, Reply};

use super::order::{charge, registered};
use super::{GatewayFixture, TestCard};
use crate::case::{Verdict, equal, instead, must};

/// A decline with a record is an answer, nothing is charged, and the record can be read.
pub(super) async fn a_decline_in_record_form_is_an_answer(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let record = match charge(fixture, &uid, ChargeMethod::Card, TestCard::DeclinedInRecord).await? {
        Ok(Reply::Declined { record: Some(record), .. }) => record,
        other => return Err(instead("a decline in record form is an answer with its record", &other)),
    };
    equal(fixture.captures(&uid).await, 0, "charges in the gateway's ledger")?;
    match fixture.gateway().find(&record).await {
        Ok(payment) => {
            equal(payment.status(), PaymentStatus::Failed, "the status of the failed record")?;
            equal(payment.merchant_uid(), &uid, "the merchant_uid of the failed record")?;
            must(!payment.was_captured(), "a failed record moved no money")
        }
        other => Err(instead("the record of a decline can be read", &other)),
    }
}

/// A decline in words alone is an answer too.
pub(super) async fn a_decline_in_words_is_an_answer(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    match charge(fixture, &uid, ChargeMethod::Card, TestCard::DeclinedInWords).await? {
        Ok(Reply::Declined { record: None, .. }) => {}
        other => return Err(instead("a decline in words is an answer without a record", &other)),
    }
    equal(fixture.captures(&uid).await, 0, "charges in the gateway's ledger")
}

/// A card that was declined with its first payment is not kept.
pub(super) async fn a_declined_card_is_not_registered(fixture: &dyn GatewayFixture) -> Verdict {
    for card in [TestCard::DeclinedInRecord, TestCard::DeclinedInWords] {
        let (uid, customer) = (fixture.merchant_uid(), fixture.customer_uid());
        match charge(fixture, &uid, ChargeMethod::CardRegistering(customer.clone()), card).await? {
            Ok(Reply::Declined { .. }) => {}
            other => return Err(instead("a first payment by a bad card is declined", &other)),
        }
        match fixture.billing_keys().find(&customer).await {
            Err(ReadError::NotFound) => {}
            other => return Err(instead("a declined card leaves no billing key", &other)),
        }
    }
    Ok(())
}

/// The key that stood under a customer_uid survives a declined attempt to replace it.
pub(super) async fn a_declined_card_leaves_the_earlier_key(fixture: &dyn GatewayFixture) -> Verdict {
    let customer = registered(fixture).await?;
    let method = ChargeMethod::CardRegistering(customer.clone());
    match charge(fixture, &fixture.merchant_uid(), method, TestCard::DeclinedInWords).await? {
        Ok(Reply::Declined { .. }) => {}
        other => return Err(instead("a first payment by a bad card is declined", &other)),
    }
    let uid = fixture.merchant_uid();
    match charge(fixture, &uid, ChargeMethod::BillingKey(customer), TestCard::Approved).await? {
        Ok(Reply::Paid(_)) => Ok(()),
        other => Err(instead("the earlier key can still be charged", &other)),
    }
}

/// A charge of a key that does not exist is refused, not declined.
pub(super) async fn an_unknown_customer_is_refused(fixture: &dyn GatewayFixture) -> Verdict {
    let (uid, customer) = (fixture.merchant_uid(), fixture.customer_uid());
    match charge(fixture, &uid, ChargeMethod::BillingKey(customer), TestCard::Approved).await? {
        Err(ChargeError::Refused(refusal)) => {
            equal(refusal.kind, RefusalKind::UnknownCustomer, "the kind of the refusal")?;
        }
        other => return Err(instead("a charge of an unknown billing key is refused", &other)),
    }
    equal(fixture.captures(&uid).await, 0, "charges in the gateway's ledger")
}

/// A decline does not use the merchant_uid up at the gateway.
pub(super) async fn a_declined_uid_can_be_charged_again(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    match charge(fixture, &uid, ChargeMethod::Card, TestCard::DeclinedInWords).await? {
        Ok(Reply::Declined { .. }) => {}
        other => return Err(instead("a bad card is declined", &other)),
    }
    match charge(fixture, &uid, ChargeMethod::Card, TestCard::Approved).await? {
        Ok(Reply::Paid(_)) => equal(fixture.captures(&uid).await, 1, "charges in the gateway's ledger"),
        other => Err(instead("the same merchant_uid is paid by a good card", &other)),
    }
}
