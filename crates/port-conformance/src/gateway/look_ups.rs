//! Look-ups by merchant_uid.

use keyin_domain::{ChargeMethod, PaymentStatus};
use keyin_ports::{ReadError, Reply, UnavailableCause};

use super::order::{charge, inject, pay};
use super::{Call, Fault, GatewayFixture, TestCard};
use crate::case::{Verdict, equal, instead, must};

/// "There is none" is an answer, not an error.
pub(super) async fn an_unknown_uid_has_no_attempts(fixture: &dyn GatewayFixture) -> Verdict {
    match fixture.gateway().look_up(&fixture.merchant_uid()).await {
        Ok(attempts) => equal(attempts.records().len(), 0, "records of an unknown merchant_uid"),
        other => Err(instead("an unknown merchant_uid has no attempts", &other)),
    }
}

/// Failed attempts do not hide the success, nor the other way round.
pub(super) async fn all_attempts_are_found(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    for _ in 0..2 {
        match charge(fixture, &uid, ChargeMethod::Card, TestCard::DeclinedInRecord).await? {
            Ok(Reply::Declined { record: Some(_), .. }) => {}
            other => return Err(instead("a bad card is declined with a record", &other)),
        }
    }
    let payment = pay(fixture, &uid, ChargeMethod::Card).await?;
    let attempts = match fixture.gateway().look_up(&uid).await {
        Ok(attempts) => attempts,
        other => return Err(instead("attempts can be looked up", &other)),
    };
    let count = |status| attempts.records().iter().filter(|record| record.status() == status).count();
    equal(attempts.records().len(), 3, "records")?;
    equal(count(PaymentStatus::Failed), 2, "failed records")?;
    equal(count(PaymentStatus::Paid), 1, "paid records")?;
    must(
        attempts.records().iter().all(|record| record.merchant_uid() == &uid),
        "every record is of this merchant_uid",
    )?;
    must(attempts.records().contains(&payment), "the payment is found as it was answered")
}

/// A look-up does not see what was charged under another merchant_uid.
pub(super) async fn other_orders_are_not_found(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    pay(fixture, &fixture.merchant_uid(), ChargeMethod::Card).await?;
    pay(fixture, &uid, ChargeMethod::Card).await?;
    match fixture.gateway().look_up(&uid).await {
        Ok(attempts) => equal(attempts.records().len(), 1, "records"),
        other => Err(instead("a payment can be looked up", &other)),
    }
}

/// A look-up that fails proves nothing, least of all that there is no payment.
pub(super) async fn a_failed_look_up_is_no_absence(fixture: &dyn GatewayFixture) -> Verdict {
    let uid = fixture.merchant_uid();
    let faults = [
        Fault::Status(Call::Read, 503),
        Fault::Status(Call::Read, 429),
        Fault::LoseReply(Call::Read),
        Fault::Unreachable,
    ];
    for fault in faults {
        fixture.heal().await;
        inject(fixture, fault).await?;
        match (fault, fixture.gateway().look_up(&uid).await) {
            (Fault::Status(_, status), Err(ReadError::Unavailable(UnavailableCause::HttpStatus(told)))) => {
                equal(told, status, "the status told")?;
            }
            (Fault::LoseReply(_), Err(ReadError::Unavailable(UnavailableCause::NoAnswer)))
            | (Fault::Unreachable, Err(ReadError::Unavailable(UnavailableCause::Unreachable))) => {}
            (_, other) => return Err(instead(&format!("a look-up under {fault:?} is unavailable"), &other)),
        }
    }
    Ok(())
}

/// An answer that cannot be read is no answer.
pub(super) async fn a_garbled_look_up_is_a_protocol_error(fixture: &dyn GatewayFixture) -> Verdict {
    inject(fixture, Fault::Garble(Call::Read)).await?;
    match fixture.gateway().look_up(&fixture.merchant_uid()).await {
        Err(ReadError::Protocol) => Ok(()),
        other => Err(instead("a garbled look-up is a protocol error", &other)),
    }
}
